using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Search;

/// <summary>Searching by what modules cost: by the index, and by the database until there is one.</summary>
public sealed class PriceSearchTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly CatalogIndex _index;

    public PriceSearchTests()
    {
        _index = new(_database, _database.Clock);
        var acme = _database.Publisher();
        foreach (var (id, price) in (IEnumerable<(string, ListPrice)>)
        [
            ("Acme.Free", ListPrice.Free()),
            ("Acme.Once", new(" one-time ", " basic ", 9900, "EUR", "", 9900)),
            ("Acme.Month", new(" subscription ", " basic premium ", 1200, "EUR", "month", 14400)),
            ("Acme.Both", new(" free subscription ", " free premium ", 0, "", "", 0)),
            ("Acme.Asked", new("  ", " custom ", null, "", "", long.MaxValue)),
        ])
        {
            var module = _database.Available(acme, id).Module;
            module.PriceAt(price);
            using var db = _database.CreateDbContext();
            db.Modules.Attach(module);
            db.Entry(module).State = EntityState.Modified;
            db.SaveChanges();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Modules_are_found_by_kind_of_price_and_by_tier_in_the_order_of_the_first_year(bool byIndex)
    {
        if (byIndex)
        {
            await _index.RebuildAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(["Acme.Both", "Acme.Free", "Acme.Once", "Acme.Month", "Acme.Asked"], await FoundAsync(new()));
        Assert.Equal(["Acme.Both", "Acme.Month"], await FoundAsync(new() { Prices = ["subscription"] }));
        Assert.Equal(["Acme.Both", "Acme.Free", "Acme.Once"], await FoundAsync(new() { Prices = ["free", "one-time"] }));
        Assert.Equal(["Acme.Both", "Acme.Month"], await FoundAsync(new() { Tiers = ["premium"] }));
        Assert.Equal(["Acme.Month"], await FoundAsync(new() { Tiers = ["basic"], Prices = ["subscription"] }));
        Assert.Empty(await FoundAsync(new() { Prices = ["nonsense"] }));
    }

    [Fact]
    public async Task Each_facet_counts_a_module_once_for_each_way_in_which_it_can_be_had_and_respects_the_other()
    {
        await _index.RebuildAsync(TestContext.Current.CancellationToken);

        var facets = (await AskAsync(new() { Tiers = ["premium"] })).Facets;

        Assert.Equal([("free", 1), ("subscription", 2)], facets.Prices.Select(value => (value.Name, value.Count)));
        Assert.Equal([("free", 2), ("basic", 2), ("premium", 2), ("custom", 1)], facets.Tiers.Select(value => (value.Name, value.Count)));
    }

    [Fact]
    public async Task A_price_can_be_typed_and_finds_what_is_had_for_it()
    {
        await _index.RebuildAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Acme.Both", "Acme.Free"], await FoundAsync(new() { Text = "acme price:FREE" }));
        Assert.Equal(["Acme.Once"], await FoundAsync(new() { Text = "price:one-time" }));
        Assert.Contains(
            (await AskAsync(new() { Text = "acme price:cheap" })).Notes,
            note => note.Contains("free, one-time, subscription", StringComparison.Ordinal));
    }

    private async Task<SearchResult> AskAsync(CatalogQuery query) =>
        await new CatalogSearch(_database, _index, _database.Clock).FindAsync(
            query with { Sort = CatalogSort.Price }, null, TestContext.Current.CancellationToken);

    private async Task<string[]> FoundAsync(CatalogQuery query) => [.. (await AskAsync(query)).Page.Rows.Select(row => row.PackageId)];

    public void Dispose()
    {
        _index.Dispose();
        _database.Dispose();
    }
}
