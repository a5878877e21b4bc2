using System.Text.Json;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Portal.Http;
using Marketplace.Portal.Shared;
using Marketplace.Search;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Portal.Feed;

/// <summary>The search of the catalog in the words of NuGet's clients. As all of the feed, it finds public modules only.</summary>
internal static class PackageSearch
{
    public const string Address = "/v3/query";
    public const string PackageType = "MarketplaceModule";
    private const int DefaultTake = 20;
    private const int MaxSkip = 3000;

    public static RouteHandlerBuilder MapPackageSearch(this IEndpointRouteBuilder app) => app.MapGet(Address, FindAsync);

    // Numbers come as texts: what cannot be read counts as not given, as the protocol has no word for it.
    private static async Task<IResult> FindAsync(
        string? q, string? skip, string? take, string? prerelease, string? packageType,
        CatalogSearch catalog, IDbContextFactory<MarketplaceDb> databases, HttpContext context)
    {
        var cancel = context.RequestAborted;
        var (from, count) = (Math.Clamp(QueryText.Int(skip) ?? 0, 0, MaxSkip), Math.Clamp(QueryText.Int(take) ?? DefaultTake, 0, Paging.MaxSize));
        var isOurs = string.IsNullOrEmpty(packageType) || packageType.Equals(PackageType, StringComparison.OrdinalIgnoreCase);
        var (rows, total) = isOurs ? await RowsAsync(catalog, q ?? "", from, Math.Max(count, 1), cancel) : ([], 0);
        var versions = await VersionsAsync(databases, rows, QueryText.Bool(prerelease), cancel);
        var found = rows.Take(count).Where(row => versions[row.Id].Any()).Select(row => Item(context, row, versions[row.Id]));
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new PackageSearchItem(total, [.. found]), RegistrationWriter.Json);
        return TaggedResult.Of(context, bytes, "application/json; charset=utf-8", Caching.Seconds);
    }

    // Clients skip any number of results and the catalog has pages: what they ask for lies on two of these at most.
    private static async Task<(IReadOnlyList<ModuleRow> Rows, int Total)> RowsAsync(
        CatalogSearch catalog, string text, int from, int count, CancellationToken cancel)
    {
        if (from / count >= CatalogQuery.MaxPage)
        {
            return ([], 0);
        }

        var query = new CatalogQuery { Text = text.Trim(), Page = (from / count) + 1 };
        var first = (await catalog.FindAsync(query, null, cancel, count)).Page;
        var rest = from % count == 0 ? [] : (await catalog.FindAsync(query with { Page = query.Page + 1 }, null, cancel, count)).Page.Rows;
        return ([.. first.Rows.Concat(rest).Skip(from % count).Take(count)], first.Total);
    }

    private static async Task<ILookup<long, FoundVersion>> VersionsAsync(
        IDbContextFactory<MarketplaceDb> databases, IReadOnlyList<ModuleRow> rows, bool withPrereleases, CancellationToken cancel)
    {
        long[] ids = [.. rows.Select(row => row.Id)];
        await using var db = await databases.CreateDbContextAsync(cancel);
        var releases = await db.AvailableReleases().Offered().Where(r => ids.Contains(r.ModuleId) && (withPrereleases || !r.IsPrerelease))
            .Select(r => new { r.ModuleId, r.Version, Downloads = (long?)r.Figures!.Downloads ?? 0 }).ToListAsync(cancel);
        return releases.Select(r => new FoundVersion(r.ModuleId, NuGetVersion.Parse(r.Version), r.Downloads)).OrderBy(found => found.Version)
            .ToLookup(found => found.ModuleId);
    }

    private static FoundPackageItem Item(HttpContext context, ModuleRow row, IEnumerable<FoundVersion> versions)
    {
        var (addresses, id) = (new FeedAddresses(context.Request), row.PackageId);
        var icon = PortalUrls.Icon(row.Icon, row.PublisherIcon) is { } path ? addresses.At(path) : null;
        return new(
            addresses.Registration(id), addresses.Registration(id), id, versions.Last().Version.ToNormalizedString(), row.DisplayName, row.Summary,
            [row.Publisher], [row.Publisher], icon, PublicAddress.Of(context, PortalUrls.Module(id)), row.IsVerified, row.Figures.Downloads, [new(PackageType)],
            [.. versions.Select(found => new FoundVersionItem(
                addresses.RegistrationLeaf(id, found.Version), found.Version.ToNormalizedString(), found.Downloads))]);
    }

    private sealed record FoundVersion(long ModuleId, NuGetVersion Version, long Downloads);
}
