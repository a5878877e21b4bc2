using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
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

namespace Marketplace.Tests.Planning;

/// <summary>A module that is sold is installed on a site only with a license, and what is there is never stopped for want of one.</summary>
public sealed class PlanLicenseTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private readonly Actor _publisher;

    public PlanLicenseTests()
    {
        _client = new Client(_portal);
        _publisher = _portal.Database.Member(
            _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single()),
            MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_without_a_license_says_what_one_costs_and_cannot_be_started()
    {
        await SellAsync(OfferTier.Basic, "12", sites: 1);
        var site = await _client.SiteAsync("Shop", Cancel);

        var plan = await PlanAsync(site, ChangeRequest.Install("Acme.Shop"));

        var license = Assert.Single(plan.Document.Licenses!);
        Assert.Equal(("Acme.Shop", LicenseVerdict.NotFound), (license.Id, license.Verdict));
        Assert.Equal(
            (OfferTier.Basic, new Money(1200, "EUR"), (int?)1),
            license.Offers.Select(offer => (offer.Tier, offer.Price!.Value, offer.Sites)).Single());
        Assert.Equal(["Acme.Shop needs a license, and you have none."], Assert.IsType<StartOutcome.Unlicensed>(await StartAsync(site, plan)).Problems);
        Assert.Equal(plan.Document.Hash(), PlanDocument.Parse(plan.Document.ToJson()).Hash());
    }

    [Fact]
    public async Task With_a_license_it_comes_onto_as_many_sites_as_that_counts_on()
    {
        await SellAsync(OfferTier.Basic, "12", sites: 1);
        await IssueAsync(sites: 1);
        var (one, two) = (await _client.SiteAsync("One", Cancel), await _client.SiteAsync("Two", Cancel));

        await one.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], one.Modules);
        Assert.Equal(
            [new SiteUse(_client.Organization.Name, "Acme.Shop", one.Id, "One")],
            await _portal.Get<LicensedSites>().ReadAsync(_client.Actor, ["Acme.Shop"], Cancel));
        Assert.Empty(await _portal.Get<LicensedSites>().ReadAsync(_publisher, ["Acme.Shop"], Cancel));
        var full = Assert.Single((await PlanAsync(two, ChangeRequest.Install("Acme.Shop"))).Document.Licenses!);
        Assert.Equal((LicenseVerdict.TooManySites, (int?)1, 1), (full.Verdict, full.Sites, full.Others));

        await one.DoneAsync(ChangeRequest.Uninstall("Acme.Shop"), Cancel);
        await two.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], two.Modules);
    }

    [Fact]
    public async Task A_license_taken_back_after_the_start_fails_the_operation_as_that_before_anything_is_fetched()
    {
        await SellAsync(OfferTier.Basic, "12");
        await IssueAsync(sites: null);
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await RevokeAsync();

        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

        var ended = site.Operation(operation);
        Assert.Equal(
            (OperationState.Failed, FailureCategory.License, "Your license of Acme.Shop was revoked."),
            (ended.State, ended.Failure!.Category, ended.Failure.Sentence));
        Assert.Equal([StepKind.Preflight], ended.Steps.Where(step => step.State is StepState.Failed).Select(step => step.Kind));
        Assert.Equal(["Acme.Base 1.0.0"], site.Modules);
        Assert.Contains("ask for one", Recovery.Of(FailureCategory.License).Remedy, StringComparison.Ordinal);
        site.AssertWhole();
    }

    [Fact]
    public async Task Another_price_makes_another_plan_and_says_so()
    {
        await SellAsync(OfferTier.Basic, "12");
        var site = await _client.SiteAsync("Shop", Cancel);
        var before = await PlanAsync(site, ChangeRequest.Install("Acme.Shop"));
        await SellAsync(OfferTier.Premium, "24");

        var after = await PlanAsync(site, ChangeRequest.Install("Acme.Shop"));

        Assert.NotEqual(before.Hash, after.Hash);
        Assert.IsType<StartOutcome.PlanChanged>(await StartAsync(site, before));
        Assert.Contains(PlanDifferences.Ground(before.Document, after.Document), sentence => sentence.Contains("prices", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_free_tier_and_the_publishers_own_sites_need_no_license()
    {
        await SellAsync(OfferTier.Basic, "12");
        Assert.IsType<ListingOutcome.Done>(
            await _portal.Get<Offers>().OfferAsync(_publisher, "Acme.Shop", new(OfferTier.Free, OfferModel.OneTime, null, []), Cancel));
        var site = await _client.SiteAsync("Shop", Cancel);

        Assert.Null((await PlanAsync(site, ChangeRequest.Install("Acme.Shop"))).Document.Licenses);
    }

    [Fact]
    public async Task A_batch_leaves_out_the_sites_for_which_a_license_is_missing()
    {
        await SellAsync(OfferTier.Basic, "12");
        var (one, two) = (await _client.SiteAsync("One", Cancel), await _client.SiteAsync("Two", Cancel));

        var plan = Assert.IsType<BatchPlanOutcome.Planned>(await _portal.Get<BatchPlans>().PlanAsync(
            _client.Actor, ChangeRequest.Install("Acme.Shop"), [new(one.Id, 1), new(two.Id, 2)], Cancel)).Plan;

        Assert.Empty(plan.Ready);
        Assert.IsType<StartBatchOutcome.Invalid>(await _portal.Get<Batches>().StartAsync(
            _client.Actor, ChangeRequest.Install("Acme.Shop"), [new(one.Id, 1), new(two.Id, 2)], 0, false, plan.Hash, Cancel));
    }

    [Fact]
    public async Task A_batch_counts_the_sites_before_as_well()
    {
        await SellAsync(OfferTier.Basic, "12");
        await IssueAsync(sites: 1);
        var (one, two) = (await _client.SiteAsync("One", Cancel), await _client.SiteAsync("Two", Cancel));

        var plan = Assert.IsType<BatchPlanOutcome.Planned>(await _portal.Get<BatchPlans>().PlanAsync(
            _client.Actor, ChangeRequest.Install("Acme.Shop"), [new(one.Id, 1), new(two.Id, 2)], Cancel)).Plan;

        Assert.Equal([one.Id], plan.Ready.Select(site => site.SiteId));
        Assert.Equal("Your licenses of Acme.Shop count on 1 site, and with the sites before it as many would have it.", plan.Sites[1].Unlicensed);
    }

    [Fact]
    public async Task A_module_that_is_sold_before_its_operation_begins_needs_a_license_too()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await SellAsync(OfferTier.Basic, "12");

        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

        Assert.Equal(FailureCategory.License, site.Operation(operation).Failure!.Category);
    }

    [Fact]
    public async Task A_program_is_told_the_license_that_is_missing_and_what_it_costs()
    {
        await SellAsync(OfferTier.Basic, "12");
        var site = await _client.SiteAsync("Shop", Cancel);
        using var program = await _portal.ProgramAsync(_client.Actor, _client.Organization, ApiKeyScopes.Read | ApiKeyScopes.Install);

        using var planned = await program.PostAsJsonAsync($"/api/v1/sites/{site.Id}/plans", new { install = new[] { "Acme.Shop" } }, Cancel);
        var plan = await planned.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var license = plan.GetProperty("licenses")[0];
        Assert.Equal(
            ("NotFound", 1200),
            (
                license.GetProperty("verdict").GetString(),
                license.GetProperty("offers")[0].GetProperty("price").GetProperty("minor").GetInt32()));

        using var refused = await program.PostAsJsonAsync(
            $"/api/v1/sites/{site.Id}/operations",
            new { install = new[] { "Acme.Shop" }, plan = plan.GetProperty("hash").GetString() },
            Cancel);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("api.license", (await refused.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString());
    }

    private async Task SellAsync(OfferTier tier, string euros, int? sites = null) =>
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(
            _publisher, "Acme.Shop", new(tier, OfferModel.Monthly, sites, [Currency.Of("EUR").Parse(euros)!.Value]), Cancel));

    private async Task IssueAsync(int? sites) =>
        Assert.IsType<LicenseOutcome.Done>(await _portal.Get<Licenses>().IssueAsync(
            _publisher, "Acme.Shop", new(_client.Organization.Name, OfferTier.Basic, sites, null), Cancel));

    private async Task RevokeAsync() =>
        Assert.IsType<LicenseOutcome.Done>(
            await _portal.Get<Licenses>().RevokeAsync(_publisher, _portal.Database.Read(db => db.Licenses.Single().Id), "Unpaid.", Cancel));

    private async Task<PlanOutcome.Ready> PlanAsync(ClientSite site, ChangeRequest request) =>
        Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, request, Cancel));

    private Task<StartOutcome> StartAsync(ClientSite site, PlanOutcome.Ready plan) =>
        _portal.Get<OperationCommands>().StartAsync(_client.Actor, site.Id, ChangeRequest.Install("Acme.Shop"), plan.Hash, false, Cancel);

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
