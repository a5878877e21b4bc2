using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;

namespace Marketplace.Portal.Demo;

/// <summary>
/// What is offered beside the rest of the demo's offers since the two years began. Every amount is set in each currency of the clients: no exchange rates of
/// that time are there to convert by.
/// </summary>
internal sealed class DemoYearOffers(DemoPeople people)
{
    public static readonly DemoOffer Backup = new("Northwind.Backup", OfferTier.Basic, OfferModel.Monthly),
        Signatures = new("Fabrikam.Signatures", OfferTier.Basic, OfferModel.Monthly),
        Loyalty = new("Tailspin.Loyalty", OfferTier.Premium, OfferModel.Monthly),
        Chat = new("Proseware.Chat", OfferTier.Premium, OfferModel.Monthly),
        Reminders = new("Litware.PaymentReminders", OfferTier.Premium, OfferModel.Yearly),
        Payroll = new("Acme.Payroll", OfferTier.Premium, OfferModel.Yearly),
        Budget = new("Adatum.Budget", OfferTier.Basic, OfferModel.Yearly),
        Signing = new("Fabrikam.Signatures", OfferTier.Basic, OfferModel.OneTime);

    /// <summary>What is tried first. A card tries a module once, so these are sold to few.</summary>
    public static readonly DemoOffer[] Tried =
    [
        new("Acme.Payroll", OfferTier.Enterprise, OfferModel.Monthly), new("Northwind.EInvoice", OfferTier.Enterprise, OfferModel.Monthly),
        new("Litware.PaymentReminders", OfferTier.Enterprise, OfferModel.Monthly), new("Contoso.InvoiceApproval", OfferTier.Enterprise, OfferModel.Monthly),
        new("Proseware.Chat", OfferTier.Enterprise, OfferModel.Monthly),
    ];

    private static readonly (string Publisher, DemoOffer Offer, int Euros)[] All =
    [
        ("Northwind Labs", Backup, 39), ("Northwind Labs", Backup with { Tier = OfferTier.Enterprise }, 119),
        ("Fabrikam", Signatures, 29), ("Fabrikam", Signatures with { Tier = OfferTier.Premium }, 79),
        ("Tailspin Toys", Loyalty, 55), ("Tailspin Toys", Loyalty with { Tier = OfferTier.Enterprise }, 140),
        ("Proseware", Chat, 45), ("Litware", Reminders, 480), ("Acme Software", Payroll, 640), ("Adatum", Budget, 720),
        ("Adatum", Budget with { Tier = OfferTier.Premium }, 1320),
        ("Acme Software", Tried[0], 75), ("Northwind Labs", Tried[1], 59), ("Litware", Tried[2], 65), ("Contoso", Tried[3], 99), ("Proseware", Tried[4], 115),
    ];

    // Northwind's price rose in the second year; Fabrikam lowered its own for some months of the first.
    private const int DearerBackup = 46;
    private static readonly (string Currency, decimal PerEuro)[] Rates = [("EUR", 1), ("USD", 1.1m), ("GBP", .86m), ("CHF", .95m), ("SEK", 11)];

    /// <param name="start">When the two years began.</param>
    public IEnumerable<DemoStep> Steps(DemoPast past, DateTime start)
    {
        yield return new(start.AddMinutes(1), async cancel =>
        {
            foreach (var (publisher, offer, euros) in All)
            {
                await OfferAsync(past, publisher, offer, euros, cancel);
            }
        });
        yield return new(start.AddMonths(9).AddHours(1), cancel => PromoteAsync(past, cancel));
        yield return new(start.AddMonths(15).AddHours(1), cancel => OfferAsync(past, "Northwind Labs", Backup, DearerBackup, cancel));
    }

    private async Task OfferAsync(DemoPast past, string publisher, DemoOffer offer, int euros, CancellationToken cancel) =>
        _ = (ListingOutcome.Done)await past.Get<Offers>().OfferAsync(
            await OwnerAsync(publisher, cancel), offer.Module, new(offer.Tier, offer.Model, 1, In(euros)) { Details = DetailsOf(offer) }, cancel);

    private async Task PromoteAsync(DemoPast past, CancellationToken cancel) =>
        _ = (PromotionOutcome.Made)await past.Get<PublisherPromotions>().MakeAsync(
            await OwnerAsync("Fabrikam", cancel), await people.OrganizationAsync("Fabrikam", cancel), new(
                "Signatures for less",
                new(new PercentOff(25), new() { Modules = ["fabrikam.signatures"], Models = [OfferModel.Monthly] }, Periods: 3),
                new(past.Now.Date, past.Now.Date.AddMonths(4), "Europe/Berlin")), cancel);

    private static OfferDetails DetailsOf(DemoOffer offer) =>
        Tried.Contains(offer) ? new() { Trial = new(14, NeedsPaymentMethod: true) }
        : offer == Chat ? new() { Meters = [new("messages", "messages", 2000, 1000, new(ScaleKind.Graduated, [new(1, In(2))]))] }
        : OfferDetails.None;

    private static IReadOnlyList<Money> In(int euros) =>
        [.. Rates.Select(rate => new Money((long)Math.Round(euros * rate.PerEuro) * 100, rate.Currency))];

    private Task<Actor> OwnerAsync(string publisher, CancellationToken cancel) =>
        people.ActorAsync(DemoPeople.All.Single(person => person.Organization == publisher), cancel);
}
