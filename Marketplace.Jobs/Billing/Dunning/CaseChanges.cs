using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Dunning;

public abstract record DunningOutcome
{
    public sealed record Done(string Text) : DunningOutcome;

    public sealed record NotFound : DunningOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : DunningOutcome;
}

/// <summary>Operators pause what waits for its payment, go on with it, try it at once, or write it off.</summary>
public sealed class CaseChanges(IDbContextFactory<MarketplaceDb> databases, PeriodCharges charges, WriteOffs writeOffs, TimeProvider clock)
{
    public const int MaxPauseDays = 90;

    /// <summary>Nothing is tried or mailed to the end of the day (UTC); what follows is as much later, and so is the end of the license.</summary>
    public Task<DunningOutcome> PauseAsync(Actor actor, Guid periodId, DateOnly until, CancellationToken cancel) => ChangeAsync(
        actor, periodId, "dunning.pause", $"{until:yyyy-MM-dd}", async (db, one, now) =>
        {
            var end = until.AddDays(1).ToDateTime(default, DateTimeKind.Utc);
            if (end <= one.After(now) || end > now.AddDays(MaxPauseDays + 1))
            {
                return new DunningOutcome.Invalid($"Choose a day after the present pause, at most {MaxPauseDays} days from now.");
            }

            one.Pause(end, actor.UserId, now);
            await FollowAsync(db, one, now, cancel);
            return new DunningOutcome.Done("Paused.");
        }, cancel);

    public Task<DunningOutcome> ResumeAsync(Actor actor, Guid periodId, CancellationToken cancel) => ChangeAsync(
        actor, periodId, "dunning.resume", "", async (db, one, now) =>
        {
            if (!one.IsPausedAt(now))
            {
                return new DunningOutcome.Invalid("It is not paused.");
            }

            one.Resume(now);
            await FollowAsync(db, one, now, cancel);
            return new DunningOutcome.Done("Resumed.");
        }, cancel);

    /// <summary>Charges it now, also at night and while it is paused.</summary>
    public async Task<DunningOutcome> RetryAsync(Actor actor, Guid periodId, CancellationToken cancel)
    {
        var outcome = await ChangeAsync(actor, periodId, "dunning.retry", "", async (db, one, now) =>
        {
            var method = await PeriodCharges.MethodAsync(db, one.Period, cancel);
            return method is null ? new DunningOutcome.Invalid("The client has no payment method.")
                : method.Id == one.Period.FailedMethodId && PeriodPayments.IsHard(one.Period.Failure)
                    ? new DunningOutcome.Invalid("The bank has permanently declined this card. The client has to enter another payment method.")
                : new DunningOutcome.Done("");
        }, cancel);
        if (outcome is not DunningOutcome.Done)
        {
            return outcome;
        }

        await charges.RetryAsync(periodId, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.DunningCases.AnyAsync(c => c.PeriodId == periodId && c.State == DunningState.Recovered, cancel)
            ? new DunningOutcome.Done("The payment succeeded.")
            : await db.Payments.AnyAsync(p => p.Live == SubscriptionPeriod.DocumentOf(periodId), cancel)
                ? new DunningOutcome.Done("The payment is on its way.") : new DunningOutcome.Invalid("It failed again.");
    }

    /// <summary>The subscription ends, if it has not; what was not delivered is credited, and the rest is a loss.</summary>
    public Task<DunningOutcome> WriteOffAsync(Actor actor, Guid periodId, string reason, CancellationToken cancel) => ChangeAsync(
        actor, periodId, "dunning.write-off", reason.Trim(), async (db, one, now) =>
        {
            var document = SubscriptionPeriod.DocumentOf(periodId);
            if (reason.Trim().Length is 0 or > InvoiceWriteOff.MaxReason)
            {
                return new DunningOutcome.Invalid($"Say why, in at most {InvoiceWriteOff.MaxReason} characters.");
            }

            if (await db.Payments.AnyAsync(p => p.Live == document && p.Provider != PaymentProviders.Bank, cancel))
            {
                return new DunningOutcome.Invalid("A payment is already in progress. Wait for its result.");
            }

            foreach (var ended in one.Period.Together.Select(each => each.Subscription).Where(each => each.EndedAt is null))
            {
                ended.End(now);
                await db.HappenedAsync(ended, SubscriptionEventKind.Ended, "It was not paid, and written off", actor.UserId, now, cancel);
            }

            one.Period.TryAt(null);
            await writeOffs.WriteOffAsync(db, one.Period, reason.Trim(), actor.UserId, now, cancel);
            one.Close(DunningState.WrittenOff, 0, now);
            return new DunningOutcome.Done("Written off.");
        }, cancel);

    // The days that are left, and the license, move along.
    private static async Task FollowAsync(MarketplaceDb db, DunningCase one, DateTime now, CancellationToken cancel)
    {
        if (one.Period.ChargeAt > now)
        {
            one.Period.TryAt(one.Times.NextRetry(one.After(now)));
        }

        one.Wait(one.Times.Zone, DunningCases.DueOf(one, now));
        await DunningCases.LicenseAsync(db, one, one.Period, now, cancel);
    }

    private async Task<DunningOutcome> ChangeAsync(
        Actor actor, Guid periodId, string action, string text, Func<MarketplaceDb, DunningCase, DateTime, Task<DunningOutcome>> change,
        CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(async db =>
            {
                var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
                if (await db.DunningCases.Include(c => c.Campaign).Include(c => c.Mails).Include(c => c.Period.Followers).ThenInclude(f => f.Subscription)
                    .Include(c => c.Subscription)
                    .FirstOrDefaultAsync(c => c.PeriodId == periodId && operators.Any(), cancel) is not { } one)
                {
                    return new DunningOutcome.NotFound();
                }

                var now = clock.UtcNow;
                var outcome = one.State is DunningState.Open ? await change(db, one, now) : new DunningOutcome.Invalid("It is already settled.");
                if (outcome is DunningOutcome.Done)
                {
                    db.Audit(actor, action, $"subscription/{one.SubscriptionId:N}", text == "" ? one.Subscription.Name : text, now);
                    db.Changed(LiveTopic.Payments, now);
                    db.Changed(LiveTopic.Billing(one.OrganizationId), now);
                    await db.SaveChangesAsync(cancel);
                }

                return outcome;
            }, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new DunningOutcome.Invalid("It was changed at the same time. Review it again.");
        }
    }
}
