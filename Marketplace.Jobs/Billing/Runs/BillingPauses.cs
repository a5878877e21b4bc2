using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Runs;

public abstract record PauseOutcome
{
    public sealed record Done : PauseOutcome;

    /// <summary>The actor is no operator.</summary>
    public sealed record NotFound : PauseOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : PauseOutcome;
}

/// <summary>Operators pause automatic billing, as while something is looked into, and resume it. Clients can still pay manually.</summary>
public sealed class BillingPauses(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Runs stop within a second of it; billing resumes after so many hours at the latest. Asked again, it lasts longer.</summary>
    public async Task<PauseOutcome> PauseAsync(Actor actor, int hours, string reason, CancellationToken cancel)
    {
        var why = reason.Trim();
        if (hours is < 1 or > BillingPause.MaxHours || why.Length is 0 or > BillingPause.MaxReason)
        {
            return new PauseOutcome.Invalid(
                $"Choose 1 to {BillingPause.MaxHours} hours, and say why in at most {BillingPause.MaxReason} characters.");
        }

        var now = clock.UtcNow;
        try
        {
            return await ChangeAsync(actor, "billing.pause", $"{CountOf(hours)}: {why}", async db =>
            {
                var (begun, until) = (await db.PausesAt(now).Select(p => (DateTime?)p.At).FirstOrDefaultAsync(cancel) ?? now, now.AddHours(hours));
                if (until > begun.AddHours(BillingPause.MaxHours))
                {
                    return new PauseOutcome.Invalid($"Billing can stay paused for {BillingPause.MaxHours} hours at most. Resume it first.");
                }

                await db.Set<BillingPause>().ExecuteDeleteAsync(cancel);
                db.Add(new BillingPause(why, actor.UserId, begun, until));
                return new PauseOutcome.Done();
            }, now, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new PauseOutcome.Invalid("Another operator paused billing at the same moment.");
        }
    }

    /// <summary>What waited is done at once.</summary>
    public Task<PauseOutcome> ResumeAsync(Actor actor, CancellationToken cancel) => ChangeAsync(actor, "billing.resume", "", async db =>
    {
        if (await db.PausesAt(clock.UtcNow).ExecuteDeleteAsync(cancel) == 0)
        {
            return new PauseOutcome.Invalid("Billing is not paused.");
        }

        db.Wake(Work.Renewals, clock.UtcNow);
        return new PauseOutcome.Done();
    }, clock.UtcNow, cancel);

    private async Task<PauseOutcome> ChangeAsync(
        Actor actor, string action, string text, Func<MarketplaceDb, Task<PauseOutcome>> change, DateTime now, CancellationToken cancel) =>
        await databases.TransactAsync(async db =>
        {
            if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
            {
                return new PauseOutcome.NotFound();
            }

            var outcome = await change(db);
            if (outcome is PauseOutcome.Done)
            {
                db.Audit(actor, action, "billing", text, now);
                db.Changed(LiveTopic.BillingRuns, now);
                await db.SaveChangesAsync(cancel);
            }

            return outcome;
        }, cancel);

    private static string CountOf(int hours) => hours == 1 ? "1 hour" : $"{hours} hours";
}
