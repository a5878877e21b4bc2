using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Quotes;
using Marketplace.Updates;

namespace Marketplace.Billing.Orders;

/// <summary>Posts to the organization's webhook what becomes of its payments and quotes.</summary>
public sealed class PurchaseEvents(TimeProvider clock) : IPaymentListener, IQuoteListener, ICustomQuoteListener
{
    // With the longest names beside it a post stays within its column, though a letter may take six in JSON.
    private const int MaxReason = 200;

    public Task ChangedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel) => Task.CompletedTask;

    // A payment of nothing keeps a method: nothing was paid.
    public Task EndedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel) => payment.Minor == 0 ? Task.CompletedTask
        : PostAsync(db, payment, payment.State switch
        {
            PaymentState.Succeeded => "payment.succeeded", PaymentState.Failed => "payment.failed", _ => "payment.canceled",
        }, null, cancel);

    public Task RefundedAsync(MarketplaceDb db, Refund refund, CancellationToken cancel) => PostAsync(
        db, refund.Payment, refund.State is RefundState.Succeeded ? "payment.refunded" : "payment.refund_failed",
        new { amount = refund.Minor, Reason = refund.Reason.Clip(MaxReason) }, cancel);

    public Task DisputedAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel) => Task.CompletedTask;

    public Task AnsweredAsync(MarketplaceDb db, KeptQuote quote, QuoteEnding ending, CancellationToken cancel) =>
        PostAsync(db, quote, ending.Kind is QuoteEndingKind.Accepted ? "quote.accepted" : "quote.declined", cancel);

    public Task OfferedAsync(MarketplaceDb db, KeptQuote quote, CancellationToken cancel) => PostAsync(db, quote, "quote.offered", cancel);

    private Task PostAsync(MarketplaceDb db, Payment payment, string type, object? refund, CancellationToken cancel) => db.PostAsync(
        payment.OrganizationId,
        new OrganizationEvent(type, "payment", new
        {
            payment.Id, State = $"{payment.State}", payment.Failure, Order = Order.IdOf(payment.Document), payment.Provider, payment.Method,
            Amount = payment.Minor, payment.Currency, refund,
        }),
        clock.UtcNow, cancel);

    private Task PostAsync(MarketplaceDb db, KeptQuote kept, string type, CancellationToken cancel)
    {
        var quote = QuoteDocument.Read(kept.Document);
        return db.PostAsync(
            kept.OrganizationId,
            new OrganizationEvent(type, "quote", new
            {
                kept.Id, kept.Hash, Net = quote.Net.Minor, Tax = quote.Tax.Minor, DueToday = quote.DueToday.Minor, quote.Currency, kept.ValidUntil,
            }),
            clock.UtcNow, cancel);
    }
}
