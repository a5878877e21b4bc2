using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Ratings;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Catalog;

public sealed class ModuleQueriesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;

    public ModuleQueriesTests() => _acme = _database.Publisher();

    [Fact]
    public async Task Opens_the_newest_stable_version_ignoring_case_and_lists_all_newest_first()
    {
        foreach (var version in (string[])["1.9.0", "1.10.0", "2.0.0-rc.1"])
        {
            _database.Available(_acme, "Acme.Mail", version);
        }

        var details = await Modules().ReadAsync(null, "acme.MAIL", null, Cancel);

        Assert.Equal(("Acme.Mail", "1.10.0"), (details?.Module.PackageId, details?.Shown.Version));
        Assert.Equal(["2.0.0-rc.1", "1.10.0", "1.9.0"], details!.Versions.Select(v => v.Version));
    }

    [Fact]
    public async Task Says_how_often_each_version_was_downloaded()
    {
        var old = _database.Available(_acme, "Acme.Mail", "1.0.0");
        _database.Available(_acme, "Acme.Mail", "2.0.0");
        foreach (var times in (int[])[3, 4])
        {
            _database.Save(UsageEvent.Downloaded(old.ModuleId, old.Id, A.Day, "", times));
            await new Statistics(_database, new RatingCounts(), _database.Clock).RollUpAsync(Cancel);
        }

        Assert.Equal(
            [("2.0.0", 0L), ("1.0.0", 7)],
            (await Modules().ReadAsync(null, "Acme.Mail", null, Cancel))!.Versions.Select(v => (v.Version, v.Downloads)));
    }

    [Fact]
    public async Task Opens_the_version_asked_for_and_the_newest_where_there_is_no_such()
    {
        _database.Available(_acme, "Acme.Mail", "1.0.0");
        _database.Available(_acme, "Acme.Mail", "2.0.0");

        Assert.Equal("1.0.0", (await Modules().ReadAsync(null, "Acme.Mail", "1.0.0", Cancel))?.Shown.Version);
        Assert.Equal("2.0.0", (await Modules().ReadAsync(null, "Acme.Mail", "7.0.0", Cancel))?.Shown.Version);
    }

    [Fact]
    public async Task Says_nothing_of_a_module_without_an_available_release()
    {
        _database.Save(A.Release(A.Module("Acme.Unchecked", _acme.Id)));

        Assert.Null(await Modules().ReadAsync(null, "Acme.Unchecked", null, Cancel));
        Assert.Null(await Modules().ReadAsync(null, "Acme.Nothing", null, Cancel));
    }

    [Fact]
    public async Task Shows_what_a_version_needs_and_who_needs_the_module_by_its_newest_version_that_does()
    {
        _database.Available(_acme, "Acme.Core");
        _database.Available(_acme, "Acme.Mail", "1.0.0", ("acme.core", "[1.0,2.0)"));
        var mail = _database.Available(_acme, "Acme.Mail", "1.1.0", ("Acme.Core", "[1.0,3.0)"), ("Acme.Lost", "[1.0,2.0)"));

        var needs = await Modules().NeedsAsync(null, mail.PackageHash, Cancel);
        var neededBy = await Modules().NeededByAsync(null, "ACME.Core", Cancel);

        Assert.Equal([("Acme.Core", "Acme Core"), ("Acme.Lost", null)], needs.Select(n => (n.PackageId, n.DisplayName)));
        Assert.Equal([new NeedRow("Acme.Mail", "Acme Mail", "1.1.0", "[1.0,3.0)")], neededBy);
    }

    [Fact]
    public void Capabilities_are_read_as_the_manifest_asks_for_them()
    {
        var capabilities = Capability.InManifest(
            """{"capabilities":{"network":["a.example","b.example"],"storage":"own","process":true,"native":false,"endpoints":[]}}""");

        Assert.Equal(["network: a.example b.example", "storage: own", "process: "], capabilities.Select(c => $"{c.Name}: {string.Join(' ', c.Scope)}"));
        Assert.Empty(Capability.InManifest("{}"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModuleQueries Modules() => new(_database);

    public void Dispose() => _database.Dispose();
}
