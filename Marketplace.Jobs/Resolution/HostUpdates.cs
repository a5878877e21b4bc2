using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>Newer hosts with which a request could be granted, the nearest first.</summary>
internal static class HostUpdates
{
    private const int MaxHosts = 20;

    public static IEnumerable<WayOut> Of(Problem problem, IEnumerable<string> first) =>
        from host in Hosts(problem, first).Take(MaxHosts)
        let elsewhere = problem with { Site = problem.Site.On(host) }
        from way in WayOutOffer.Of(elsewhere, problem.Request, $"Update the host to {host.ToNormalizedString()} first")
        select way with { Host = host };

    // Where releases of these modules, and of what they may need, begin to work.
    private static IEnumerable<NuGetVersion> Hosts(Problem problem, IEnumerable<string> first) =>
        Reach.Of(problem, first).SelectMany(problem.Catalog.Releases).Where(release => release.Available)
            .Select(release => release.Host is { MinVersion: { } min, IsMinInclusive: false } ? new NuGetVersion(min.Major, min.Minor, min.Patch + 1)
                : release.Host.MinVersion)
            .OfType<NuGetVersion>().Where(host => host > problem.Site.Host).Distinct().Order();
}
