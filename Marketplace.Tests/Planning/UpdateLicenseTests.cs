using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
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
        await SellAsync();
        var (module, offer) = _portal.Database.Read(db => db.Offers.Select(o => new ValueTuple<long, long>(o.ModuleId, o.Id)).Single());
        _portal.Database.Save(new License(module, _client.Organization.Id, offer, OfferTier.Basic, null, null, _publisher.UserId, _portal.Database.Now)
        {
            UpdatesUntil = _portal.Database.Now,
        });
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop", new("1.0.0")), Cancel);
        Newer();
        _portal.Database.Read(db => db.Releases.Where(r => r.Version == "1.1.0")
            .ExecuteUpdate(set => set.SetProperty(r => r.ApprovedAt, _portal.Database.Now.AddDays(1))));

        var late = Assert.Single((await PlanAsync(site, ChangeRequest.Update("Acme.Shop"))).Document.Licenses!);

        Assert.Equal(LicenseVerdict.OutsideReleaseWindow, late.Verdict);
        Assert.Equal("Your license of Acme.Shop covers earlier releases only. Choose one of them, or buy it again.", late.Problem);
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

    private void Newer() => _portal.Publish(
        _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single()),
        "Acme.Shop", "1.1.0", "Acme.Base [2.0.0,3.0.0)");

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
