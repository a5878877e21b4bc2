using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

/// <summary>Takes what providers say: the state, its journals, and all that follows from it elsewhere, in one transaction.</summary>
public sealed class PaymentBooks(IDbContextFactory<MarketplaceDb> databases, Journals journals, IEnumerable<IPaymentListener> listeners, TimeProvider clock)
{
    private readonly IReadOnlyList<IPaymentListener> _listeners = [.. listeners];

    /// <param name="requestId">The request that this answers; null where the provider was only asked how it is.</param>
    /// <param name="told">Null where nobody wants to know what changes.</param>
    public Task<Payment> TakeAsync(Guid paymentId, ProviderPayment answer, long? requestId, EffectSink? told, CancellationToken cancel) =>
        AgainAsync(db => TakeAsync(db, paymentId, answer, requestId, told, cancel), cancel);

    /// <summary>The same in the caller's transaction, which is tried again where another was first.</summary>
    internal async Task<Payment> TakeAsync(
        MarketplaceDb db, Guid paymentId, ProviderPayment answer, long? requestId, EffectSink? told, CancellationToken cancel)
    {
        var (payment, now) = (await db.Payments.SingleAsync(p => p.Id == paymentId, cancel), clock.UtcNow);
        await AnswerAsync(db, requestId, answer.Id, now, cancel);
        var (before, was) = (payment.State, Effects.Of(payment));
        if (payment.Take(answer, now))
        {
            if (Effects.Of(payment) is var text && text != was)
            {
                told?.Invoke(db, $"payment/{payment.Id:N}", was, text);
            }

            await FollowAsync(db, payment, before, answer, told, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return payment;
    }

    public Task<Refund> TakeAsync(Guid refundId, ProviderRefund answer, long? requestId, EffectSink? told, CancellationToken cancel) =>
        AgainAsync(db => TakeAsync(db, refundId, answer, requestId, told, cancel), cancel);

    internal async Task<Refund> TakeAsync(
        MarketplaceDb db, Guid refundId, ProviderRefund answer, long? requestId, EffectSink? told, CancellationToken cancel)
    {
        var (refund, now) = (await db.Refunds.Include(r => r.Payment).SingleAsync(r => r.Id == refundId, cancel), clock.UtcNow);
        await AnswerAsync(db, requestId, answer.Id, now, cancel);
        var before = refund.State;
        if (refund.Take(answer, now) && refund.State != before)
        {
            told?.Invoke(db, $"refund/{refund.Id:N}", $"{before}", $"{refund.State}");
            await journals.PostAsync(db, PostingsOf(refund, before), told, cancel);
            if (refund.State is RefundState.Failed)
            {
                await db.Payments.Where(p => p.Id == refund.PaymentId)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.RefundedMinor, p => p.RefundedMinor - refund.Minor), cancel);
            }

            foreach (var listener in _listeners)
            {
                await listener.RefundedAsync(db, refund, cancel);
            }

            db.Changed(LiveTopic.Payment(refund.PaymentId), now);
        }

        await db.SaveChangesAsync(cancel);
        return refund;
    }

    private async Task FollowAsync(
        MarketplaceDb db, Payment payment, PaymentState before, ProviderPayment answer, EffectSink? told, DateTime now, CancellationToken cancel)
    {
        if (payment.State is PaymentState.Succeeded)
        {
            await journals.PostAsync(db, PostingsOf(payment), told, cancel);
            if (answer.Kept is { } kept && payment.State != before)
            {
                await db.KeepMethodAsync(payment, kept, now, cancel);
            }
        }
        else if (!payment.State.IsLive() && answer.State.IsLive())
        {
            // It was given up before it was known.
            await db.AskToCancelAsync(payment, now, cancel);
        }

        foreach (var listener in _listeners)
        {
            await listener.ChangedAsync(db, payment, cancel);
            if (payment.State != before && !payment.State.IsLive())
            {
                await listener.EndedAsync(db, payment, cancel);
            }
        }

        db.Changed(LiveTopic.Payment(payment.Id), now);
    }

    // What a bank brings is posted as it is assigned, for a payment may arrive in parts.
    private static List<Posting> PostingsOf(Payment payment)
    {
        if (payment.Minor == 0 || payment.Provider == PaymentProviders.Bank)
        {
            return [];
        }

        var (at, words) = (payment.EndedAt!.Value, $"Payment by {payment.Method ?? payment.Provider}");
        var postings = new List<Posting> { Postings.Payment($"payment/{payment.Id:N}", words, payment.Document, at, payment.Provider, payment.Amount) };
        if (payment.FeeMinor > 0)
        {
            postings.Add(Postings.ProviderFee(
                $"payment-fee/{payment.Id:N}", $"Fee of {payment.Provider}", payment.Document, at, payment.Provider,
                new(payment.FeeMinor.Value, payment.Currency)));
        }

        return postings;
    }

    // A refund that fails after it had succeeded comes back.
    private static List<Posting> PostingsOf(Refund refund, RefundState before) => refund.State is RefundState.Succeeded
        ? [refund.Payment.Provider == PaymentProviders.Bank
            ? BankPostings.Refunded($"refund/{refund.Id:N}", "Refund", refund.Payment.Document, refund.EndedAt!.Value, refund.Amount)
            : CreditPostings.RefundPaid(
                $"refund/{refund.Id:N}", "Refund", refund.Payment.Document, refund.EndedAt!.Value, refund.Payment.Provider, refund.Amount)]
        : before is RefundState.Succeeded
            ? [CreditPostings.RefundReturned(
                $"refund-returned/{refund.Id:N}", "Refund that failed", refund.Payment.Document, refund.EndedAt!.Value, refund.Payment.Provider, refund.Amount)]
            : [];

    private static async Task AnswerAsync(MarketplaceDb db, long? requestId, string answer, DateTime now, CancellationToken cancel)
    {
        if (requestId is { } id && await db.ProviderRequests.SingleAsync(r => r.Id == id, cancel) is { AnsweredAt: null } request)
        {
            request.TakeAnswer(answer, now);
        }
    }

    // Of two that hear of the same at once, the later one looks again.
    private async Task<T> AgainAsync<T>(Func<MarketplaceDb, Task<T>> act, CancellationToken cancel)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                return await databases.TransactAsync(act, cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace && left > 0)
            {
            }
        }
    }
}
