using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

public abstract record RunOutcome
{
    public sealed record Done : RunOutcome;

    /// <param name="Problem">What is wrong and what mends it; nothing was done.</param>
    public sealed record Refused(string Problem) : RunOutcome;

    /// <summary>It is no longer what was shown: look again.</summary>
    public sealed record Changed : RunOutcome;

    public sealed record NotFound : RunOutcome;
}

/// <summary>Operators approve and cancel runs, and take payouts out of them. What is approved is what was shown: it is named by its hash.</summary>
public sealed class PayoutDecisions(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<RunOutcome> ApproveAsync(Actor actor, long runId, string hash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await FindAsync(db, actor, runId, cancel) is not { } run)
        {
            return new RunOutcome.NotFound();
        }

        if (!run.IsOpen || run.Hash != hash || !await PayoutHash.HoldsAsync(db, run, cancel))
        {
            return new RunOutcome.Changed();
        }

        var own = db.Organizations.WithMember(actor.UserId);
        var publishers = run.Included.Select(payout => payout.PublisherId).ToList();
        if (await own.Where(o => publishers.Contains(o.Id)).Select(o => o.Name).FirstOrDefaultAsync(cancel) is { } name)
        {
            return new RunOutcome.Refused($"You belong to {name}, which this run pays. Someone else has to approve it.");
        }

        if (run.Approvals.Any(approval => approval.ById == actor.UserId && approval.Hash == hash))
        {
            return new RunOutcome.Refused("You have approved it already. Another person has to approve it, too.");
        }

        db.Add(new PayoutApproval(run.Id, actor.UserId, hash, clock.UtcNow));
        db.Audit(actor, "payout.approve", $"payout-run/{run.Id}", $"{run.Count}, {run.Total}, {hash}", clock.UtcNow);
        return await SaveAsync(db, cancel);
    }

    /// <summary>Nothing of it was sent: its lines wait for the next run.</summary>
    public async Task<RunOutcome> CancelAsync(Actor actor, long runId, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync<RunOutcome>(async db =>
            {
                if (await FindAsync(db, actor, runId, cancel) is not { } run)
                {
                    return new RunOutcome.NotFound();
                }

                if (!run.IsOpen)
                {
                    return new RunOutcome.Changed();
                }

                run.Cancel(actor.UserId, clock.UtcNow);
                db.Audit(actor, "payout.cancel", $"payout-run/{run.Id}", $"{run.Count}, {run.Total}", clock.UtcNow);
                db.Changed(LiveTopic.Payouts, clock.UtcNow);
                await db.SaveChangesAsync(cancel);
                var payouts = run.Payouts.Select(payout => (long?)payout.Id).ToList();
                await db.Shares.Where(s => payouts.Contains(s.PayoutId))
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.PayoutId, (long?)null), cancel);
                return new RunOutcome.Done();
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new RunOutcome.Changed();
        }
    }

    /// <summary>One payout is taken out of a run that was not sent: its lines wait for the next one. Who approved the run before has to do so again.</summary>
    public async Task<RunOutcome> RemoveAsync(Actor actor, long payoutId, string reason, CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= Payout.MaxReason } why)
        {
            return new RunOutcome.Refused($"Say why, in at most {Payout.MaxReason} characters.");
        }

        try
        {
            return await databases.TransactAsync<RunOutcome>(async db =>
            {
                var runId = await db.Payouts.Where(p => p.Id == payoutId).Select(p => p.RunId).FirstOrDefaultAsync(cancel);
                if (await FindAsync(db, actor, runId, cancel) is not { } run)
                {
                    return new RunOutcome.NotFound();
                }

                if (!run.IsOpen || run.Included.FirstOrDefault(p => p.Id == payoutId) is not { } payout)
                {
                    return new RunOutcome.Changed();
                }

                if (run.Count == 1)
                {
                    return new RunOutcome.Refused("It is the only payout of its run. Cancel the run instead.");
                }

                payout.Remove(why, actor.UserId, clock.UtcNow);
                run.Shrink();
                db.Audit(actor, "payout.remove", payout.Document, $"{payout.Amount} of run {run.Id}, now {run.Hash}: {why}", clock.UtcNow);
                db.Changed(LiveTopic.Payouts, clock.UtcNow);
                await db.SaveChangesAsync(cancel);
                await db.Shares.Where(s => s.PayoutId == payoutId).ExecuteUpdateAsync(set => set.SetProperty(s => s.PayoutId, (long?)null), cancel);
                return new RunOutcome.Done();
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new RunOutcome.Changed();
        }
    }

    internal static Task<PayoutRun?> FindAsync(MarketplaceDb db, Actor actor, long runId, CancellationToken cancel)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.PayoutRuns.Include(r => r.Approvals).Include(r => r.Payouts).ThenInclude(p => p.Account).Include(r => r.Payouts)
            .ThenInclude(p => p.Publisher).AsSplitQuery().FirstOrDefaultAsync(r => r.Id == runId && operators.Any(), cancel);
    }

    private async Task<RunOutcome> SaveAsync(MarketplaceDb db, CancellationToken cancel)
    {
        db.Changed(LiveTopic.Payouts, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new RunOutcome.Done();
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new RunOutcome.Changed();
        }
    }
}
