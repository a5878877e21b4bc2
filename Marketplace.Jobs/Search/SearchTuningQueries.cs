using Marketplace.Data;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

public sealed record BoostRow(string PackageId, string DisplayName, double Factor);

/// <summary>Reads what operators keep so that search does better.</summary>
public sealed class SearchTuningQueries(IDbContextFactory<MarketplaceDb> databases)
{
    // A pair has no number. There are some hundreds at most, read in the order of both words, which equal rows keep.
    public static readonly ListColumns<SynonymRow> SynonymColumns = new ListColumns<SynonymRow>(_ => 0, "word")
        .Text("word", pair => pair.Word).Text("other", pair => pair.Other);

    public static readonly ListColumns<SearchBoost> BoostColumns = new ListColumns<SearchBoost>(boost => boost.ModuleId, "module")
        .Text("module", boost => boost.Module.DisplayName).Text("id", boost => boost.Module.PackageId).Sorted("factor", boost => boost.Factor);

    public async Task<Page<SynonymRow>> SynonymsAsync(ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await db.SynonymsAsync(cancel)).Page(SynonymColumns, query);
    }

    public async Task<Page<BoostRow>> BoostsAsync(ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Boosts(db, query).PageAsync(query, cancel);
    }

    public IAsyncEnumerable<BoostRow> StreamBoostsAsync(ListQuery query, CancellationToken cancel) => databases.StreamAsync(db => Boosts(db, query), cancel);

    private static IQueryable<BoostRow> Boosts(MarketplaceDb db, ListQuery query) => BoostColumns.Apply(db.Set<SearchBoost>(), query)
        .Select(boost => new BoostRow(boost.Module.PackageId, boost.Module.DisplayName, boost.Factor));
}
