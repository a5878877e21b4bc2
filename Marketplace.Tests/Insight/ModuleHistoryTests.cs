using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Insight;

public sealed class ModuleHistoryTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly PastOperations _past;
    private readonly (Actor Member, Site Site) _globex, _initech;
    private readonly Release _old, _new;

    public ModuleHistoryTests()
    {
        _past = new(_database);
        var acme = _database.Publisher();
        (_old, _new) = (_database.Available(acme, "Acme.Mail"), _database.Available(acme, "Acme.Mail", "2.0.0"));
        (_globex, _initech) = (_past.Client("Globex"), _past.Client("Initech"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModuleHistory History => new(_database, _database.Clock);

    [Fact]
    public async Task Each_change_of_the_module_is_told_and_revisions_that_kept_it_are_not()
    {
        var operation = _past.Add(_globex.Site, 0);
        _past.Revise(_globex.Site, 1, operation, Old);
        Later(1);
        _past.Revise(_globex.Site, 2, Old, Chat);
        Later(1);
        _past.Revise(_globex.Site, 4, New, Chat);
        Later(1);
        _past.Revise(_globex.Site, 5, Chat);
        _past.Revise(_initech.Site, 1, New);

        var page = await History.ReadAsync(_globex.Member, "acme.mail", ListQuery.First, Cancel);

        Assert.Equal([(5, "2.0.0", null), (4, "1.0.0", "2.0.0"), (1, null, "1.0.0")], page.Rows.Select(e => (e.Revision, e.From, e.To)));
        Assert.Equal((operation.Id, "Eve", _globex.Site.Id), (page.Rows[2].OperationId, page.Rows[2].By, page.Rows[2].SiteId));
        Assert.Equal(3, page.Total);
        Assert.Equal(1, (await History.ReadAsync(_initech.Member, "Acme.Mail", ListQuery.First, Cancel)).Total);
        Assert.Empty((await History.ReadAsync(_database.Stranger(), "Acme.Mail", ListQuery.First, Cancel)).Rows);
        var confined = _globex.Member with { OnlyOrganizationId = _initech.Site.OrganizationId };
        Assert.Empty((await History.ReadAsync(confined, "Acme.Mail", ListQuery.First, Cancel)).Rows);
    }

    [Fact]
    public async Task The_adoption_over_own_sites_is_replayed_from_their_changes()
    {
        var second = _database.Saved(A.Site(_globex.Site.OrganizationId, "Second"));
        _past.Revise(_globex.Site, 1, Old);
        _past.Revise(second, 1, Old);
        _past.Revise(_initech.Site, 1, Old);
        Later(1);
        _past.Revise(second, 2, New);
        Later(1);
        _past.Revise(_globex.Site, 2);

        var curves = await History.AdoptionAsync(_globex.Member, "acme.mail", _globex.Site.OrganizationId, Cancel);

        // Released the day before the first of them came.
        Assert.Equal(["2.0.0", "1.0.0"], curves.Select(c => c.Version));
        Assert.Equal([null, 0, .5, 1], curves[0].Shares);
        Assert.Equal([null, 1, .5, 0], curves[1].Shares);
        Assert.Empty(await History.AdoptionAsync(_globex.Member, "Acme.Mail", _initech.Site.OrganizationId, Cancel));
    }

    [Fact]
    public void A_site_that_changes_twice_on_a_day_counts_as_it_ended_that_day()
    {
        ModuleEvent Event(int revision, string? from, string? to) => new(1, "Shop", revision, A.Day.AddMinutes(revision), from, to, null, null, null);

        var lines = ModuleHistory.Changes([Event(2, "1.0.0", "2.0.0"), Event(1, null, "1.0.0"), Event(3, "2.0.0", "1.0.0")]);

        Assert.Equal([("1.0.0", 1), ("2.0.0", 0)], lines.Select(l => (l.Version, l.Sites)).Order());
    }

    private (string, string, string) Old => ("Acme.Mail", "1.0.0", _old.PackageHash);

    private (string, string, string) New => ("Acme.Mail", "2.0.0", _new.PackageHash);

    private static (string, string, string) Chat => ("Fabrikam.Chat", "1.0.0", new string('f', 64));

    private void Later(int days) => _database.Clock.Advance(TimeSpan.FromDays(days));

    public void Dispose() => _database.Dispose();
}
