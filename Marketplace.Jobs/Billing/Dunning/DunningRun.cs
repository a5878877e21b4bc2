using Hangfire;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Billing.Dunning;

/// <summary>Does what follows from no payment: mails between the retries, and the end after the last of them. What follows from one is done with it.</summary>
public sealed partial class DunningRun(
    IDbContextFactory<MarketplaceDb> databases, DunningMails mails, PeriodPayments payments, TimeProvider clock, ILogger<DunningRun> log)
{
    private const int Page = 200;

    /// <returns>How many were looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (done, left, started) = (0, 0, clock.UtcNow);
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var ids = await db.DunningCases.Where(c => c.DueAt <= started).OrderBy(c => c.DueAt).ThenBy(c => c.PeriodId).Skip(left).Take(Page)
                .Select(c => c.PeriodId).ToListAsync(cancel);
            foreach (var id in ids)
            {
                var advanced = await TryAsync(id, cancel);
                (done, left) = advanced ? (done + 1, left) : (done, left + 1);
            }

            if (ids.Count < Page)
            {
                return done;
            }
        }
    }

    // One that fails keeps no other waiting.
    private async Task<bool> TryAsync(Guid id, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(db => AdvanceAsync(db, id, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error, id);
            return false;
        }
    }

    private async Task<bool> AdvanceAsync(MarketplaceDb db, Guid id, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (await DunningCases.FindAsync(db, id, cancel) is not { State: DunningState.Open } one || one.DueAt > now)
        {
            return false;
        }

        var document = SubscriptionPeriod.DocumentOf(id);
        var period = await db.SubscriptionPeriods.WithTogether().SingleAsync(p => p.Id == id, cancel);
        // A payment that is on its way is waited for, and one whose time has come is made first.
        if (one.IsPausedAt(now) || period.ChargeAt <= now
            || await db.Payments.AnyAsync(p => p.Live == document && (p.State == PaymentState.Processing || p.SavedMethodId != null), cancel))
        {
            return false;
        }

        if (period.ChargeAt is null && one.Times.EndsAt <= now)
        {
            await payments.EndUnpaidAsync(db, period, now, cancel);
        }
        else
        {
            await mails.SendDueAsync(db, one, period.ChargeAt, isTried: false, now, cancel);
            one.Wait(one.Times.Zone, DunningCases.DueOf(one, now));
        }

        await db.SaveChangesAsync(cancel);
        return one.DueAt is null || one.DueAt > now;
    }

    [LoggerMessage(LogLevel.Error, "The dunning of period {Period} could not go on; it is tried again in an hour")]
    private partial void LogFailed(Exception error, Guid period);
}

/// <summary>Sends what is due between retries, and ends what nobody paid. Safe to run twice: a step mails once, by a row.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class DunningJob(DunningRun run)
{
    public Task RunAsync(CancellationToken cancel) => run.RunAsync(cancel);
}
