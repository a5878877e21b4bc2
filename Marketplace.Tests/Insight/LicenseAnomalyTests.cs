using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Pricing;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Insight;

/// <summary>What about the use of licenses is worth a look, and what is not.</summary>
public sealed class LicenseAnomalyTests : IDisposable
{
    private const string Shop = "Acme.Shop";
    private readonly TestDatabase _database = new();
    private readonly Actor _publisher, _operator;
    private readonly Module _module;

    public LicenseAnomalyTests()
    {
        var publisher = _database.Publisher();
        _publisher = _database.Member(publisher, MemberRole.Owner);
        _operator = _database.Staff(StaffRole.Operator);
        _module = _database.Available(publisher, Shop).Module;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTime Now => _database.Now;

    [Fact]
    public async Task A_client_that_uses_what_it_has_is_not_pointed_out()
    {
        var client = _database.Client();
        var license = License(client, sites: 2);
        Site(client, "One");
        Site(client, "Two");
        Site(client, "Staged", SiteKind.Staging);
        _database.Save(new DeactivatedModule(Site(client, "Off"), Shop, _publisher.UserId, Now));
        Machines(license, 5);
        Moves(Site(_database.Client("Other"), "Unlicensed"), 9);
        License(_database.Client("Everywhere"), sites: null);

        Assert.Empty(await FindAsync(_publisher, Shop));
    }

    [Fact]
    public async Task More_sites_than_licensed_are_pointed_out_the_worst_first()
    {
        var (some, many) = (_database.Client("Some"), _database.Client("Many"));
        License(some, sites: 1);
        var ended = License(many, sites: 5, until: Now.AddDays(-1));
        foreach (var name in (string[])["One", "Two", "Three"])
        {
            Site(many, name);
        }

        Site(some, "One");
        Site(some, "Two");

        Assert.Equal(
            [(many.Name, "In use on 3 sites, licensed for 0"), (some.Name, "In use on 2 sites, licensed for 1")],
            (await FindAsync(_publisher, Shop)).Select(one => (one.Organization, one.Text)));
        Assert.All(await FindAsync(_publisher, Shop), one => Assert.Equal(LicenseAnomalyKind.ManySites, one.Kind));
        Assert.Equal(ended, (await FindAsync(_operator, null))[0].LicenseId);
    }

    [Fact]
    public async Task A_key_that_goes_round_is_pointed_out_and_a_floating_one_is_not()
    {
        var license = License(_database.Client("Round"), sites: 2);
        Machines(license, 6);
        Machines(License(_database.Client("Floating"), sites: 2, lease: 60), 6);

        var found = Assert.Single(await FindAsync(_publisher, Shop));
        Assert.Equal((LicenseAnomalyKind.ManyMachines, license, "Its key was used for 6 installations in 30 days, and has 2 places"),
            (found.Kind, found.LicenseId, found.Text));
    }

    [Fact]
    public async Task A_site_in_two_places_and_a_machine_that_comes_and_goes_are_pointed_out()
    {
        var client = _database.Client();
        var license = License(client, sites: 5);
        var site = Site(client, "Copied");
        Moves(site, LicenseAnomalies.MaxMoves);
        Moves(Site(client, "Moved once"), 1);
        var restless = new Activation(license, "till 1", "Till 1", Now);
        for (var time = 0; time < LicenseAnomalies.MaxReturns; time++)
        {
            restless.Deactivate(null, Now);
            restless.Activate("Till 1", null, Now);
        }

        _database.Save(restless);

        Assert.Equal(
            [$"Site {site} moved between installations 4 times in a week; a copy may use its token", "Till 1 was deactivated and came back 5 times"],
            (await FindAsync(_publisher, Shop)).Select(one => one.Text));
    }

    [Fact]
    public async Task License_after_license_by_hand_is_pointed_out()
    {
        var client = _database.Client();
        License(client, sites: 1);
        License(client, sites: 1);
        Assert.Empty(await FindAsync(_publisher, Shop));
        var last = License(client, sites: 1);

        var found = Assert.Single(await FindAsync(_publisher, Shop));
        Assert.Equal((LicenseAnomalyKind.ManyIssues, last, "3 licenses issued by hand in 90 days"), (found.Kind, found.LicenseId, found.Text));
    }

    [Fact]
    public async Task Figures_count_each_license_once_by_how_it_stands()
    {
        var client = _database.Client();
        var active = License(client, sites: 1);
        License(client, sites: 1, until: Now.AddDays(20));
        License(client, sites: 1, until: Now.AddDays(20), origin: LicenseOrigin.Trial);
        License(client, sites: 1, until: Now.AddDays(-5));
        License(client, sites: 1, until: Now.AddDays(-90));
        var (suspended, revoked) = (Of(client), Of(client));
        suspended.Suspend(null, "It was not paid.", Now);
        revoked.Revoke(null, "It was refunded.", Now);
        _database.Save(suspended, revoked);
        Machines(active, 2);

        Assert.Equal(new LicenseFigures(2, 1, 2, 2, 7, 2), await Statistics.ReadAsync(_publisher, Shop, Cancel));
        Assert.Equal(2, (await Statistics.ReadAsync(_operator, null, Cancel))!.Active);
        Assert.Equal(new LicenseFigures(0, 0, 0, 0, 0, 0), await Statistics.ReadAsync(_operator, Other(), Cancel));
    }

    [Fact]
    public async Task Only_those_who_issue_them_look_over_them()
    {
        var client = _database.Client();
        License(client, sites: 1);
        Site(client, "One");
        Site(client, "Two");
        var stranger = _database.Member(client, MemberRole.Owner);

        Assert.Null(await Statistics.ReadAsync(stranger, Shop, Cancel));
        Assert.Null(await Statistics.ReadAsync(_publisher, null, Cancel));
        Assert.Empty(await FindAsync(stranger, Shop));
        Assert.Empty(await FindAsync(_publisher, null));
        Assert.Single(await FindAsync(_operator, null));
    }

    private LicenseStatistics Statistics => new(_database, _database.Clock);

    private Task<IReadOnlyList<LicenseAnomaly>> FindAsync(Actor actor, string? packageId) =>
        new LicenseAnomalies(_database, _database.Clock).FindAsync(actor, packageId, Cancel);

    private string Other() => _database.Available(_database.Publisher("Other"), "Other.Mail").Module.PackageId;

    private License Of(
        Organization client, int? sites = 1, DateTime? until = null, int? lease = null, LicenseOrigin origin = LicenseOrigin.Purchase) =>
        new(_module.Id, client.Id, null, OfferTier.Basic, sites, until, _publisher.UserId, Now.AddDays(-1)) { LeaseMinutes = lease, Origin = origin };

    private long License(Organization client, int? sites, DateTime? until = null, int? lease = null, LicenseOrigin origin = LicenseOrigin.Manual) =>
        _database.Saved(Of(client, sites, until, lease, origin)).Id;

    private long Site(Organization client, string name, SiteKind kind = SiteKind.Production)
    {
        var site = A.Site(client.Id, name);
        site.Declare(kind);
        site.Activate(1);
        _database.Save(site);
        var revision = new Revision(site.Id, 1, null, "2.0.0", null, A.Day);
        revision.Modules.Add(new RevisionModule(Shop, "1.0.0", A.Hash()));
        _database.Save(revision);
        return site.Id;
    }

    private void Machines(long license, int count) =>
        _database.Save([.. Enumerable.Range(0, count).Select(number => new Activation(license, $"machine {number}", "", Now.AddDays(-number)))]);

    private void Moves(long site, int count) =>
        _database.Save([.. Enumerable.Range(0, count).Select(number => new SiteMove(site, $"{number % 2}", Now.AddHours(-number)))]);

    public void Dispose() => _database.Dispose();
}
