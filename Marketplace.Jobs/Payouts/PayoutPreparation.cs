using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payouts.Accounts;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Payouts;

public abstract record PrepareOutcome
{
    public sealed record Prepared(long RunId) : PrepareOutcome;

    /// <summary>Nobody can be paid now.</summary>
    public sealed record NothingDue : PrepareOutcome;

    public sealed record NotAllowed : PrepareOutcome;
}

/// <summary>Which payouts are prepared together.</summary>
public readonly record struct RunKey(string Currency, PayoutMethod Method, bool IsTest = false);

/// <summary>Prepares runs: of each publisher that can be paid, all that is available becomes the lines of one payout.</summary>
public sealed class PayoutPreparation(IDbContextFactory<MarketplaceDb> databases, DuePayouts due, IOptions<PayoutOptions> options, TimeProvider clock)
{
    private const int Attempts = 10;

    /// <summary>For operators, what is available to whom and why who is not paid; null for everybody else.</summary>
    public async Task<IReadOnlyList<DuePayout>?> DueAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel) ? await due.ReadAsync(db, null, cancel) : null;
    }

    public Task<PrepareOutcome> PrepareAsync(Actor actor, RunKey key, CancellationToken cancel) => AgainAsync(async db =>
        await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel)
            ? await PrepareAsync(db, actor, key, null, cancel)
            : new PrepareOutcome.NotAllowed(), cancel);

    /// <summary>
    /// Prepares what the timetable says is due this month: each currency once, and once more for each other day on which some publishers are paid.
    /// </summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var (today, month) = (clock.UtcNow.Day, LedgerMonth.Of(clock.UtcNow));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var prepared = await db.PayoutRuns.Where(r => r.Month == month)
            .Select(r => ValueTuple.Create(new RunKey(r.Currency, r.Method, r.IsTest), r.Day ?? 0)).ToListAsync(cancel);
        var payable = (await due.ReadAsync(db, null, cancel)).Where(one => one.Reason is CarryReason.None && one.Day > 0 && one.Day <= today);
        foreach (var (key, day) in payable.Select(one => (KeyOf(one), one.Day)).Distinct().Except(prepared))
        {
            await AgainAsync(async own => await own.PayoutRuns.AnyAsync(
                    r => r.Month == month && r.Day == day && r.Currency == key.Currency && r.Method == key.Method && r.IsTest == key.IsTest, cancel)
                ? new PrepareOutcome.NothingDue()
                : await PrepareAsync(own, null, key, (month, day), cancel), cancel);
        }
    }

    private static RunKey KeyOf(DuePayout one) => new(one.Currency, one.Account!.Method, one.IsTest);

    private async Task<PrepareOutcome> PrepareAsync(MarketplaceDb db, Actor? actor, RunKey key, (int Month, int Day)? plan, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var payable = (await due.ReadAsync(db, key.Currency, cancel))
            .Where(one => one.Reason is CarryReason.None && KeyOf(one) == key && (plan is null || one.Day == plan.Value.Day)).ToList();
        if (payable.Count == 0)
        {
            return new PrepareOutcome.NothingDue();
        }

        var run = new PayoutRun(key, actor?.UserId, plan, now);
        foreach (var one in payable)
        {
            db.Attach(one.Account!);
            run.Payouts.Add(new Payout(run, one.Account!, one.Minor));
        }

        db.Add(run);
        await db.SaveChangesAsync(cancel);
        foreach (var (payout, expected) in run.Payouts.Zip(payable))
        {
            await TakeLinesAsync(db, payout, expected, cancel);
        }

        var minor = checked(run.Payouts.Sum(payout => payout.Minor));
        run.Seal(run.Payouts.Count, minor, options.Value.ApprovalsFor(minor, key.Currency), "");
        run.Seal(run.Count, minor, run.Needed, PayoutHash.OfRun(run, run.Payouts));
        if (actor is { } person)
        {
            db.Audit(person, "payout.prepare", $"payout-run/{run.Id}", $"{run.Count}, {run.Total}", now);
        }

        await db.NotifyStaffAsync(
            StaffRole.Operator, $"payout-run/{run.Id}", $"Payouts of {run.Total} to {run.Count} are prepared and wait for approval.", now, cancel);
        db.Changed(LiveTopic.Payouts, now);
        await db.SaveChangesAsync(cancel);
        return new PrepareOutcome.Prepared(run.Id);
    }

    // A share is taken where nothing has taken it; what another takes at the same moment begins the whole run again.
    private static async Task TakeLinesAsync(MarketplaceDb db, Payout payout, DuePayout expected, CancellationToken cancel)
    {
        var (isTest, publisher, currency) = (payout.Run.IsTest, payout.PublisherId, payout.Currency);
        await db.Shares.Where(s => s.PublisherId == publisher && s.Currency == currency && s.ReleaseId != null && s.PayoutId == null && s.IsTest == isTest)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.PayoutId, payout.Id), cancel);
        var (count, minor, hash) = await PayoutHash.OfLinesAsync(db, payout, cancel);
        if (count != expected.Count || minor != expected.Minor)
        {
            throw new DbUpdateConcurrencyException($"What is available to {expected.Publisher} changed while it was prepared.");
        }

        payout.Seal(count, minor, hash);
    }

    private async Task<PrepareOutcome> AgainAsync(Func<MarketplaceDb, Task<PrepareOutcome>> act, CancellationToken cancel)
    {
        for (var left = Attempts; ; left--)
        {
            try
            {
                return await databases.TransactAsync(act, cancel);
            }
            catch (DbUpdateException error) when (error.IsLostRace && left > 0)
            {
                // Another run, or a release, was first.
            }
        }
    }
}

/// <summary>Prepares the payouts of the month. Safe to run twice: the timetable has one run for a month, currency and method, by the database.</summary>
public sealed class PreparePayoutsJob(PayoutPreparation preparation)
{
    public Task RunAsync(CancellationToken cancel) => preparation.RunAsync(cancel);
}
