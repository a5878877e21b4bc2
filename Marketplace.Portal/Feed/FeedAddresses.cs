using NuGet.Versioning;

namespace Marketplace.Portal.Feed;

/// <summary>Whole addresses of the feed's resources, as the protocol wants them: below the address that was asked.</summary>
/// <param name="isSemVer2">Registrations also name versions that clients before NuGet 4.3 cannot read.</param>
internal sealed class FeedAddresses(HttpRequest request, bool isSemVer2 = true)
{
    public const string Registrations = "/v3/registrations";
    public const string OldRegistrations = "/v3/registrations-semver1";

    private readonly string _registrations = isSemVer2 ? Registrations : OldRegistrations;

    private string Root { get; } = $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase}";

    public string At(string path) => Root + path;

    public string Registration(string id) => At($"{_registrations}/{Lower(id)}/index.json");

    public string RegistrationPage(string id, NuGetVersion lower, NuGetVersion upper) =>
        At($"{_registrations}/{Lower(id)}/page/{Lower(lower)}/{Lower(upper)}.json");

    public string RegistrationLeaf(string id, NuGetVersion version) => At($"{_registrations}/{Lower(id)}/{Lower(version)}.json");

    public string Package(string id, NuGetVersion version) => At($"{PortalUrls.Packages}/{Lower(id)}/{Lower(version)}/{Lower(id)}.{Lower(version)}.nupkg");

    private static string Lower(string id) => Uri.EscapeDataString(id.ToLowerInvariant());

    private static string Lower(NuGetVersion version) => version.ToNormalizedString().ToLowerInvariant();
}
