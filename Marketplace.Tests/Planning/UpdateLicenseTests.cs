using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Planning;

/// <summary>A license says which releases a site that has the module gets.</summary>
public sealed class UpdateLicenseTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private readonly Actor _publisher;

    public UpdateLicenseTests()
    {
        _client = new Client(_portal);
        _publisher = _portal.Database.Member(
            _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single()),
            MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_there_before_it_was_sold_is_updated_and_rolled_back_without_a_license()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await SellAsync();
        Newer();

        await site.DoneAsync(ChangeRequest.Update("Acme.Shop"), Cancel);
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.1.0"], site.Modules);
        await site.DoneAsync(ChangeRequest.Uninstall("Acme.Shop"), Cancel);
        var back = await site.StartRollbackAsync(2, Cancel);
        await _portal.Get<OperationRunner>().RunAsync(back, Cancel);
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], site.Modules);
    }

    [Fact]
    public async Task A_revoked_license_covers_no_update_and_a_rollback_needs_none()
    {
        await SellAsync();
        await IssueAsync();
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await site.DoneAsync(ChangeRequest.Uninstall("Acme.Shop"), Cancel);
        var back = await site.StartRollbackAsync(2, Cancel);
        await RevokeAsync();
        await _portal.Get<OperationRunner>().RunAsync(back, Cancel);
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], site.Modules);
        Newer();

        var plan = await PlanAsync(site, ChangeRequest.Update("Acme.Shop"));

        Assert.Equal(LicenseVerdict.Revoked, Assert.Single(plan.Document.Licenses!).Verdict);
        Assert.Equal(["Your license of Acme.Shop was revoked."], Assert.IsType<StartOutcome.Unlicensed>(await StartAsync(site, plan)).Problems);
    }

    [Fact]
    public async Task A_release_that_came_after_the_window_of_the_license_is_not_covered()
    {
        var site = await WithWindowAsync(updatesUntil: _portal.Database.Now);
        Late("1.1.0");

        var late = Assert.Single((await PlanAsync(site, ChangeRequest.Update("Acme.Shop", new("1.1.0")))).Document.Licenses!);

        Assert.Equal(LicenseVerdict.OutsideReleaseWindow, late.Verdict);
        Assert.NotEmpty(late.Offers);
        Assert.Equal("Your license of Acme.Shop covers earlier releases only. Choose one of them, or buy it again.", late.Problem);
        Assert.Equal(
            "Acme.Shop 1.0.0 is the newest that the license covers; it does not cover 1.1.0.",
            Assert.IsType<PlanOutcome.NothingToDo>(
                await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, ChangeRequest.Update("Acme.Shop"), Cancel)).Sentence);
    }

    [Fact]
    public async Task A_plan_takes_the_newest_release_that_the_license_covers_and_names_the_newer_one()
    {
        var site = await WithWindowAsync(updatesUntil: _portal.Database.Now);
        Newer();
        Late("1.2.0");

        var plan = await PlanAsync(site, ChangeRequest.Update("Acme.Shop"));

        var change = Assert.Single(plan.Document.Changes, change => change.Kind is ChangeKind.Update);
        Assert.Equal(
            ("1.1.0", "You asked for it; newest that the license covers; it does not cover 1.2.0"), (change.To, change.Reason));
        Assert.Equal(("1.2.0", true), (plan.Missed!.ToNormalizedString(), plan.NeedsLicense));
        var way = Assert.Single(plan.WaysOut);
        Assert.Equal("Get a license for Acme.Shop 1.2.0 first", way.Title);
        Assert.Equal(LicenseVerdict.OutsideReleaseWindow, Assert.Single((await PlanAsync(site, way.Request)).Document.Licenses!).Verdict);
        await site.DoneAsync(ChangeRequest.UpdateEverything(), Cancel);
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.1.0"], site.Modules);
    }

    [Fact]
    public async Task A_license_that_comes_to_no_updates_any_more_still_installs_what_it_covered()
    {
        // Its updates ended three days ago; it is installed for four more.
        var site = await WithWindowAsync(expiresAt: DateTime.UtcNow.AddDays(-10));
        Late("1.1.0", DateTime.UtcNow.AddDays(-2));
        var other = await _client.EmptySiteAsync("Other", Cancel);

        await other.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], other.Modules);
        Assert.Equal(
            LicenseVerdict.Expired, Assert.Single((await PlanAsync(site, ChangeRequest.Update("Acme.Shop"))).Document.Licenses!).Verdict);
    }

    [Fact]
    public async Task A_second_license_that_covers_all_lets_the_newest_come()
    {
        var site = await WithWindowAsync(updatesUntil: _portal.Database.Now);
        Late("1.1.0");
        await IssueAsync();

        await site.DoneAsync(ChangeRequest.Update("Acme.Shop"), Cancel);

        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.1.0"], site.Modules);
    }

    [Fact]
    public async Task What_waits_on_a_site_is_the_newest_that_the_license_covers()
    {
        var site = await WithWindowAsync(updatesUntil: _portal.Database.Now);
        Newer();
        Late("1.2.0");

        var update = Assert.Single((await _portal.Get<SiteUpdates>().ReadAsync(_client.Actor, site.Id, Cancel))!);

        Assert.Equal("1.1.0", update.Offered!.Version.ToNormalizedString());
        Assert.Equal(["1.2.0", "1.1.0"], update.Releases.Select(release => release.Version.ToNormalizedString()));
        Assert.Equal("1.1.0", (await _portal.Get<SiteQueries>().ReadAsync(_client.Actor, site.Id, Cancel))!.Modules.Single(m => m.Id == "Acme.Shop").Newer);
    }

    [Fact]
    public async Task All_sites_of_a_license_are_updated_together()
    {
        await SellAsync();
        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<Licenses>().IssueAsync(
            _publisher, "Acme.Shop", new(_client.Organization.Name, OfferTier.Basic, 2, null), Cancel));
        var (one, two) = (await _client.SiteAsync("One", Cancel), await _client.SiteAsync("Two", Cancel));
        await one.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await two.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        Newer();

        var plan = Assert.IsType<BatchPlanOutcome.Planned>(await _portal.Get<BatchPlans>().PlanAsync(
            _client.Actor, ChangeRequest.Update("Acme.Shop"), [new(one.Id, 1), new(two.Id, 2)], Cancel)).Plan;

        Assert.Equal([one.Id, two.Id], plan.Ready.Select(site => site.SiteId));
    }

    [Fact]
    public async Task A_staging_site_becomes_a_production_site_only_where_a_license_counts_on_it()
    {
        await SellAsync();
        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<Licenses>().IssueAsync(
            _publisher, "Acme.Shop", new(_client.Organization.Name, OfferTier.Basic, 1, null), Cancel));
        var (one, two) = (await _client.SiteAsync("One", Cancel), await _client.SiteAsync("Two", Cancel));
        var sites = _portal.Get<SitePlanning>();
        Assert.Null(await sites.DeclareAsync(_client.Actor, two.Id, SiteKind.Staging, Cancel));
        await one.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await two.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        Assert.Equal(
            "Your licenses of Acme.Shop count on no further production site. Buy another, or uninstall it here first.",
            await sites.DeclareAsync(_client.Actor, two.Id, SiteKind.Production, Cancel));

        await one.DoneAsync(ChangeRequest.Uninstall("Acme.Shop"), Cancel);
        Assert.Null(await sites.DeclareAsync(_client.Actor, two.Id, SiteKind.Production, Cancel));
    }

    // A site that came to version 1.0.0 by a license like that.
    private async Task<ClientSite> WithWindowAsync(DateTime? updatesUntil = null, DateTime? expiresAt = null)
    {
        await SellAsync();
        var (module, offer) = _portal.Database.Read(db => db.Offers.Select(o => new ValueTuple<long, long>(o.ModuleId, o.Id)).Single());
        _portal.Database.Save(new License(
            module, _client.Organization.Id, offer, OfferTier.Basic, null, expiresAt, _publisher.UserId, _portal.Database.Now) { UpdatesUntil = updatesUntil });
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop", new("1.0.0")), Cancel);
        return site;
    }

    private void Late(string version, DateTime? at = null)
    {
        Newer(version);
        _portal.Database.Read(db => db.Releases.Where(r => r.Version == version)
            .ExecuteUpdate(set => set.SetProperty(r => r.ApprovedAt, at ?? _portal.Database.Now.AddDays(1))));
    }

    private void Newer(string version = "1.1.0") => _portal.Publish(
        _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single()),
        "Acme.Shop", version, "Acme.Base [2.0.0,3.0.0)");

    private async Task SellAsync() =>
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(
            _publisher, "Acme.Shop", new(OfferTier.Basic, OfferModel.Monthly, null, [new(1200, "EUR")]), Cancel));

    private async Task IssueAsync() =>
        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<Licenses>().IssueAsync(
            _publisher, "Acme.Shop", new(_client.Organization.Name, OfferTier.Basic, null, null), Cancel));

    private async Task RevokeAsync() =>
        Assert.IsType<LicenseOutcome.Done>(
            await _portal.Get<Licenses>().RevokeAsync(_publisher, _portal.Database.Read(db => db.Licenses.Single().Id), "Unpaid.", Cancel));

    private async Task<PlanOutcome.Ready> PlanAsync(ClientSite site, ChangeRequest request) =>
        Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, request, Cancel));

    private Task<StartOutcome> StartAsync(ClientSite site, PlanOutcome.Ready plan) =>
        _portal.Get<OperationCommands>().StartAsync(_client.Actor, site.Id, ChangeRequest.Update("Acme.Shop"), plan.Hash, false, Cancel);

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
