using Marketplace.Accounts;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Access;

public sealed partial class World
{
    /// <summary>Of Home: a member ordered it and an owner was asked.</summary>
    public Guid AskedOrder { get; private set; }

    /// <summary>Of Home: it waits for payment.</summary>
    public Guid OpenOrder { get; private set; }

    /// <summary>At the sandbox, of an order of Home that is paid.</summary>
    public string Paid { get; private set; } = "";

    /// <summary>By which it was paid, saved by Home.</summary>
    public Guid SavedMethod => Database.Read(db => db.SavedMethods.Single().Id);

    public long PaidInvoice => Database.Read(db => db.Invoices.Single(i => i.Payments.Any(p => p.LineId == null)).Id);

    public string QuoteHash => Database.Read(db => db.Quotes.Single(q => q.Id == Quote).Hash);

    private async Task OrderAsync(CancellationToken cancel)
    {
        var other = Callers["owner of another organization"].Actor;
        AskedOrder = await OrderAsync(Member, await OfferedAsync(other, OfferTier.Premium, cancel), cancel);
        OpenOrder = await OrderAsync(Owner, await OfferedAsync(other, OfferTier.Enterprise, cancel), cancel);
        Assert.Null(await Get<BuyingRules>().SaveAsync(Owner, HomeId, new(100, "EUR"), cancel));
        var paid = await OrderAsync(Owner, await OfferedAsync(other, OfferTier.Basic, cancel), cancel);
        var paying = Assert.IsType<PayOutcome.Underway>(await Get<OrderPayments>().PayAsync(Owner, paid, new(PaymentProviders.Sandbox, Keeps: true), cancel));
        Paid = $"sbx_{paying.PaymentId:N}";
        Assert.IsType<TillOutcome.Done>(await Get<SandboxTill>().PayAsync(Paid, "4242424242424242", cancel));
        await Get<ProviderInbox>().ProcessAsync(cancel);
        Subscribe();
        await FailAsync(cancel);
        await using var db = Database.CreateDbContext();
        await db.Set<Notification>().Where(n => n.Subject.StartsWith("order/") || n.Subject == "licenses").ExecuteDeleteAsync(cancel);
    }

    /// <summary>Of Home: it goes on; others were canceled and are parked.</summary>
    public Guid Subscription => Database.Read(db => db.Subscriptions.Single(s => s.CanceledAt == null && s.ParkedAt == null && s.PastDueSince == null).Id);

    /// <summary>One whose last invoice is open.</summary>
    public Guid OwingSubscription => Database.Read(db => db.Subscriptions.Single(s => s.PastDueSince != null).Id);

    public Guid CanceledSubscription => Database.Read(db => db.Subscriptions.Single(s => s.CanceledAt != null).Id);

    public Guid ParkedSubscription => Database.Read(db => db.Subscriptions.Single(s => s.ParkedAt != null).Id);

    /// <summary>Another billing day than that of <see cref="Subscription"/>.</summary>
    public static SubscriptionChange.BillingDay OtherDay => new((DateTime.UtcNow.Day % 28) + 1);

    /// <summary>What <see cref="OtherDay"/> comes to, as its owner was shown.</summary>
    public ChangePreview Shown => Assert.IsType<ChangeOutcome.Shown>(
        Get<SubscriptionRevisions>().PreviewAsync(Owner, Subscription, OtherDay, CancellationToken.None).GetAwaiter().GetResult()).Preview;

    // Beside the one that was bought.
    private void Subscribe()
    {
        using var db = Database.CreateDbContext();
        var order = db.Orders.Include(o => o.Lines).Include(o => o.Quote).Single(o => o.PaidAt != null);
        var basket = QuoteDocument.ReadBasket(order.Quote.Basket!);
        Subscription canceled = new(order, order.Lines.First(), basket, 0, TimeZoneInfo.Utc, DateTime.UtcNow),
            parked = new(order, order.Lines.First(), basket, 0, TimeZoneInfo.Utc, DateTime.UtcNow),
            owing = new(order, order.Lines.First(), basket, 0, TimeZoneInfo.Utc, DateTime.UtcNow);
        var open = new Invoice(db.Invoices.Single(i => i.OrderId == order.Id).Document with { Number = "M-2001-000001" }, HomeId, null, null, DateTime.UtcNow);
        db.Add(open);
        db.SaveChanges();
        owing.Bill(DateTime.UtcNow).Join(open.Id, 0, open.Total.Minor, null, DateTime.UtcNow);
        owing.Owe(DateTime.UtcNow);
        canceled.Cancel(Owner.UserId, "Too dear.", DateTime.UtcNow);
        parked.Park("It would end before it begins.", DateTime.UtcNow);
        var balance = new ClientBalance(HomeId, "EUR", isTest: true);
        db.AddRange(canceled, parked, owing, balance, balance.Move(open, 500, DateTime.UtcNow));
        db.SaveChanges();
    }

    private async Task<long> OfferedAsync(Actor seller, OfferTier tier, CancellationToken cancel)
    {
        Assert.IsType<ListingOutcome.Done>(await Get<Offers>().OfferAsync(seller, Sold, new(tier, OfferModel.Yearly, 1, [new(500, "EUR")]), cancel));
        return Database.Read(db => db.Offers.OrderByDescending(o => o.Id).First().Id);
    }

    private async Task<Guid> OrderAsync(Actor buyer, long offer, CancellationToken cancel)
    {
        var made = Assert.IsType<QuoteOutcome.Made>(await Get<QuoteRequests>().MakeAsync(buyer, new(HomeId, [new(offer, 1)]), cancel));
        var hash = Database.Read(db => db.Quotes.Single(q => q.Id == made.Id).Hash);
        return Assert.IsType<OrderOutcome.Placed>(await Get<OrderPlacement>().PlaceAsync(buyer, new(made.Id, hash), cancel)).OrderId;
    }
}
