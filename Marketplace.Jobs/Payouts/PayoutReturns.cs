using Marketplace.Accounts;
using Marketplace.Billing.Transfers;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

/// <summary>
/// What becomes of payouts that were sent: the statement shows that they left, or came back; a person says so where it does not. What came back is available
/// again, and waits for the next run.
/// </summary>
public sealed class PayoutReturns(IDbContextFactory<MarketplaceDb> databases, Journals journals, TimeProvider clock) : IBankListener
{
    public async Task LeftAsync(MarketplaceDb db, OutgoingTransfer transfer, CancellationToken cancel)
    {
        if (Payout.IdOfOutgoing(transfer.Id) is not { } id
            || await db.Payouts.Include(p => p.Run).FirstOrDefaultAsync(p => p.Id == id, cancel) is not { PaidAt: null, ReturnedAt: null } payout)
        {
            return;
        }

        payout.Pay(clock.UtcNow);
        await db.TellAsync(payout, "payout.paid", $"Payout {payout.Name} of {payout.Amount} has left the marketplace’s account.", clock.UtcNow, cancel);
        db.Changed(LiveTopic.Payouts, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
    }

    public async Task<bool> ArrivedAsync(MarketplaceDb db, BankLine line, CancellationToken cancel)
    {
        var said = RfReference.Normalize($"{line.Reference} {line.Text}");
        var candidates = await db.Payouts.Include(p => p.Run).Include(p => p.Publisher)
            .Where(p => p.PaidAt != null && p.ReturnLineId == null && p.Minor == line.Minor && p.Currency == line.Currency && !p.Run.IsTest
                && p.Transfer == null)
            .OrderByDescending(p => p.Id).Take(200).ToListAsync(cancel);
        if (candidates.Find(payout => said.Contains(payout.Reference, StringComparison.Ordinal)) is not { } payout)
        {
            return false;
        }

        var reason = line.Text is "" ? "Returned by the bank" : line.Text;
        line.Spend(line.Minor);
        line.Decide(BankLineState.Booked, $"Payout {payout.Name} returned", null, clock.UtcNow);
        if (payout.ReturnedAt is null)
        {
            await ReturnAsync(db, payout, reason, line.Id, cancel);
        }
        else
        {
            payout.Return(payout.ReturnReason!, line.Id, clock.UtcNow);
        }

        return true;
    }

    /// <summary>An operator says that it came back, or never left; the line of a statement that says the same later is not counted again.</summary>
    public async Task<RunOutcome> ReturnAsync(Actor actor, long payoutId, string reason, CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= Payout.MaxReason } why)
        {
            return new RunOutcome.Refused($"Say why, in at most {Payout.MaxReason} characters. The publisher reads it.");
        }

        try
        {
            return await databases.TransactAsync<RunOutcome>(async db =>
            {
                var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
                var payout = await db.Payouts.Include(p => p.Run).Include(p => p.Publisher).Include(p => p.Transfer)
                    .FirstOrDefaultAsync(p => p.Id == payoutId && operators.Any(), cancel);
                if (payout is null)
                {
                    return new RunOutcome.NotFound();
                }

                if (payout.Run.IsTest)
                {
                    return new RunOutcome.Refused("This is a sandbox payout: no money moved, so none can be returned.");
                }

                if (payout.Run.SentAt is null || payout.RemovedAt is not null || payout.ReturnedAt is not null)
                {
                    return new RunOutcome.Changed();
                }

                if (payout.Transfer is { MayStop: false })
                {
                    return new RunOutcome.Refused("Reverse the transfer in Stripe’s dashboard. The payout is returned as soon as Stripe says so.");
                }

                payout.Transfer?.Fail(why, clock.UtcNow);
                // What has not left the account is not sent any more.
                await db.OutgoingTransfers.Where(t => t.Id == payout.Outgoing && t.SentAt == null).ExecuteDeleteAsync(cancel);
                await ReturnAsync(db, payout, why, null, cancel);
                db.Audit(actor, "payout.return", payout.Document, $"{payout.Amount}: {why}", clock.UtcNow);
                await db.SaveChangesAsync(cancel);
                return new RunOutcome.Done();
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new RunOutcome.Changed();
        }
    }

    /// <summary>Once, in the caller's transaction: by the source of its journal.</summary>
    internal async Task ReturnAsync(MarketplaceDb db, Payout payout, string reason, long? lineId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        payout.Return(reason, lineId, now);
        await PostAsync(db, payout, $"payout-return/{payout.Id}", payout.Amount, cancel);
        await TellAsync(db, payout, cancel);
        db.Changed(LiveTopic.Payouts, now);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What Stripe took back is available again, as posted; of the whole it is a payout that came back.</summary>
    internal async Task TellReversedAsync(MarketplaceDb db, Payout payout, Money reversed, CancellationToken cancel)
    {
        if (reversed == payout.Amount)
        {
            payout.Return("The transfer was reversed at Stripe", null, clock.UtcNow);
            await TellAsync(db, payout, cancel);
            return;
        }

        var text = $"{reversed} of payout {payout.Name} went back from your Stripe account to the marketplace. The amount is available again.";
        await db.NotifyOwnersAsync(payout.PublisherId, payout.Document, text, clock.UtcNow, cancel);
    }

    internal Task PostAsync(MarketplaceDb db, Payout payout, string source, Money amount, CancellationToken cancel) => journals.PostAsync(
        db,
        Postings.PayoutReturned(
            source, $"Payout {payout.Name} to {payout.Publisher.Name} returned", payout.Document, clock.UtcNow, PayoutSending.From(payout), payout.PublisherId,
            amount),
        cancel);

    private Task TellAsync(MarketplaceDb db, Payout payout, CancellationToken cancel) => db.TellAsync(
        payout, "payout.returned",
        $"Payout {payout.Name} of {payout.Amount} was returned: {payout.ReturnReason}. Check the payout account; the amount is available again.",
        clock.UtcNow, cancel);
}
