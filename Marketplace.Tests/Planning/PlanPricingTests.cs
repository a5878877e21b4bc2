using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Planning;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Planning;

/// <summary>A plan says what the licenses cost that it lacks, as a quote would.</summary>
public sealed class PlanPricingTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private readonly Actor _publisher;

    public PlanPricingTests()
    {
        _client = new Client(_portal);
        _publisher = _portal.Database.Member(
            _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single()), MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_offer_that_costs_least_in_the_first_year_is_taken_unless_another_is_chosen()
    {
        await SellingAsync();
        await OfferAsync("Acme.Shop", OfferModel.Monthly, 1000);
        await OfferAsync("Acme.Shop", OfferModel.Yearly, 9900);
        var plan = await PlanAsync("Shop");

        var price = await ComputeAsync([plan]);
        var line = Assert.Single(price.Lines);
        Assert.Equal((OfferModel.Yearly, 1), (line.Chosen!.Model, line.Sites));
        Assert.Equal((9900L, 1881L, 11_781L), (price.Quote!.Net.Minor, price.Quote.Tax.Minor, price.Quote.DueToday.Minor));
        Assert.Equal([(12, 11_781L)], price.Quote.Later.Select(later => (later.Months, later.Total.Minor)));

        var monthly = await ComputeAsync([plan], line.Offers.Single(offer => offer.Model is OfferModel.Monthly).Id, 77);
        Assert.Equal((1190L, 1), (monthly.Quote!.DueToday.Minor, monthly.Quote.Later[0].Months));
    }

    [Fact]
    public async Task What_a_plan_brings_along_is_counted_too_and_what_is_licensed_is_not()
    {
        await SellingAsync();
        var acme = _portal.Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single());
        _portal.Publish(acme, "Acme.Extra", "1.0.0");
        _portal.Publish(acme, "Acme.Shop", "1.2.0", "Acme.Extra [1.0.0,2.0.0)");
        await OfferAsync("Acme.Shop", OfferModel.OneTime, 10_000);
        await OfferAsync("Acme.Extra", OfferModel.OneTime, 500);
        var plan = await PlanAsync("Shop");

        Assert.Equal(10_500, (await ComputeAsync([plan])).Quote!.Net.Minor);
        Assert.IsType<LicenseOutcome.Done>(
            await _portal.Get<Licenses>().IssueAsync(_publisher, "Acme.Shop", new(_client.Organization.Name, OfferTier.Basic, 1, null), Cancel));
        Assert.Equal(500, (await ComputeAsync([await PlanAsync(_site!)])).Quote!.Net.Minor);
    }

    [Fact]
    public async Task A_batch_costs_what_all_of_its_sites_need_beyond_the_licenses_that_are_there()
    {
        await SellingAsync();
        await OfferAsync("Acme.Shop", OfferModel.OneTime, 10_000);
        Assert.IsType<LicenseOutcome.Done>(
            await _portal.Get<Licenses>().IssueAsync(_publisher, "Acme.Shop", new(_client.Organization.Name, OfferTier.Basic, 1, null), Cancel));

        var price = await ComputeAsync([await PlanAsync("One"), await PlanAsync("Two"), await PlanAsync("Three")]);

        Assert.Equal((2, "Acme.Shop needs licenses for 2 more sites."), (price.Lines[0].Sites, price.Lines[0].Problem));
        Assert.Equal(20_000, price.Quote!.Net.Minor);
    }

    [Fact]
    public async Task Without_billing_details_it_says_so_and_the_prices_are_there_without_tax()
    {
        await OfferAsync("Acme.Shop", OfferModel.Monthly, 1000);

        var price = await ComputeAsync([await PlanAsync("Shop")]);

        Assert.IsType<QuoteOutcome.NeedsBillingDetails>(price.Outcome);
        Assert.Equal(new Money(1000, "EUR"), price.Lines.Single().Chosen!.Price);
    }

    [Fact]
    public async Task What_is_told_on_request_has_no_price_and_a_plan_that_lacks_nothing_costs_nothing()
    {
        await SellingAsync();
        var free = await ComputeAsync([await PlanAsync("Free")]);
        Assert.Equal((0, null), (free.Lines.Count, free.Outcome));
        Assert.IsType<ListingOutcome.Done>(
            await _portal.Get<Offers>().OfferAsync(_publisher, "Acme.Shop", new(OfferTier.Custom, OfferModel.OneTime, null, []), Cancel));

        var price = await ComputeAsync([await PlanAsync("Shop")]);

        Assert.Null(price.Lines.Single().Chosen);
        Assert.Null(price.Outcome);
        Assert.Null(await _portal.Get<PlanPricing>().MakeAsync(_client.Actor, _client.Organization.Id, [await PlanAsync(_site!)], [], Cancel));
    }

    [Fact]
    public async Task The_kept_quote_says_what_the_plan_said()
    {
        await SellingAsync();
        await OfferAsync("Acme.Shop", OfferModel.Yearly, 9900);
        var plan = await PlanAsync("Shop");

        var made = Assert.IsType<QuoteOutcome.Made>(await _portal.Get<PlanPricing>().MakeAsync(_client.Actor, _client.Organization.Id, [plan], [], Cancel));

        Assert.Equal((await ComputeAsync([plan])).Quote!.Total, (await _portal.Get<QuoteQueries>().ReadAsync(made.Id, Cancel))!.Quote.Total);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private ClientSite? _site;

    private Task<PlanPrice> ComputeAsync(PlanDocument[] plans, params long[] chosen) =>
        _portal.Get<PlanPricing>().ComputeAsync(_client.Actor, _client.Organization.Id, plans, chosen, Cancel);

    private async Task<PlanDocument> PlanAsync(string site) => await PlanAsync(_site = await _client.SiteAsync(site, Cancel));

    private async Task<PlanDocument> PlanAsync(ClientSite site) => Assert.IsType<PlanOutcome.Ready>(
        await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, ChangeRequest.Install("Acme.Shop"), Cancel)).Document;

    private async Task OfferAsync(string module, OfferModel model, long minor) => Assert.IsType<ListingOutcome.Done>(
        await _portal.Get<Offers>().OfferAsync(_publisher, module, new(OfferTier.Basic, model, 1, [new(minor, "EUR")]), Cancel));

    private async Task SellingAsync()
    {
        await _portal.Get<PricingStart>().EnsureAsync(Cancel);
        Assert.IsType<PartyOutcome.Saved>(await _portal.Get<SellerEntities>().SaveAsync(
            _portal.Database.Staff(StaffRole.Operator),
            new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)], "M-", "", ""), Cancel));
        var profile = new BillingProfile(_client.Organization.Id);
        profile.Change(
            new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), BuyerKind.Business, "", "", null, "EUR"), null,
            new(VatVerdict.None, null, null, null), _client.Actor.UserId, A.Day);
        _portal.Database.Save(profile);
    }
}
