using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class DependencyMapTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;

    public DependencyMapTests() => _acme = _database.Publisher();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_two_steps_in_both_directions_and_no_more()
    {
        foreach (var (id, need) in (ReadOnlySpan<(string, string?)>)[
            ("A.Six", null), ("A.Five", "A.Six"), ("A.Four", "A.Five"), ("A.Three", "A.Four"),
            ("A.Two", "A.Three"), ("A.One", "A.Two"), ("A.Zero", "A.One")])
        {
            _database.Available(_acme, id, "1.0.0", need is null ? [] : [(need, "[1.0,2.0)")]);
        }

        var map = await MapAsync("A.Three");

        Assert.Equal(
            [(-2, "A.One"), (-1, "A.Two"), (0, "A.Three"), (1, "A.Four"), (2, "A.Five")],
            map.Nodes.OrderBy(n => n.Level).Select(n => (n.Level, n.PackageId)));
        Assert.Contains(new MapEdge("A.Two", "A.Three", "[1.0,2.0)"), map.Edges);
        Assert.Contains(new MapEdge("A.Four", "A.Five", "[1.0,2.0)"), map.Edges);
        Assert.Empty(map.More);
    }

    [Fact]
    public async Task A_missing_module_is_named_and_a_crowd_is_counted()
    {
        _database.Available(_acme, "A.Core", "1.0.0", ("Nobody.Knows", "[1.0,2.0)"));
        foreach (var number in Enumerable.Range(1, 11))
        {
            _database.Available(_acme, $"B.User{number:00}", "1.0.0", ("a.core", "[1.0,2.0)"));
        }

        var map = await MapAsync("A.Core");

        Assert.Null(map.Nodes.Single(n => n.PackageId == "Nobody.Knows").DisplayName);
        Assert.Equal(8, map.Nodes.Count(n => n.Level == -1));
        Assert.Equal(3, map.More[-1]);
    }

    [Fact]
    public async Task Who_needs_it_is_asked_of_the_newest_version()
    {
        _database.Available(_acme, "A.Core");
        _database.Available(_acme, "B.Left", "1.0.0", ("A.Core", "[1.0,2.0)"));
        _database.Available(_acme, "B.Stays", "1.0.0", ("A.Core", "[1.0,2.0)"));
        _database.Available(_acme, "B.Stays", "1.1.0", ("A.Core", "[1.0,3.0)"));

        var map = await MapAsync("A.Core");

        Assert.Contains(new MapEdge("B.Stays", "A.Core", "[1.0,3.0)"), map.Edges);
    }

    private Task<DependencyMap> MapAsync(string id)
    {
        var hash = _database.Read(db => db.Releases.Where(r => r.Module.PackageId == id).Select(r => r.PackageHash).First());
        return new DependencyMaps(_database).ReadAsync(null, id, hash, Cancel);
    }

    public void Dispose() => _database.Dispose();
}
