using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Search;

public sealed class SearchUnderChangeTests : IDisposable
{
    private const int Searchers = 50;
    private const int Changes = 40;
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_searchers_find_everything_that_is_there_while_releases_change()
    {
        var acme = _database.Publisher();
        string[] steady = [.. Enumerable.Range(0, 10).Select(number => $"Acme.Lantern{number}")];
        foreach (var id in steady)
        {
            _database.Available(acme, id);
        }

        _database.Available(acme, "Acme.Candle");
        Describe("Burns for 0");
        using var index = new CatalogIndex(_database, _database.Clock);
        await index.RebuildAsync(Cancel);
        var search = new CatalogSearch(_database, index, _database.Clock);
        var (isDone, asked, version) = (false, 0, 0);
        var searchers = Enumerable.Range(0, Searchers).Select(number => Task.Run(async () =>
        {
            do
            {
                // What does not change is found whole each time; what changes is found in a state that it had.
                var lanterns = await search.FindAsync(new CatalogQuery { Text = "lantern", Sort = CatalogSort.Name }, null, Cancel);
                Assert.Equal(steady, lanterns.Page.Rows.Select(row => row.PackageId));
                Assert.Equal(steady.Length, Assert.Single(lanterns.Facets.Publishers).Count);
                var before = Volatile.Read(ref version);
                var candle = Assert.Single((await search.FindAsync(new CatalogQuery { Text = "candle" }, null, Cancel)).Page.Rows);
                Assert.InRange(
                    int.Parse(candle.Summary.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture),
                    before,
                    Volatile.Read(ref version) + 1);
                Interlocked.Increment(ref asked);
            }
            while (!Volatile.Read(ref isDone));
        }, Cancel)).ToList();

        for (var number = 1; number <= Changes; number++)
        {
            Describe($"Burns for {number}");
            Volatile.Write(ref version, number);
            await index.RefreshAsync(Cancel);
        }

        Volatile.Write(ref isDone, true);
        await Task.WhenAll(searchers);
        Assert.True(asked >= Searchers);
        Assert.Equal(
            $"Burns for {Changes}",
            Assert.Single((await search.FindAsync(new CatalogQuery { Text = $"\"burns for {Changes}\"" }, null, Cancel)).Page.Rows).Summary);
    }

    private void Describe(string summary)
    {
        _database.Clock.Advance(TimeSpan.FromMilliseconds(50));
        using var db = _database.CreateDbContext();
        db.Modules.Single(m => m.NormalizedId == "acme.candle").Describe("Candle", summary, "tools", [], [], _database.Now);
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
