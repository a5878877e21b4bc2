using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Changes;

/// <summary>Owners of a client, and operators, change its subscriptions: shown to the minor unit first, and confirmed by the hash of what was shown.</summary>
public sealed class SubscriptionRevisions(
    IDbContextFactory<MarketplaceDb> databases, ChangeDrafts drafts, CreditIssue credits, RenewalInvoices invoices, RenewalRun renewals,
    PeriodCharges charges, SubscriptionEnding ending, TimeProvider clock)
{
    /// <summary>So long what was shown can be confirmed.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(15);

    /// <summary>What it would come to now; nothing is changed.</summary>
    public async Task<ChangeOutcome> PreviewAsync(Actor actor, Guid id, SubscriptionChange asked, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (draft, refused) = await ComputeAsync(db, actor, id, asked, Instant(clock.UtcNow), cancel);
        return draft is null ? refused! : new ChangeOutcome.Shown(draft.Preview);
    }

    /// <summary>Does what was shown, and charges what is due of it at once.</summary>
    /// <param name="at">For when that was computed.</param>
    /// <param name="hash">Of the preview.</param>
    public async Task<ChangeOutcome> ConfirmAsync(Actor actor, Guid id, SubscriptionChange asked, DateTime at, string hash, CancellationToken cancel)
    {
        if (at > clock.UtcNow || at < clock.UtcNow - Validity)
        {
            return new ChangeOutcome.Stale("This preview has expired. Review it again.");
        }

        try
        {
            // Taxes may be asked of others, so that comes before the transaction.
            await using var before = await databases.CreateDbContextAsync(cancel);
            var (open, refused) = await OpenAsync(before, actor, id, cancel);
            var outcome = open is null ? refused! : await databases.TransactAsync(async db =>
            {
                var (draft, wrong) = await drafts.ComputeAsync(db, actor, id, asked, open, at, cancel);
                return draft is null ? wrong!
                    : draft.Preview.Hash() != hash ? new ChangeOutcome.Stale("The amounts have changed. Review them again.")
                    : await ApplyAsync(db, actor, open, draft, asked, cancel);
            }, cancel);
            if (outcome is ChangeOutcome.Done)
            {
                await FollowAsync(id, asked, cancel);
            }

            return outcome;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return new ChangeOutcome.Stale("The subscription was changed at the same time. Review it again.");
        }
    }

    // Periods are counted in whole seconds.
    private static DateTime Instant(DateTime now) => new(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);

    private async Task<(ChangeDraft? Draft, ChangeOutcome? Refused)> ComputeAsync(
        MarketplaceDb db, Actor actor, Guid id, SubscriptionChange asked, DateTime at, CancellationToken cancel)
    {
        var (open, refused) = await OpenAsync(db, actor, id, cancel);
        return open is null ? (null, refused) : await drafts.ComputeAsync(db, actor, id, asked, open, at, cancel);
    }

    private async Task<(OpenBasket? Open, ChangeOutcome? Refused)> OpenAsync(
        MarketplaceDb db, Actor actor, Guid id, CancellationToken cancel)
    {
        if (await ChangeDrafts.Changeable(db, actor).AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } subscription)
        {
            return (null, new ChangeOutcome.NotFound());
        }

        try
        {
            var (open, problem) = await invoices.OpenAsync(db, subscription.OrganizationId, subscription.Currency, cancel);
            return (open, open is null ? new ChangeOutcome.Invalid(problem!) : null);
        }
        catch (TimeoutException error)
        {
            return (null, new ChangeOutcome.Invalid(error.Message));
        }
    }

    private async Task<ChangeOutcome> ApplyAsync(
        MarketplaceDb db, Actor actor, OpenBasket open, ChangeDraft draft, SubscriptionChange asked, CancellationToken cancel)
    {
        var (subscription, plan, at, now) = (draft.Subscription, draft.Plan, draft.Preview.At, clock.UtcNow);
        var (kind, text) = Words(asked, draft);
        if (draft.Part is { } part)
        {
            await credits.IssueAsync(
                db, draft.Invoice!, left => left(part.Line) < part.Net ? [] : [part],
                kind is SubscriptionEventKind.Canceled ? "Canceled" : $"Changed to {text}", isKept: true, now, cancel);
        }

        if (plan.Bills is { } bills)
        {
            var period = subscription.Replace(draft.Last!, plan.After!, bills.Until, bills.Continues, at);
            await db.SaveChangesAsync(cancel);
            // What was paid for longer has been given back.
            await db.ExpireAsync(subscription.LicenseId, at, now, cancel);
            await db.SaveChangesAsync(cancel);
            var bill = new BilledPeriod(subscription, period, draft.Quote!);
            await db.BilledAsync([bill], await invoices.IssueAsync(db, open, [bill], now, cancel), now, cancel);
        }
        else if (plan.After is { } after)
        {
            subscription.Plan(after);
        }
        else if (plan.EndsLater)
        {
            subscription.Cancel(actor.UserId, text, now);
        }
        else
        {
            subscription.CancelNow(draft.Last, actor.UserId, text, at);
            await db.ExpireAsync(subscription.LicenseId, at, now, cancel);
        }

        if (kind is SubscriptionEventKind.Changed)
        {
            await db.RelicenseAsync(subscription.LicenseId, new(subscription.OfferId, subscription.Tier, subscription.Sites), now, cancel);
        }

        db.Audit(actor, $"subscription.{kind.ToString().ToLowerInvariant()}", $"subscription/{subscription.Id:N}", text == "" ? subscription.Name : text, now);
        await db.HappenedAsync(subscription, kind, text, actor.UserId, now, cancel);
        await db.SaveChangesAsync(cancel);
        return new ChangeOutcome.Done();
    }

    private static (SubscriptionEventKind Kind, string Text) Words(SubscriptionChange asked, ChangeDraft draft) => asked switch
    {
        SubscriptionChange.Terms { AtPeriodEnd: false } => (SubscriptionEventKind.Changed, draft.Preview.Becomes!),
        SubscriptionChange.Terms => (SubscriptionEventKind.ChangePlanned, draft.Preview.Becomes!),
        SubscriptionChange.Pause { Until: var until } => (SubscriptionEventKind.Paused, $"Until {until:yyyy-MM-dd}"),
        SubscriptionChange.Resume => (SubscriptionEventKind.Resumed, ""),
        SubscriptionChange.Cancel { Reason: var reason } => (SubscriptionEventKind.Canceled, reason.Trim()),
        SubscriptionChange.CancelNow { Reason: var reason } => (SubscriptionEventKind.Canceled, reason.Trim()),
        _ => (SubscriptionEventKind.ChangePlanned, $"Billed from {draft.Plan.After!.Shift ?? draft.Subscription.BilledUntil:yyyy-MM-dd} on"),
    };

    // What can be done at once is: nobody waits an hour for what the next run would do.
    private async Task FollowAsync(Guid id, SubscriptionChange asked, CancellationToken cancel)
    {
        switch (asked)
        {
            case SubscriptionChange.Resume:
                await renewals.BillAsync(id, cancel);
                break;
            case SubscriptionChange.CancelNow:
                await ending.EndAsync(id, cancel);
                break;
            case SubscriptionChange.Terms { AtPeriodEnd: false }:
                await charges.ChargeAsync(id, cancel);
                break;
        }
    }
}
