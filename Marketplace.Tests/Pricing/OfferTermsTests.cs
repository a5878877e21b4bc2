using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Rates;

namespace Marketplace.Tests.Pricing;

public class OfferTermsTests
{
    private static readonly Scale OneStep = new(ScaleKind.Graduated, [new(1, [Euro(50)])]);
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [Euro(2900)]);
    private static readonly OfferTerms Once = Monthly with { Model = OfferModel.OneTime };

    public static TheoryData<OfferTerms, string> Bad => new()
    {
        { Monthly with { Details = new() { Trial = new(0, true) } }, "1 to 365 days" },
        { Once with { Details = new() { Trial = new(14, true) } }, "goes over into a subscription" },
        { Monthly with { Details = new() { UpdateMonths = 12 } }, "brings all updates" },
        { Once with { Details = new() { UpdateMonths = 0 } }, "1 to 120 months" },
        { Monthly with { Details = new() { LeaseMinutes = 4 } }, "leased for 5 minutes to 30 days" },
        { Monthly with { Prices = [] }, "Say the price in EUR" },
        { Monthly with { Details = new() { SetupFee = [new(9900, "USD")] } }, "Say the setup fee in EUR" },
        { Monthly with { Sites = null, Details = new() { ExtraSites = OneStep } }, "Say how many sites are included" },
        { Monthly with { Details = new() { ExtraSites = OneStep with { Steps = [new(2, [Euro(50)])] } } }, "begins with the first" },
        { Monthly with { Details = new() { ExtraSites = OneStep with { Steps = [new(1, [Euro(50)]), new(1, [Euro(40)])] } } }, "ascend" },
        { Monthly with { Model = OfferModel.UsageBased }, "needs a metered quantity" },
        { Monthly with { Model = OfferModel.Freemium }, "has no price" },
        { Monthly with { Model = OfferModel.Freemium, Prices = [] }, "Say what costs something" },
        { Monthly with { Details = new() { Meters = [new("Sent!", "mails", 0, 1, OneStep)] } }, "is no name of a quantity" },
        { Monthly with { Details = new() { Meters = [Mails, Mails] } }, "there twice" },
        { Monthly with { Details = new() { Meters = [Mails with { Included = 2_000_000_000_000 }] } }, "mails are included" },
        { Monthly with { Details = new() { Entitlements = [new("seats", -1)] } }, "at least 0" },
        { Monthly with { Details = new() { Entitlements = [new("Export PDF", null)] } }, "is no name of an entitlement" },
        { new(OfferTier.Free, OfferModel.OneTime, 1, []) { Details = new() { Entitlements = [new("seats", -1)] } }, "at least 0" },
        { Monthly with { Tier = OfferTier.Custom }, "has no price" },
    };

    private static Meter Mails => new("mails.sent", "mails", 100, 1000, OneStep);

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_wrong_with_an_offer_is_named(OfferTerms offer, string problem) =>
        Assert.Contains(problem, offer.Problem("EUR"), StringComparison.Ordinal);

    [Fact]
    public void An_offer_with_everything_is_sound_and_reads_back_as_it_was_written()
    {
        var details = new OfferDetails
        {
            Trial = new(14, true), SetupFee = [Euro(9900)], ExtraSites = OneStep, Meters = [Mails], Entitlements = [new("export.pdf", null), new("seats", 25)],
            Bundle = ["acme.shop"], Ending = PriceEnding.NinetyNine,
        };

        Assert.Null((Monthly with { Details = details }).Problem("EUR"));
        Assert.Equal(details.ToJson(), OfferDetails.Parse(details.ToJson()).ToJson());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100, 0)]
    [InlineData(110, 1)]
    [InlineData(1100, 50)]
    [InlineData(2100, 100)]
    public void A_meter_costs_what_goes_beyond_what_is_included_and_is_rounded_once(long used, long minor)
    {
        var noRates = new RatesOf(new(2026, 11, 30), new Dictionary<string, decimal>());
        var priced = PricedOffer.In(Monthly with { Details = new() { Meters = [Mails] } }, "EUR", "EUR", noRates)!;

        Assert.Equal(minor, Assert.Single(priced.Meters).Of(used));
    }

    private static Money Euro(long minor) => new(minor, "EUR");
}
