using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments;

/// <summary>Takes what providers say of disputes: the state, its journals, and what follows from it elsewhere, in one transaction.</summary>
public sealed class DisputeBooks(IDbContextFactory<MarketplaceDb> databases, Journals journals, IEnumerable<IPaymentListener> listeners, TimeProvider clock)
{
    private readonly IReadOnlyList<IPaymentListener> _listeners = [.. listeners];

    /// <returns>Null if it is about no payment that is kept here.</returns>
    public async Task<Dispute?> TakeAsync(string provider, ProviderDispute answer, long? requestId, EffectSink? told, CancellationToken cancel)
    {
        for (var left = 10; ; left--)
        {
            try
            {
                return await databases.TransactAsync(db => TakeAsync(db, provider, answer, requestId, told, cancel), cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace && left > 0)
            {
            }
        }
    }

    private async Task<Dispute?> TakeAsync(
        MarketplaceDb db, string provider, ProviderDispute answer, long? requestId, EffectSink? told, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (await FindAsync(db, provider, answer, now, cancel) is not { } dispute)
        {
            return null;
        }

        if (requestId is { } id && await db.ProviderRequests.SingleAsync(r => r.Id == id, cancel) is { AnsweredAt: null } request)
        {
            request.TakeAnswer(answer.Id, now);
        }

        var (isNew, was) = (dispute.Version == 0, Effects.Of(dispute));
        if (dispute.Take(answer, now))
        {
            if (isNew || Effects.Of(dispute) != was)
            {
                told?.Invoke(db, $"dispute/{dispute.Id:N}", isNew ? null : was, Effects.Of(dispute));
            }

            if (PostingsOf(dispute, answer, now) is { Count: > 0 } postings)
            {
                await journals.PostAsync(db, postings, told, cancel);
            }

            if (isNew)
            {
                var text = $"A payment of {dispute.Amount} is disputed. Answer by {dispute.DueBy:yyyy-MM-dd}.";
                await db.NotifyStaffAsync(StaffRole.Operator, $"payment/{dispute.PaymentId:N}", text, now, cancel);
            }

            foreach (var listener in _listeners)
            {
                await listener.DisputedAsync(db, dispute, cancel);
            }

            db.Changed(LiveTopic.Payment(dispute.PaymentId), now);
            db.Changed(LiveTopic.Payments, now);
        }

        await db.SaveChangesAsync(cancel);
        return dispute;
    }

    private static async Task<Dispute?> FindAsync(MarketplaceDb db, string provider, ProviderDispute answer, DateTime now, CancellationToken cancel)
    {
        if (await db.Disputes.Include(d => d.Payment).FirstOrDefaultAsync(d => d.Provider == provider && d.ProviderId == answer.Id, cancel) is { } earlier)
        {
            return earlier;
        }

        if (answer.PaymentId is not { } reference || await db.Payments.At(provider, reference).FirstOrDefaultAsync(cancel) is not { } payment)
        {
            return null;
        }

        var dispute = new Dispute(payment, answer, now);
        db.Add(dispute);
        return dispute;
    }

    // Each of them is posted once, by its source.
    private static List<Posting> PostingsOf(Dispute dispute, ProviderDispute answer, DateTime now)
    {
        var (provider, document, id) = (dispute.Provider, dispute.Payment.Document, $"{dispute.Id:N}");
        var postings = new List<Posting>();
        if (dispute.WithdrawnAt is { } out_)
        {
            postings.Add(DisputePostings.Withdrawn($"dispute/{id}", document, out_, provider, dispute.Amount));
        }

        if (answer.Fee is { Minor: > 0 } fee)
        {
            postings.Add(Postings.ProviderFee($"dispute-fee/{id}", "Fee of a dispute", document, dispute.FoundAt, provider, fee));
        }

        if (dispute.ReinstatedAt is { } back)
        {
            postings.Add(DisputePostings.Reinstated($"dispute-won/{id}", document, back, provider, dispute.Amount));
        }

        if (answer.FeeBack is { Minor: > 0 } feeBack)
        {
            postings.Add(DisputePostings.FeeReturned($"dispute-fee-returned/{id}", document, dispute.EndedAt ?? now, provider, feeBack));
        }

        return postings;
    }
}
