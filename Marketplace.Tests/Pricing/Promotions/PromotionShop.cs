using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Pricing.Promotions;

/// <summary>Acme sells a shop at €30.00 a month and a tool for €100.00 once; Globex of Hamburg buys.</summary>
internal sealed class PromotionShop : IDisposable
{
    public PromotionShop()
    {
        Acme = Portal.Database.Publisher();
        Globex = Portal.Database.Client();
        (Seller, Buyer) = (Portal.Database.Member(Acme, MemberRole.Owner), Portal.Database.Member(Globex, MemberRole.Owner));
        Portal.Database.Available(Acme, "Acme.Shop");
        Portal.Database.Available(Acme, "Acme.Tool");
    }

    public PortalHost Portal { get; } = new();
    public Organization Acme { get; }
    public Organization Globex { get; }
    public Actor Seller { get; }
    public Actor Buyer { get; }
    public long Shop { get; private set; }
    public long Tool { get; private set; }

    /// <summary>From a year ago, for a year more.</summary>
    public static PromotionPeriod Now => new(DateTime.UtcNow.AddYears(-1), DateTime.UtcNow.AddYears(1), "UTC");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task OpenAsync()
    {
        await Portal.Get<PricingStart>().EnsureAsync(Cancel);
        Assert.IsType<PartyOutcome.Saved>(await Portal.Get<SellerEntities>().SaveAsync(
            Portal.Database.Staff(StaffRole.Operator),
            new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", false)], "M-", "", ""), Cancel));
        await BillAsync(Globex, Buyer);
        Shop = await OfferAsync("Acme.Shop", new(OfferTier.Basic, OfferModel.Monthly, 1, [new(3000, "EUR")]));
        Tool = await OfferAsync("Acme.Tool", new(OfferTier.Premium, OfferModel.OneTime, 1, [new(10000, "EUR"), new(11000, "USD")]));
    }

    public async Task BillAsync(Organization client, Actor owner, string country = "DE") =>
        Assert.IsType<PartyOutcome.Saved>(await Portal.Get<BillingProfiles>().SaveAsync(
            owner, client.Id, new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", country), BuyerKind.Business, "", "", null, "EUR"),
            Cancel));

    public async Task<long> OfferAsync(string module, OfferTerms terms)
    {
        Assert.IsType<ListingOutcome.Done>(await Portal.Get<Offers>().OfferAsync(Seller, module, terms, Cancel));
        return Portal.Database.Read(db => db.Offers.OrderByDescending(o => o.Id).First().Id);
    }

    public async Task<long> PromoteAsync(PromotionTerms terms) =>
        Assert.IsType<PromotionOutcome.Made>(await Portal.Get<PublisherPromotions>().MakeAsync(Seller, Acme.Id, terms, Cancel)).Id;

    public async Task<string> RefusalAsync(PromotionTerms terms) =>
        Assert.IsType<PromotionOutcome.Invalid>(await Portal.Get<PublisherPromotions>().MakeAsync(Seller, Acme.Id, terms, Cancel)).Problem;

    public Task<QuoteOutcome> AskAsync(string? code = null, string? currency = null, params long[] offers) =>
        Portal.Get<QuoteRequests>().MakeAsync(
            Buyer, new(Globex.Id, [.. (offers.Length == 0 ? [Shop] : offers).Select(offer => new QuoteRequestLine(offer, 1))], currency, code), Cancel);

    public async Task<Quote> QuoteAsync(string? code = null, string? currency = null, params long[] offers) =>
        Assert.IsType<QuoteOutcome.Made>(await AskAsync(code, currency, offers)).Quote;

    public async Task<string> CodeProblemAsync(string code, string? currency = null, params long[] offers) =>
        Assert.IsType<QuoteOutcome.Invalid>(await AskAsync(code, currency, offers)).Problem;

    public void Dispose() => Portal.Dispose();
}
