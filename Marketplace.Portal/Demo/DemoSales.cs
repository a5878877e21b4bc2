using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>
/// What the demo's clients bought in the past months, at the sandbox, by the marketplace's own acts under a clock of the past: one order that nobody could
/// pay, one purchase that was refunded, one credit that waits for a second operator, one purchase that is disputed, one trial, one transfer that is waited
/// for and two lines of a statement that nobody decided on. What the sandbox holds is reconciled with the books.
/// </summary>
internal sealed class DemoSales(
    IDbContextFactory<MarketplaceDb> databases, DemoPeople people, IConfiguration configuration, IHostEnvironment environment, TimeProvider clock)
{
    private const string Visa = "4242424242424242", Mastercard = "5555555555554444", Declined = "4000000000009995", Disputed = "4000000000000259",
        NoCard = "", Transfer = "transfer";

    private static readonly Sale[] All =
    [
        new(96, "Wide World Importers", "Fabrikam.Signatures", OfferTier.Basic, OfferModel.OneTime, Visa, Sites: 2),
        new(88, "Trey Research", "Northwind.Backup", OfferTier.Premium, OfferModel.OneTime, Mastercard),
        new(80, "Brightwell Books", "Fabrikam.Contracts", OfferTier.Enterprise, OfferModel.Yearly, Visa),
        new(74, "Wide World Importers", "Northwind.EInvoice", OfferTier.Premium, OfferModel.Yearly, Visa),
        new(66, "Keller Photography", "Acme.Payroll", OfferTier.Enterprise, OfferModel.Yearly, Visa),
        new(60, "Keller Photography", "Northwind.Backup", OfferTier.Premium, OfferModel.OneTime, Mastercard),
        new(51, "Trey Research", "Fabrikam.Contracts", OfferTier.Premium, OfferModel.Yearly, Mastercard),
        new(43, "Coho Winery", "Fabrikam.Signatures", OfferTier.Premium, OfferModel.OneTime, Visa),
        new(33, "Wide World Importers", "Northwind.Backup", OfferTier.Premium, OfferModel.OneTime, Mastercard, RefundedAfter: 5),
        new(21, "Wide World Importers", "Adatum.BankFeeds", OfferTier.Premium, OfferModel.Monthly, Declined),
        new(12, "Trey Research", "Litware.PaymentReminders", OfferTier.Basic, OfferModel.Monthly, Mastercard),
        new(9, "Wide World Importers", "Contoso.InvoiceApproval", OfferTier.Premium, OfferModel.Monthly, NoCard),
        new(6, "Keller Photography", "Fabrikam.Signatures", OfferTier.Premium, OfferModel.OneTime, Disputed),
        new(4, "Wide World Importers", "Fabrikam.Contracts", OfferTier.Premium, OfferModel.Yearly, Transfer),
    ];

    /// <summary>Does nothing where something was ordered, and where the sandbox is not on.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Orders.AnyAsync(cancel))
        {
            return;
        }

        var past = new Past(clock.UtcNow);
        // The data folder is relative to the content root: with another one it would be another database.
        var builder = Host.CreateEmptyApplicationBuilder(new()
        {
            EnvironmentName = environment.EnvironmentName, ContentRootPath = environment.ContentRootPath,
        });
        builder.Configuration.AddConfiguration(configuration);
        builder.AddMarketplace();
        builder.Services.AddSingleton<TimeProvider>(past);
        using var then = builder.Build();
        if (!then.Services.GetRequiredService<PaymentProviders>().On.Any(provider => provider.Name == PaymentProviders.Sandbox))
        {
            return;
        }

        foreach (var sale in All)
        {
            past.GoTo(clock.UtcNow.AddDays(-sale.DaysAgo).AddMinutes(-17 * sale.DaysAgo));
            await SellAsync(db, then.Services, past, sale, cancel);
        }

        past.GoTo(clock.UtcNow.AddHours(-3));
        await ProposeAsync(db, then.Services, cancel);
        past.GoTo(clock.UtcNow);
        await ImportAsync(then.Services, cancel);
        past.GoTo(clock.UtcNow);
        await then.Services.GetRequiredService<ReconciliationRun>().RunAsync(cancel);
        // What is so old was read.
        var now = clock.UtcNow;
        await db.Set<Notification>().Where(n => n.At < now.AddDays(-1))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, n => (DateTime?)n.At), cancel);
    }

    private async Task SellAsync(MarketplaceDb db, IServiceProvider then, Past past, Sale sale, CancellationToken cancel)
    {
        var buyer = await people.ActorAsync(DemoPeople.All.Single(person => person.Organization == sale.Client), cancel);
        var offer = await db.Offers.Open()
            .Where(o => o.Module.PackageId == sale.Module && o.Tier == sale.Tier && o.Model == sale.Model).Select(o => o.Id).SingleAsync(cancel);
        var request = new QuoteRequest(await people.OrganizationAsync(sale.Client, cancel), [new(offer, sale.Sites)]);
        var made = (QuoteOutcome.Made)await then.GetRequiredService<QuoteRequests>().MakeAsync(buyer, request, cancel);
        var hash = await db.Quotes.Where(q => q.Id == made.Id).Select(q => q.Hash).SingleAsync(cancel);
        var placed = (OrderOutcome.Placed)await then.GetRequiredService<OrderPlacement>().PlaceAsync(buyer, new(made.Id, hash), cancel);
        if (sale.Card == NoCard)
        {
            return;
        }

        past.GoTo(past.Now.AddMinutes(2));
        if (sale.Card == Transfer)
        {
            await then.GetRequiredService<OrderPayments>().PayAsync(buyer, placed.OrderId, new(PaymentProviders.Bank), cancel);
            return;
        }

        var paying = (PayOutcome.Underway)await then.GetRequiredService<OrderPayments>().PayAsync(buyer, placed.OrderId, new(PaymentProviders.Sandbox), cancel);
        await then.GetRequiredService<SandboxTill>().PayAsync($"sbx_{paying.PaymentId:N}", sale.Card, cancel);
        await then.GetRequiredService<ProviderInbox>().ProcessAsync(cancel);
        if (sale.Card == Declined)
        {
            past.GoTo(past.Now + Order.Lasts);
            await then.GetRequiredService<OrderSweep>().RunAsync(cancel);
        }

        if (sale.RefundedAfter > 0)
        {
            past.GoTo(past.Now.AddDays(sale.RefundedAfter));
            await RefundAsync(db, then, placed.OrderId, cancel);
        }
    }

    private async Task RefundAsync(MarketplaceDb db, IServiceProvider then, Guid order, CancellationToken cancel)
    {
        var invoice = await db.Invoices.SingleAsync(i => i.OrderId == order, cancel);
        var whole = new CreditWish(
            invoice.Id, [.. invoice.Document.Lines.Index().Select(line => new CreditPart(line.Index, line.Item.Net))],
            "The backup did not fit their storage", Revokes: true);
        await then.GetRequiredService<CreditNotes>().IssueAsync(await people.ActorAsync(DemoPeople.Operator, cancel), whole, cancel);
        await then.GetRequiredService<PaymentSweep>().RunAsync(cancel);
    }

    // Half of the largest invoice: its operator wants the other one to look.
    private async Task ProposeAsync(MarketplaceDb db, IServiceProvider then, CancellationToken cancel)
    {
        var by = await people.ActorAsync(DemoPeople.SecondOperator, cancel);
        var invoice = await db.Invoices.Where(i => i.Payments.Any() && !i.Credits.Any()).OrderByDescending(i => i.NetMinor).ThenBy(i => i.Id)
            .FirstAsync(cancel);
        var parts = invoice.Document.Lines.Index().Select(line => new CreditPart(line.Index, line.Item.Net with { Minor = line.Item.Net.Minor / 2 }));
        var half = new CreditWish(invoice.Id, [.. parts], "They closed one of their two shops", Revokes: false);
        var shown = (CreditOutcome.Shown)await then.GetRequiredService<CreditNotes>().PreviewAsync(by, half, cancel);
        _ = (CreditOutcome.Proposed)await then.GetRequiredService<CreditProposals>().ProposeAsync(by, half, shown.Effect.Hash, cancel);
    }

    // One that probably pays the open invoice, and one that nobody can explain.
    private async Task ImportAsync(IServiceProvider then, CancellationToken cancel)
    {
        var (actor, day) = (await people.ActorAsync(DemoPeople.Operator, cancel), DateOnly.FromDateTime(clock.UtcNow).AddDays(-1));
        StatementLine Line(long minor, string name, string iban, string text) => new("", day, day, new(minor, "EUR"), name, iban, "", text, "");
        foreach (var line in (StatementLine[])
        [
            Line(54000, "Wide World Importers GmbH", "DE89370400440532013000", "Contracts, one year"),
            Line(4990, "J. Sommer", "AT611904300234573201", "thank you"),
        ])
        {
            _ = (ImportOutcome.Imported)await then.GetRequiredService<BankImports>().EnterAsync(actor, line, cancel);
        }
    }

    private sealed record Sale(
        int DaysAgo, string Client, string Module, OfferTier Tier, OfferModel Model, string Card, int Sites = 1, int RefundedAfter = 0);

    // It goes forward when it is told.
    private sealed class Past(DateTime now) : TimeProvider
    {
        public DateTime Now { get; private set; } = now;

        public void GoTo(DateTime at) => Now = at;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
