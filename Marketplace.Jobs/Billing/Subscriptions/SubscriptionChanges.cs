using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Succession;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

public abstract record SubscriptionOutcome
{
    public sealed record Done : SubscriptionOutcome;

    public sealed record NotFound : SubscriptionOutcome;

    public sealed record Invalid(string Problem) : SubscriptionOutcome;
}

/// <summary>Owners of a client cancel and reactivate its subscriptions and choose how they are paid; operators let go on what was parked.</summary>
public sealed class SubscriptionChanges(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>It goes on to the end of what was billed, and is not renewed.</summary>
    public Task<SubscriptionOutcome> CancelAsync(Actor actor, Guid id, string reason, CancellationToken cancel) => ChangeAsync(
        actor, db => db.Subscriptions.ManagedBy(actor), id, SubscriptionEventKind.Canceled, reason.Trim(),
        subscription => reason.Trim().Length > Subscription.MaxReason ? $"Give a reason of at most {Subscription.MaxReason} characters."
            : subscription.CanceledAt is not null ? "It is canceled already." : null,
        (_, subscription) => Task.FromResult<Action?>(() => subscription.Cancel(actor.UserId, reason.Trim(), clock.UtcNow)), cancel);

    /// <summary>It is renewed again, as if nobody had canceled it.</summary>
    public Task<SubscriptionOutcome> ReactivateAsync(Actor actor, Guid id, CancellationToken cancel) => ChangeAsync(
        actor, db => db.Subscriptions.ManagedBy(actor), id, SubscriptionEventKind.Reactivated, "",
        subscription => subscription.CanceledAt is null ? "It is not canceled." : null,
        async (db, subscription) =>
        {
            var (organization, next, now) = (subscription.OrganizationId, subscription.Terms.Successor?.Offers ?? [], clock.UtcNow);
            var left = next.Count == 0 ? [] : await db.Set<SuccessionMove>().Where(m => m.OrganizationId == organization && m.DeclinedAt != null
                && next.Contains(m.Succession.SuccessorId) && m.Succession.From > now).ToListAsync(cancel);
            return () =>
            {
                subscription.Reactivate();
                // What it goes on to was announced, and left for this end.
                left.ForEach(move => move.Rejoin());
            };
        }, cancel);

    /// <param name="methodId">Null for what the organization pays by where nobody chose.</param>
    public Task<SubscriptionOutcome> ChooseMethodAsync(Actor actor, Guid id, Guid? methodId, CancellationToken cancel) => ChangeAsync(
        actor, db => db.Subscriptions.OwnedBy(actor), id, SubscriptionEventKind.MethodChosen, "", _ => null,
        async (db, subscription) =>
        {
            if (methodId is not null && !await db.MethodsOf(subscription.OrganizationId).AnyAsync(m => m.Id == methodId, cancel))
            {
                return null;
            }

            await PeriodMethods.RetryAsync(db, db.SubscriptionPeriods.PaidFor(id), clock.UtcNow, cancel);
            return () => subscription.Choose(methodId);
        }, cancel);

    /// <summary>An operator has looked: it is billed again from its next run on.</summary>
    public Task<SubscriptionOutcome> ReleaseAsync(Actor actor, Guid id, CancellationToken cancel) => ChangeAsync(
        actor, db => Parked(db, actor), id, SubscriptionEventKind.Released, "",
        subscription => subscription.ParkedAt is null ? "It is not parked." : null,
        (_, subscription) => Task.FromResult<Action?>(subscription.Release), cancel);

    private static IQueryable<Subscription> Parked(MarketplaceDb db, Actor actor)
    {
        var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
        return db.Subscriptions.Where(_ => operators.Any());
    }

    private async Task<SubscriptionOutcome> ChangeAsync(
        Actor actor, Func<MarketplaceDb, IQueryable<Subscription>> own, Guid id, SubscriptionEventKind kind, string text, Func<Subscription, string?> problem,
        Func<MarketplaceDb, Subscription, Task<Action?>> change, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync<SubscriptionOutcome>(async db =>
            {
                if (await own(db).FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } subscription)
                {
                    return new SubscriptionOutcome.NotFound();
                }

                if ((subscription.EndedAt is not null ? "It has ended. Buy it again." : problem(subscription)) is { } wrong)
                {
                    return new SubscriptionOutcome.Invalid(wrong);
                }

                if (await change(db, subscription) is not { } act)
                {
                    return new SubscriptionOutcome.NotFound();
                }

                act();
                var now = clock.UtcNow;
                db.Audit(actor, $"subscription.{kind.ToString().ToLowerInvariant()}", $"subscription/{id:N}", text == "" ? subscription.Name : text, now);
                await db.HappenedAsync(subscription, kind, text, actor.UserId, now, cancel);
                await db.SaveChangesAsync(cancel);
                return new SubscriptionOutcome.Done();
            }, cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new SubscriptionOutcome.Invalid("It was changed at the same time. Review it again.");
        }
    }
}
