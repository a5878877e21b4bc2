using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// What follows from the payment of a period, in the transaction that takes it: the invoice is paid and the licenses last on; or it is tried again on the days
/// of its campaign, while the licenses last; and when all of them have failed the subscription ends, and its licenses with it, by their steps.
/// </summary>
public sealed class PeriodPayments(IDbContextFactory<MarketplaceDb> databases, IUnpaidPeriods unpaid, TimeProvider clock) : IPaymentListener
{
    /// <summary>There is nothing to charge; a code beside those of payments.</summary>
    public const string NoMethod = "no_method";

    /// <summary>
    /// So long after its bill the licenses last unpaid: nobody's site stops because a payment is on its way. Once one has failed, its campaign says how long.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(15);

    private static readonly IReadOnlyList<string> Hard =
    [
        PaymentFailure.Lost, PaymentFailure.Stolen, PaymentFailure.Expired, PaymentFailure.Fraud, PaymentFailure.MethodGone, PaymentFailure.Authentication,
    ];

    public async Task ChangedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (payment is { State: PaymentState.Succeeded, SavesMethod: true })
        {
            await PeriodMethods.RetryAsync(db, db.SubscriptionPeriods.Where(p => p.Subscription.OrganizationId == payment.OrganizationId), now, cancel);
        }

        if (payment.State is not PaymentState.Succeeded || await FindAsync(db, payment, cancel) is not { } period)
        {
            return;
        }

        if (payment.Provider == PaymentProviders.Bank)
        {
            // Its parts were assigned to the invoice as they arrived.
            await (period.PaidAt is null ? SettleAsync(db, period, $"{payment.Amount} by transfer", now, cancel) : Task.CompletedTask);
            return;
        }

        var rest = await db.Invoices.Where(i => i.Id == period.InvoiceId).WithRest().SingleAsync(cancel);
        if (period.PaidAt is not null || rest.Minor <= 0)
        {
            // Nothing is paid twice, nor after it was credited or written off: by this payment it may just have been told again.
            if (!await db.InvoicePayments.AnyAsync(p => p.PaymentId == payment.Id, cancel)
                && db.InvoicePayments.Local.All(p => p.PaymentId != payment.Id))
            {
                await db.SaveChangesAsync(cancel);
                await db.AskToRefundAsync(payment, payment.Amount, period.Document, "Nothing was open any more.", null, now, cancel);
            }

            return;
        }

        await PeriodMethods.PreferAsync(db, period, payment, now, cancel);
        db.Add(new InvoicePayment(rest.Invoice.Id, payment.Id, payment.Minor, now));
        await db.PostAsync(rest.Invoice, "invoice.paid", now, cancel);
        await SettleAsync(db, period, payment.Amount.ToString(), now, cancel);
    }

    public async Task EndedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel)
    {
        if (payment.State is not (PaymentState.Failed or PaymentState.Canceled)
            // A transfer is no longer waited for once it is paid otherwise.
            || payment.Provider == PaymentProviders.Bank || await FindAsync(db, payment, cancel) is not { PaidAt: null } period
            // What a payer began and gave up says nothing of what is to be tried.
            || (payment is { State: PaymentState.Canceled, SavedMethodId: null } && period.Failure is not null))
        {
            return;
        }

        await FailAsync(db, period, payment.Failure ?? PaymentFailure.Declined, payment.SavedMethodId, clock.UtcNow, cancel);
    }

    public Task RefundedAsync(MarketplaceDb db, Refund refund, CancellationToken cancel) => Task.CompletedTask;

    // With a dispute that is lost goes what was paid for by it.
    public async Task DisputedAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel)
    {
        if (dispute.State is not DisputeState.Lost || await FindAsync(db, dispute.Payment, cancel) is not { } period)
        {
            return;
        }

        var (why, now) = ($"The payment of {dispute.Amount} was disputed, and the dispute was lost.", clock.UtcNow);
        foreach (var one in period.Together.Select(one => one.Subscription).Where(one => one.EndedAt is null))
        {
            await db.RevokeLicensesAsync([one.LicenseId], one.OrganizationId, $"subscription/{one.Id:N}", why, now, cancel);
            await EndAsync(db, one, why, now, mails: true, cancel);
        }
    }

    /// <summary>There is nothing left to be paid of a period.</summary>
    /// <param name="wasPaid">Some of it was paid; otherwise all was credited, and nothing lasts longer for it.</param>
    internal Task SettleAsync(Guid periodId, bool wasPaid, CancellationToken cancel) => ChangeAsync(periodId, (db, period) =>
        wasPaid ? SettleAsync(db, period, "by hand", clock.UtcNow, cancel) : ForgiveAsync(db, period, clock.UtcNow, cancel), cancel);

    internal Task FailAsync(Guid periodId, string failure, Guid? methodId, CancellationToken cancel) => ChangeAsync(periodId, (db, period) =>
        FailAsync(db, period, failure, methodId, clock.UtcNow, cancel), cancel);

    /// <summary>Whether another try by the same method would be refused likewise, and make its bank distrust all others.</summary>
    internal static bool IsHard(string? failure) => failure is not null && Hard.Contains(failure);

    private async Task ChangeAsync(Guid periodId, Func<MarketplaceDb, SubscriptionPeriod, Task> change, CancellationToken cancel) =>
        await databases.TransactAsync(async db =>
        {
            if (await Periods(db).FirstOrDefaultAsync(p => p.Id == periodId && p.PaidAt == null, cancel) is { } period)
            {
                await change(db, period);
                await db.SaveChangesAsync(cancel);
            }

            return true;
        }, cancel);

    private async Task SettleAsync(MarketplaceDb db, SubscriptionPeriod period, string by, DateTime now, CancellationToken cancel)
    {
        foreach (var one in period.Together)
        {
            // What of a joint invoice was credited has nothing to last longer for.
            if (await db.IsCreditedAloneAsync(one, cancel))
            {
                await ForgiveAsync(db, one, wasPaid: true, now, cancel);
                continue;
            }

            one.Pay(now);
            await SettledAsync(db, one, wasPaid: true, now, cancel);
            await db.ProlongAsync(one.Subscription, one, now, cancel);
            await db.HappenedAsync(one.Subscription, SubscriptionEventKind.Paid, $"Period {one.Number}, {by}", null, now, cancel);
        }
    }

    private async Task ForgiveAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
    {
        foreach (var one in period.Together)
        {
            await ForgiveAsync(db, one, wasPaid: false, now, cancel);
        }
    }

    /// <param name="wasPaid">What stands on its invoice with it.</param>
    private async Task ForgiveAsync(MarketplaceDb db, SubscriptionPeriod period, bool wasPaid, DateTime now, CancellationToken cancel)
    {
        period.Pay(now);
        await SettledAsync(db, period, wasPaid, now, cancel);
        await db.HappenedAsync(period.Subscription, SubscriptionEventKind.Paid, $"Period {period.Number}, credited", null, now, cancel);
    }

    // Another period may still be open after a long outage.
    private async Task SettledAsync(MarketplaceDb db, SubscriptionPeriod period, bool wasPaid, DateTime now, CancellationToken cancel)
    {
        var (subscription, id) = (period.Subscription, period.Id);
        if (!await db.SubscriptionPeriods.AnyAsync(p => p.SubscriptionId == subscription.Id && p.PaidAt == null && p.Id != id, cancel))
        {
            subscription.Settle();
        }

        // Nearly always nothing has failed, and then no campaign has to be told; it knows the first of those that are charged together.
        if (period is { Attempts: > 0, LeadId: null })
        {
            await unpaid.SettledAsync(db, period, wasPaid, now, cancel);
        }
    }

    private async Task FailAsync(
        MarketplaceDb db, SubscriptionPeriod period, string failure, Guid? methodId, DateTime now, CancellationToken cancel)
    {
        var (first, closes) = (period.Attempts == 0, period.From == period.Until && period.Followers.Count == 0);
        period.Together.ToList().ForEach(one => one.Fail(failure, methodId, null));
        var next = await unpaid.FailedAsync(db, period, now, cancel);
        period.TryAt(next.At);
        foreach (var one in period.Together.Where(one => one.Subscription.EndedAt is null || (closes && first)))
        {
            var subscription = one.Subscription;
            if (!closes)
            {
                subscription.Owe(now);
                if (first)
                {
                    await db.PostAsync(subscription, "subscription.past_due", "", now, cancel);
                }
            }

            await db.HappenedAsync(subscription, SubscriptionEventKind.PaymentFailed, $"Period {one.Number}: {failure}", null, now, cancel);
        }

        if (next.Ends)
        {
            await EndUnpaidAsync(db, period, now, cancel);
        }
    }

    /// <summary>Nothing follows any more: the subscription ends, and what its campaign says comes of that.</summary>
    internal async Task EndUnpaidAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
    {
        foreach (var one in period.Together.Where(one => one.Subscription.EndedAt is null))
        {
            if (await db.IsCreditedAloneAsync(one, cancel))
            {
                // Of this one nothing is unpaid.
                one.Subscription.Settle();
                continue;
            }

            await EndAsync(db, one.Subscription, "It was not paid.", now, mails: false, cancel);
        }

        period.TryAt(null);
        await unpaid.EndedAsync(db, period, now, cancel);
    }

    /// <param name="mails">False where a campaign says what is mailed.</param>
    private static async Task EndAsync(
        MarketplaceDb db, Subscription subscription, string why, DateTime now, bool mails, CancellationToken cancel)
    {
        subscription.End(now);
        await db.HappenedAsync(subscription, SubscriptionEventKind.Ended, why, null, now, cancel);
        await db.NotifyMembersAsync(
            subscription.OrganizationId, $"subscription/{subscription.Id:N}", $"Your subscription of {subscription.Name} has ended: {why}", now, mails, cancel);
    }

    private static async Task<SubscriptionPeriod?> FindAsync(MarketplaceDb db, Payment payment, CancellationToken cancel) =>
        SubscriptionPeriod.IdOf(payment.Document) is { } id ? await Periods(db).FirstOrDefaultAsync(p => p.Id == id, cancel) : null;

    private static IQueryable<SubscriptionPeriod> Periods(MarketplaceDb db) => db.SubscriptionPeriods.Include(p => p.Subscription.License.Module)
        .Include(p => p.Followers).ThenInclude(f => f.Subscription.License.Module);
}
