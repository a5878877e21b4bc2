using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Search;
using Marketplace.Search.Index;

namespace Marketplace.Planning;

/// <summary>
/// Finds modules by how they fit a site. How one fits is worked out by the resolver, which would take minutes for a large catalog: so the
/// first results are looked at, in their order, and no others.
/// </summary>
public sealed class FittingSearch(CatalogSearch catalog, SiteCompatibility compatibility)
{
    public const int MaxLookedAt = 100;

    /// <summary>The verdicts as addresses name them.</summary>
    public static readonly IReadOnlyList<string> Names = ["works", "changes", "not"];

    /// <summary>As <see cref="CatalogSearch.FindAsync"/>, of those among the first results that fit as the query asks.</summary>
    public async Task<SearchResult> FindAsync(CatalogQuery query, Actor actor, long siteId, CancellationToken cancel)
    {
        var (found, fits) = await LookAsync(query, actor, ids => compatibility.ReadAsync(actor, siteId, ids, cancel), cancel);
        ModuleRow[] fitting = [.. found.Page.Rows.Where(row => fits.TryGetValue(row.PackageId, out var fit) && query.Fits.Contains(Names[(int)fit.Verdict]))];
        return found with
        {
            Page = new Page<ModuleRow>(
                [.. fitting.Skip(Paging.Offset(query.Page, CatalogSearch.PageSize)).Take(CatalogSearch.PageSize)],
                fitting.Length, query.Page, CatalogSearch.PageSize),
            Notes = found.Page.Total > MaxLookedAt
                ? [.. found.Notes, $"Only the first {MaxLookedAt} of {found.Page.Total:#,0} results were checked against the site."]
                : found.Notes,
        };
    }

    /// <summary>How many results there are of each verdict; null where there are more than are looked at, or the catalog is still read for it.</summary>
    public async Task<IReadOnlyList<FacetValue>?> CountAsync(CatalogQuery query, Actor actor, long siteId, CancellationToken cancel)
    {
        var (found, fits) = await LookAsync(query, actor, ids => compatibility.ReadSoonAsync(actor, siteId, ids, cancel), cancel);
        return found.Page.Total > MaxLookedAt || fits.Count == 0
            ? null
            : [.. Names.Select((name, verdict) => new FacetValue(name, fits.Values.Count(fit => (int)fit.Verdict == verdict)))];
    }

    private async Task<(SearchResult Found, IReadOnlyDictionary<string, ModuleCompatibility> Fits)> LookAsync(
        CatalogQuery query, Actor actor, Func<string[], Task<IReadOnlyDictionary<string, ModuleCompatibility>>> read, CancellationToken cancel)
    {
        var found = await catalog.FindAsync(query with { Page = 1 }, actor, cancel, MaxLookedAt);
        return (found, await read([.. found.Page.Rows.Select(row => row.PackageId)]));
    }
}
