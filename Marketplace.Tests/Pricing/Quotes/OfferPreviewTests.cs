using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Pricing.Quotes;

/// <summary>A seller in Germany, registered there and in the One-Stop-Shop. Amounts were worked out by hand.</summary>
public sealed class OfferPreviewTests : IAsyncLifetime
{
    private readonly PortalHost _portal = new PortalHost().With("Pricing:RatesSource", "");
    private readonly Actor _owner;

    public OfferPreviewTests()
    {
        var acme = _portal.Database.Publisher();
        _portal.Database.Available(acme, "Acme.Shop");
        _owner = _portal.Database.Member(acme, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _portal.Get<PricingStart>().EnsureAsync(Cancel);
        _portal.Database.Save(new ExchangeRate(DateOnly.FromDateTime(DateTime.UtcNow), "GBP", 0.8512m));
        Assert.IsType<PartyOutcome.Saved>(await _portal.Get<SellerEntities>().SaveAsync(
            _portal.Database.Staff(StaffRole.Operator),
            new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), [new("DE", "DE136695976", true)], "M-", "", ""), Cancel));
        await OfferAsync(new(OfferTier.Basic, OfferModel.Monthly, 3, [new(2900, "EUR")])
        {
            Details = new()
            {
                Ending = PriceEnding.NinetyNine, SetupFee = [new(9900, "EUR")],
                ExtraSites = new(ScaleKind.Volume, [new(1, [new(800, "EUR")]), new(3, [new(600, "EUR")])]),
            },
        });
        await OfferAsync(new(OfferTier.Custom, OfferModel.OneTime, null, []));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Theory]
    // 29.00 and 20% of France.
    [InlineData("FR", BuyerKind.Consumer, false, "EUR", 1, true, 2900, 580, 9900)]
    // Three further sites, all at 6.00: 29.00 + 18.00 = 47.00, and 21% of Spain = 9.87.
    [InlineData("ES", BuyerKind.Consumer, false, "EUR", 6, true, 4700, 987, 9900)]
    // At home, with a VAT ID too: 19%.
    [InlineData("DE", BuyerKind.Business, true, "EUR", 1, false, 2900, 551, 9900)]
    // Reverse charge.
    [InlineData("FR", BuyerKind.Business, true, "EUR", 1, false, 2900, 0, 9900)]
    // A business without a VAT ID pays what a consumer pays, and is shown the price without.
    [InlineData("FR", BuyerKind.Business, false, "EUR", 1, false, 2900, 580, 9900)]
    // 29.00 × 0.8512 = 24.68, ending .99: 24.99; 99.00 × 0.8512 = 84.27: 83.99 is nearer than 84.99. Outside the Union: no tax.
    [InlineData("GB", BuyerKind.Consumer, false, "GBP", 1, true, 2499, 0, 8399)]
    public async Task A_buyer_sees_price_and_tax_as_a_quote_would_say(
        string country, BuyerKind kind, bool hasVatId, string currency, int sites, bool showsGross, long net, long tax, long setup)
    {
        var preview = (await _portal.Get<OfferPreviews>().ReadAsync(_owner, "Acme.Shop", new(country, kind, hasVatId, currency, sites), Cancel))!;

        Assert.Equal(showsGross, preview.ShowsGross);
        Assert.Equal(currency == "EUR", preview.RateDay is null);
        Assert.Equal([OfferTier.Basic, OfferTier.Custom], preview.Offers.Select(offer => offer.Offer.Tier));
        var lines = preview.Offers[0].Quote!.Lines;
        Assert.Equal((new Money(net, currency), new Money(tax, currency)), (lines[0].Net, lines[0].Tax));
        Assert.Equal(new Money(setup, currency), lines[1].Net);
        Assert.Null(preview.Offers[1].Quote);
    }

    [Fact]
    public async Task Reverse_charge_has_its_sentence_and_a_currency_without_a_rate_no_price()
    {
        var preview = (await _portal.Get<OfferPreviews>().ReadAsync(_owner, "Acme.Shop", new("IT", BuyerKind.Business, true, "KPW", 1), Cancel))!;

        Assert.StartsWith("Reverse charge", Assert.IsType<TaxDecision.ReverseCharge>(preview.Decision).Sentence, StringComparison.Ordinal);
        Assert.All(preview.Offers, offer => Assert.Null(offer.Priced));
    }

    private async Task OfferAsync(OfferTerms terms) =>
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(_owner, "Acme.Shop", terms, Cancel));
}
