using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>What some of the demo's modules cost, who has a license of them, and who asks for one.</summary>
internal sealed class DemoOffers(
    IDbContextFactory<MarketplaceDb> databases, DemoPeople people, Offers offers, Licenses licenses, LicenseRequests requests, QuoteRequests quotes,
    TimeProvider clock)
{
    private static readonly (string Publisher, string Module, OfferTerms[] Terms)[] All =
    [
        ("Acme Software", "Acme.Payroll",
        [
            Sold(OfferTier.Basic, OfferModel.Monthly, 1, "12.00", "13.00") with { Details = Allows(new Entitlement("employees", 50)) },
            Sold(OfferTier.Premium, OfferModel.Monthly, 3, "29.00", "32.00") with { Details = Grows },
            Sold(OfferTier.Enterprise, OfferModel.Yearly, null, "290.00", "315.00") with
            {
                Details = Allows(new("employees", 5000), new("export.pdf", null), new("sign-on", null)),
            },
        ]),
        ("Contoso", "Contoso.InvoiceApproval", [Sold(OfferTier.Basic, OfferModel.Monthly, 1, "18.00")]),
        ("Northwind Labs", "Northwind.EInvoice",
        [
            Sold(OfferTier.Premium, OfferModel.Monthly, 1, "24.00"), Sold(OfferTier.Premium, OfferModel.Yearly, 1, "240.00") with { Details = ByDocument },
            Sold(OfferTier.Basic, OfferModel.UsageBased, 1, "5.00") with { Details = ByDocument },
        ]),
        ("Northwind Labs", "Northwind.Backup", [new(OfferTier.Free, OfferModel.OneTime, 1, []), Sold(OfferTier.Premium, OfferModel.OneTime, null, "149.00")]),
        ("Litware", "Litware.PaymentReminders", [Sold(OfferTier.Basic, OfferModel.Monthly, 1, "9.00")]),
        ("Fabrikam", "Fabrikam.Contracts",
            [Sold(OfferTier.Enterprise, OfferModel.Yearly, null, "480.00"), new(OfferTier.Custom, OfferModel.OneTime, null, [])]),
        ("Fabrikam", "Fabrikam.Signatures", [Sold(OfferTier.Basic, OfferModel.OneTime, 1, "79.00"), Sold(OfferTier.Premium, OfferModel.OneTime, 5, "199.00")]),
        ("Adatum", "Adatum.BankFeeds", [Sold(OfferTier.Premium, OfferModel.Monthly, 1, "35.00") with { Details = WithSetup }]),
        ("Adatum", "Adatum.Budget", [new(OfferTier.Custom, OfferModel.OneTime, null, [])]),
        ("Tailspin Toys", "Tailspin.Loyalty", [Sold(OfferTier.Basic, OfferModel.OneTime, 1, "59.00")]),
    ];

    private static OfferDetails Allows(params Entitlement[] entitlements) => new() { Entitlements = entitlements };

    private static OfferDetails Grows => new()
    {
        Trial = new(14, NeedsPaymentMethod: true),
        ExtraSites = new(ScaleKind.Graduated, [new(1, [Price("8.00", "EUR"), Price("9.00", "USD")]), new(10, [Price("6.00", "EUR"), Price("7.00", "USD")])]),
        Entitlements = [new("employees", 250), new("export.pdf", null)],
    };

    private static OfferDetails ByDocument => new()
    {
        Meters = [new("documents", "documents", 100, 1, new(ScaleKind.Graduated, [new(1, [Price("0.12", "EUR")]), new(1001, [Price("0.09", "EUR")])]))],
        Ending = PriceEnding.None,
    };

    private static OfferDetails WithSetup => new() { SetupFee = [Price("99.00", "EUR")], Ending = PriceEnding.NinetyNine };

    /// <summary>Does nothing where something is offered.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Offers.AnyAsync(cancel))
        {
            return;
        }

        foreach (var (publisher, module, terms) in All.Concat(DemoOfferKinds.All))
        {
            var owner = await OwnerAsync(publisher, cancel);
            foreach (var term in terms)
            {
                await offers.OfferAsync(owner, module, term, cancel);
            }
        }

        await licenses.IssueAsync(
            await OwnerAsync("Northwind Labs", cancel), "Northwind.EInvoice",
            new("Wide World Importers", OfferTier.Premium, 1, null), cancel);
        await licenses.IssueAsync(await OwnerAsync("Fabrikam", cancel), "Fabrikam.Signatures", new("Wide World Importers", OfferTier.Premium, 5, null), cancel);
        await licenses.IssueAsync(await OwnerAsync("Acme Software", cancel), "Acme.Payroll", new("Trey Research", OfferTier.Enterprise, null, null), cancel);
        await GrantAsync("Brightwell Books", "Acme.Payroll", OfferTier.Basic, cancel);
        await AskAsync("Coho Winery", "Acme.Payroll", OfferTier.Premium, "Three shops; please invoice us by the year if you can.", cancel);
        await AskAsync("Wide World Importers", "Fabrikam.Contracts", OfferTier.Enterprise, "", cancel);
        await QuoteAsync("Wide World Importers", "Acme.Payroll", OfferTier.Premium, sites: 7, cancel);
    }

    // For a year, so that a successor of the offer can be announced.
    private async Task GrantAsync(string client, string module, OfferTier tier, CancellationToken cancel)
    {
        await AskAsync(client, module, tier, "", cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var request = await db.LicenseRequests.Where(r => r.Organization.Name == client && r.AnsweredAt == null)
            .Select(r => new { r.Id, Publisher = r.Module.Publisher.Name }).SingleAsync(cancel);
        await licenses.GrantAsync(await OwnerAsync(request.Publisher, cancel), request.Id, clock.UtcNow.AddYears(1), cancel);
    }

    private async Task QuoteAsync(string client, string module, OfferTier tier, int sites, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var offer = await db.Offers.Open().Where(o => o.Module.PackageId == module && o.Tier == tier).Select(o => o.Id).SingleAsync(cancel);
        await quotes.MakeAsync(await OwnerAsync(client, cancel), new(await people.OrganizationAsync(client, cancel), [new(offer, sites)]), cancel);
    }

    private async Task AskAsync(string client, string module, OfferTier tier, string note, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var offer = await db.Offers.Open().Where(o => o.Module.PackageId == module && o.Tier == tier).Select(o => o.Id).SingleAsync(cancel);
        await requests.AskAsync(await OwnerAsync(client, cancel), await people.OrganizationAsync(client, cancel), offer, note, cancel);
    }

    private static OfferTerms Sold(OfferTier tier, OfferModel model, int? sites, string euros, string? dollars = null) =>
        new(tier, model, sites, dollars is null ? [Price(euros, "EUR")] : [Price(euros, "EUR"), Price(dollars, "USD")]);

    private static Money Price(string amount, string currency) => Currency.Of(currency).Parse(amount)!.Value;

    private Task<Actor> OwnerAsync(string organization, CancellationToken cancel) =>
        people.ActorAsync(DemoPeople.All.Single(p => p.Organization == organization), cancel);
}
