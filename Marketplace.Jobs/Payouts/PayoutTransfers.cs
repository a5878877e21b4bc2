using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Payments.Stripe;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Payouts;

/// <summary>
/// Asks Stripe for the transfers of payouts that were sent, each once, and follows them: one that Stripe does not make, or that is reversed, is available to
/// its publisher again, as a transfer of the bank that came back.
/// </summary>
public sealed partial class PayoutTransfers(
    IDbContextFactory<MarketplaceDb> databases, StripeConnect stripe, Journals journals, PayoutReturns returns, TimeProvider clock,
    ILogger<PayoutTransfers> log)
{
    private const int Batch = 200, Attempts = 5;
    private const string NoBalance = "Stripe’s balance is too small. It is tried again each hour.";

    /// <summary>Asks for what is due.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var due = await db.PayoutTransfers.Where(t => t.SentAt == null && t.FailedAt == null && t.DueAt <= now).OrderBy(t => t.DueAt).ThenBy(t => t.PayoutId)
            .Select(t => t.PayoutId).Take(Batch).ToListAsync(cancel);
        foreach (var id in due)
        {
            try
            {
                await SendAsync(id, cancel);
            }
            catch (ProviderRefusedException refused)
            {
                LogAway(refused, id);
                await WaitAsync(id, refused.Message, cancel);
            }
            catch (ProviderAwayException away)
            {
                LogAway(away, id);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // One that a person has to look at keeps no other from being made.
                LogNotTaken(error, id);
            }
        }
    }

    /// <summary>Asks how a transfer is.</summary>
    /// <param name="id">By Stripe's id.</param>
    /// <returns>Null if it is of no payout.</returns>
    internal async Task<Payout?> RefreshAsync(string id, EffectSink? told, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var payout = await db.PayoutTransfers.Where(t => t.ProviderId == id).Select(t => (long?)t.PayoutId).FirstOrDefaultAsync(cancel);
        return payout is { } known ? await TakeAsync(known, await stripe.ReadTransferAsync(id, cancel), told, cancel) : null;
    }

    private async Task SendAsync(long payoutId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var transfer = await db.PayoutTransfers.Include(t => t.Payout).ThenInclude(p => p.Account).SingleAsync(t => t.PayoutId == payoutId, cancel);
        if (!transfer.IsOpen || transfer.DueAt > clock.UtcNow)
        {
            return;
        }

        transfer.Claim(clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return;
        }

        var payout = transfer.Payout;
        switch (await stripe.SendAsync(transfer.StripeKey, transfer.Refusals, payout.Account.ConnectId!, payout.Amount, payout.Name, cancel))
        {
            case TransferAnswer.Sent sent: await TakeAsync(payoutId, sent.Transfer, null, cancel); break;
            case TransferAnswer.Refused refused: await FailAsync(payoutId, refused.Reason, cancel); break;
            default: await WaitAsync(payoutId, NoBalance, cancel); break;
        }
    }

    private Task<Payout> TakeAsync(long payoutId, ConnectedTransfer now, EffectSink? told, CancellationToken cancel) =>
        AgainAsync(payoutId, (db, payout) => TakeAsync(db, payout, now, told, cancel), cancel);

    private async Task TakeAsync(MarketplaceDb db, Payout payout, ConnectedTransfer now, EffectSink? told, CancellationToken cancel)
    {
        var transfer = payout.Transfer!;
        if (now.Amount != payout.Amount || (transfer.ProviderId ?? now.Id) != now.Id)
        {
            throw new ProviderMismatchException($"Payout {payout.Name} of {payout.Amount} is {now.Id} of {now.Amount} at Stripe.");
        }

        if (transfer.SentAt is null)
        {
            transfer.Send(now.Id, now.At);
            payout.Pay(clock.UtcNow);
            told?.Invoke(db, payout.Document, nameof(PayoutState.Sent), nameof(PayoutState.Paid));
            await PostAsync(db, payout, now.Id, $"Payout {payout.Name} transferred", now.At, payout.Amount, told, cancel);
            await db.TellAsync(payout, "payout.paid", $"Payout {payout.Name} of {payout.Amount} has arrived in your Stripe account.", clock.UtcNow, cancel);
        }

        if (now.Reversals.Sum(reversal => reversal.Amount.Minor) is var reversed && reversed != transfer.ReversedMinor)
        {
            told?.Invoke(db, payout.Document, null, $"{new Money(reversed, payout.Currency)} reversed");
            foreach (var reversal in now.Reversals)
            {
                await PostAsync(db, payout, reversal.Id, $"Payout {payout.Name} reversed", reversal.At, -reversal.Amount, told, cancel);
                await returns.PostAsync(db, payout, $"payout-return/{payout.Id}/{reversal.Id}", reversal.Amount, cancel);
            }

            transfer.Reverse(reversed);
            await returns.TellReversedAsync(db, payout, new(reversed, payout.Currency), cancel);
        }
    }

    private Task PostAsync(
        MarketplaceDb db, Payout payout, string id, string description, DateTime at, Money amount, EffectSink? told, CancellationToken cancel) =>
        journals.PostAsync(db, [TransferPostings.Of(PaymentProviders.Stripe, id, description, payout.Document, at, amount)], told, cancel);

    private Task<Payout> FailAsync(long payoutId, string reason, CancellationToken cancel) => AgainAsync(payoutId, async (db, payout) =>
    {
        if (payout.Transfer!.IsOpen)
        {
            payout.Transfer.Fail(reason, clock.UtcNow);
            await returns.ReturnAsync(db, payout, $"Stripe refused the transfer. {reason}", null, cancel);
        }
    }, cancel);

    private Task<Payout> WaitAsync(long payoutId, string problem, CancellationToken cancel) => AgainAsync(payoutId, async (db, payout) =>
    {
        var transfer = payout.Transfer!;
        if (transfer.IsOpen)
        {
            transfer.Wait(problem, clock.UtcNow);
            if (transfer.Refusals == 1)
            {
                await db.NotifyStaffAsync(
                    StaffRole.Operator, payout.Document, $"Payout {payout.Name} of {payout.Amount} waits: {problem}", clock.UtcNow, cancel);
            }
        }
    }, cancel);

    private async Task<Payout> AgainAsync(long payoutId, Func<MarketplaceDb, Payout, Task> act, CancellationToken cancel)
    {
        for (var left = Attempts; ; left--)
        {
            try
            {
                return await databases.TransactAsync(async db =>
                {
                    var payout = await db.Payouts.Include(p => p.Run).Include(p => p.Publisher).Include(p => p.Transfer)
                        .SingleAsync(p => p.Id == payoutId, cancel);
                    await act(db, payout);
                    db.Changed(LiveTopic.Payouts, clock.UtcNow);
                    await db.SaveChangesAsync(cancel);
                    return payout;
                }, cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace && left > 0)
            {
                // Another worker took the same answer.
            }
        }
    }

    [LoggerMessage(2021, LogLevel.Warning, "Stripe did not transfer payout {Payout} now; it is asked again.")]
    private partial void LogAway(Exception error, long payout);

    [LoggerMessage(2022, LogLevel.Error, "What Stripe answered for the transfer of payout {Payout} was not taken.")]
    private partial void LogNotTaken(Exception error, long payout);
}

/// <summary>Makes the transfers of payouts. Safe to run twice: each is claimed first, and its key makes it one at Stripe.</summary>
public sealed class SendTransfersJob(PayoutTransfers transfers)
{
    public Task RunAsync(CancellationToken cancel) => transfers.RunAsync(cancel);
}
