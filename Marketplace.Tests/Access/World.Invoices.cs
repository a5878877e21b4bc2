using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Notifications;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>Of Home, not paid.</summary>
    public const string Invoice = "M-2026-000099";

    public long InvoiceId { get; private set; }

    /// <summary>Of Home, and over.</summary>
    public Guid Order { get; private set; }

    public CreditWish Credit => new(InvoiceId, [new(0, new(100, "EUR"))], "It did not work.", Revokes: false);

    /// <summary>Of <see cref="Credit"/>, as the operator is shown it.</summary>
    public string CreditHash => HashOf(Callers["operator"].Actor, Credit, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>By another operator.</summary>
    public CreditProposal Proposal => Database.Read(db => db.CreditProposals.Single(p => p.ById != Callers["operator"].Actor.UserId));

    /// <summary>By the operator.</summary>
    public long OwnProposal => Database.Read(db => db.CreditProposals.Single(p => p.ById == Callers["operator"].Actor.UserId).Id);

    private async Task BillAsync(CancellationToken cancel)
    {
        var made = Assert.IsType<QuoteOutcome.Made>(await Get<QuoteRequests>().MakeAsync(Owner, new(HomeId, [new(Database.Read(OfferSold), 1)]), cancel));
        await using var db = Database.CreateDbContext();
        var quote = db.Quotes.Single(q => q.Id == made.Id);
        var order = new Order(quote, QuoteDocument.Read(quote.Document), Owner.UserId, needsApproval: false, null, A.Day);
        order.Finish(OrderEnd.Canceled, null, A.Day);
        var bill = Bills.Of(Bills.German, "EUR", 10000);
        var invoice = new Invoice(
            bill with { Number = Invoice, Lines = [bill.Lines[0] with { PublisherId = OtherId, ModuleId = ModuleId, From = null, To = null }] },
                HomeId, null, null, A.Day);
        db.AddRange(order, invoice);
        await db.SaveChangesAsync(cancel);
        (InvoiceId, Order) = (invoice.Id, order.Id);
        var operators = new[] { Signed(Database.Staff(StaffRole.Operator)), Callers["operator"].Actor };
        foreach (var (by, id) in operators.Zip([PaidInvoice, db.Invoices.Single(i => i.Number == "M-2001-000001").Id]))
        {
            var asked = Credit with { InvoiceId = id };
            Assert.IsType<CreditOutcome.Proposed>(await Get<CreditProposals>().ProposeAsync(by, asked, await HashOf(by, asked, cancel), cancel));
        }

        await db.Set<Notification>().Where(n => n.Subject.StartsWith("credit-proposal/")).ExecuteDeleteAsync(cancel);
    }

    private async Task<string> HashOf(Actor by, CreditWish asked, CancellationToken cancel) =>
        Assert.IsType<CreditOutcome.Shown>(await Get<CreditNotes>().PreviewAsync(by, asked, cancel)).Effect.Hash;

    private static long OfferSold(Marketplace.Data.MarketplaceDb db) =>
        db.Set<Marketplace.Pricing.Offer>().Where(o => o.Module.PackageId == Sold && o.Tier == Marketplace.Pricing.OfferTier.Basic).Select(o => o.Id).First();
}
