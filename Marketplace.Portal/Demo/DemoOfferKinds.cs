using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Portal.Demo;

/// <summary>Offers of the rarer kinds: by use alone, in volume steps, and in a bundle.</summary>
internal static class DemoOfferKinds
{
    public static readonly (string Publisher, string Module, OfferTerms[] Terms)[] All =
    [
        ("Contoso", "Contoso.InvoiceApproval",
        [
            Euros(OfferTier.Premium, OfferModel.Monthly, 5, "69.00", new()
            {
                Trial = new(30, NeedsPaymentMethod: false),
                ExtraSites = new(ScaleKind.Volume, [Step(1, "12.00"), Step(11, "10.00"), Step(51, "8.00")]),
                Entitlements = [new("approvers", 25), new("rules", 100), new("audit.export", null)],
            }),
        ]),
        ("Acme Software", "Acme.VisitCounter",
        [
            new(OfferTier.Free, OfferModel.OneTime, null, []),
            Euros(OfferTier.Premium, OfferModel.Yearly, null, "36.00", new() { Entitlements = [new("export", null)], EndSteps = new(0, 0, 30, 60) }),
        ]),
        ("Fabrikam", "Fabrikam.Contracts",
            [Euros(OfferTier.Premium, OfferModel.Yearly, 3, "540.00", new() { Bundle = ["Fabrikam.Signatures", "Fabrikam.DocumentArchive"] })]),
        ("Proseware", "Proseware.Chat",
        [
            new(OfferTier.Basic, OfferModel.UsageBased, null, [])
            {
                Details = new()
                {
                    Meters =
                    [
                        new("messages", "messages", 1000, 1000, new(ScaleKind.Graduated, [Step(1, "0.50"), Step(10_001, "0.35"), Step(100_001, "0.20")])),
                    ],
                    Entitlements = [new("agents", 5)],
                },
            },
        ]),
    ];

    private static OfferTerms Euros(OfferTier tier, OfferModel model, int? sites, string price, OfferDetails details) =>
        new(tier, model, sites, [Price(price)]) { Details = details };

    private static Step Step(long from, string each) => new(from, [Price(each)]);

    private static Money Price(string amount) => Currency.Of("EUR").Parse(amount)!.Value;
}
