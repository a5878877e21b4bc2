using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Catalog;

namespace Marketplace.Portal.Feed;

/// <summary>From what is read to what is sent.</summary>
internal sealed class RegistrationWriter(FeedModule module, FeedAddresses addresses, Func<string, string> page)
{
    public const int PageSize = 64;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private string Index => addresses.Registration(module.PackageId);

    /// <summary>With everything in it as far as it fits on one page; a module with more releases names pages that are fetched separately.</summary>
    public RegistrationResponse Whole(IReadOnlyList<FeedVersion> versions, IReadOnlyList<FeedRelease>? releases)
    {
        var pages = versions.Chunk(PageSize).Select(part => Page(part, releases)).ToList();
        return new(Index, pages.Count, pages);
    }

    public RegistrationPageResponse Page(IReadOnlyList<FeedVersion> versions, IReadOnlyList<FeedRelease>? releases)
    {
        var (lower, upper) = (versions[0].Version, versions[^1].Version);
        return new(
            addresses.RegistrationPage(module.PackageId, lower, upper), versions.Count, Index, lower.ToNormalizedString(), upper.ToNormalizedString(),
            releases is null ? null : [.. releases.Select(Leaf)]);
    }

    public RegistrationLeafResponse Leaf(FeedRelease release)
    {
        var (leaf, package) = (addresses.RegistrationLeaf(module.PackageId, release.Version), addresses.Package(module.PackageId, release.Version));
        var version = release.Version.ToNormalizedString();
        var icon = module.Icon is { } path ? addresses.At(path) : null;
        var license = release.License is "" ? null : release.License;
        var entry = new CatalogEntryResponse(
            leaf, module.PackageId, version, module.Publisher, module.Name, module.Summary, module.Tags, icon, license,
            page(PortalUrls.Module(module.PackageId, version: version)), release.IsListed, release.PublishedAt, package, Needs(release),
            DeprecationRow.Of(version, module.Deprecations) is { } deprecation ? Deprecated(deprecation) : null);
        return new(leaf, entry, release.IsListed, package, release.PublishedAt, Index);
    }

    // A module is built for this framework, and so are those that it needs.
    private IReadOnlyList<DependencyGroupItem> Needs(FeedRelease release) => release.Needs.Count is 0 ? [] :
        [new("net10.0", [.. release.Needs.Select(need => new DependencyItem(need.PackageId, need.Range, addresses.Registration(need.PackageId)))])];

    private static DeprecationEntryItem Deprecated(DeprecationRow deprecation) => new(
        [deprecation.Reason.ToString()], deprecation.Note is "" ? null : deprecation.Note, deprecation.ReplacementId is { } other ? new(other, "*") : null);
}
