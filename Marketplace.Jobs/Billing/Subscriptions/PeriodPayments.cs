using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// What follows from the payment of a period, in the transaction that takes it: the invoice is paid and the licenses last on; or it is tried again on the days
/// that are written here, while the licenses last; and when all of them have failed the subscription ends, and its licenses with it, by their steps.
/// </summary>
public sealed class PeriodPayments(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : IPaymentListener
{
    /// <summary>There is nothing to charge; a code beside those of payments.</summary>
    public const string NoMethod = "no_method";

    /// <summary>On which days after its bill a payment that failed is tried again.</summary>
    public static readonly IReadOnlyList<int> RetryDays = [1, 3, 5, 7, 14];

    /// <summary>So long after its bill the licenses last unpaid: nobody's site stops because a payment is on its way or tried again.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromDays(RetryDays[^1] + 1);

    private static readonly IReadOnlyList<string> Hard =
    [
        PaymentFailure.Lost, PaymentFailure.Stolen, PaymentFailure.Expired, PaymentFailure.Fraud, PaymentFailure.MethodGone, PaymentFailure.Authentication,
    ];

    public async Task ChangedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (payment is { State: PaymentState.Succeeded, SavesMethod: true })
        {
            // With another card there is no reason to wait for the day of the next retry.
            await db.SubscriptionPeriods
                .Where(p => p.PaidAt == null && p.Failure != null && p.ChargeAt > now && p.Subscription.OrganizationId == payment.OrganizationId)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.ChargeAt, now), cancel);
        }

        if (payment.State is not PaymentState.Succeeded || await FindAsync(db, payment, cancel) is not { } period)
        {
            return;
        }

        if (period.PaidAt is not null)
        {
            // Nothing is paid twice: by this payment it may just have been told again.
            if (!await db.InvoicePayments.AnyAsync(p => p.PaymentId == payment.Id, cancel)
                && db.InvoicePayments.Local.All(p => p.PaymentId != payment.Id))
            {
                await db.SaveChangesAsync(cancel);
                await db.AskToRefundAsync(payment, payment.Amount, period.Document, "The period was paid already.", null, now, cancel);
            }

            return;
        }

        var invoice = await db.Invoices.SingleAsync(i => i.Id == period.InvoiceId, cancel);
        db.Add(new InvoicePayment(invoice.Id, payment.Id, payment.Minor, now));
        await db.PostAsync(invoice, "invoice.paid", now, cancel);
        await SettleAsync(db, period, payment.Amount.ToString(), now, cancel);
    }

    public async Task EndedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel)
    {
        if (payment.State is PaymentState.Failed or PaymentState.Canceled && await FindAsync(db, payment, cancel) is { PaidAt: null } period)
        {
            await FailAsync(db, period, payment.Failure ?? PaymentFailure.Declined, payment.SavedMethodId, clock.UtcNow, cancel);
        }
    }

    public Task RefundedAsync(MarketplaceDb db, Refund refund, CancellationToken cancel) => Task.CompletedTask;

    // With a dispute that is lost goes what was paid for by it.
    public async Task DisputedAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel)
    {
        if (dispute.State is not DisputeState.Lost || await FindAsync(db, dispute.Payment, cancel) is not { Subscription.EndedAt: null } period)
        {
            return;
        }

        var (why, now) = ($"The payment of {dispute.Amount} was disputed, and the dispute was lost.", clock.UtcNow);
        var (subscription, license) = (period.Subscription, period.Subscription.LicenseId);
        await db.RevokeLicensesAsync([license], subscription.OrganizationId, $"subscription/{subscription.Id:N}", why, now, cancel);
        await EndAsync(db, subscription, why, now, cancel);
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

    private static async Task SettleAsync(MarketplaceDb db, SubscriptionPeriod period, string by, DateTime now, CancellationToken cancel)
    {
        var subscription = period.Subscription;
        period.Pay(now);
        await SettledAsync(db, period, cancel);
        await db.ProlongAsync(subscription, period, now, cancel);
        db.Happened(subscription, SubscriptionEventKind.Paid, $"Period {period.Number}, {by}", now);
    }

    private static async Task ForgiveAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel)
    {
        period.Pay(now);
        await SettledAsync(db, period, cancel);
        db.Happened(period.Subscription, SubscriptionEventKind.Paid, $"Period {period.Number}, credited", now);
    }

    // Another period may still be open after a long outage.
    private static async Task SettledAsync(MarketplaceDb db, SubscriptionPeriod period, CancellationToken cancel)
    {
        var (subscription, id) = (period.Subscription, period.Id);
        if (!await db.SubscriptionPeriods.AnyAsync(p => p.SubscriptionId == subscription.Id && p.PaidAt == null && p.Id != id, cancel))
        {
            subscription.Settle();
        }
    }

    private static async Task FailAsync(
        MarketplaceDb db, SubscriptionPeriod period, string failure, Guid? methodId, DateTime now, CancellationToken cancel)
    {
        var (subscription, first) = (period.Subscription, period.Attempts == 0);
        // The days count from the bill, however often it was tried between them; also of what is billed with the end.
        var closes = period.From == period.Until;
        var next = subscription.EndedAt is not null && !closes ? null
            : RetryDays.Select(day => (DateTime?)period.BilledAt.AddDays(day)).FirstOrDefault(at => at > now);
        period.Fail(failure, methodId, next);
        if (subscription.EndedAt is not null && !(closes && first))
        {
            return;
        }

        if (!closes)
        {
            subscription.Owe(now);
        }

        db.Happened(subscription, SubscriptionEventKind.PaymentFailed, $"Period {period.Number}: {failure}", now);
        if (next is null && !closes)
        {
            await EndAsync(db, subscription, "It was not paid.", now, cancel);
            return;
        }

        if (first)
        {
            var what = failure == NoMethod ? "there is no payment method" : "the payment failed";
            var text = $"{subscription.Name} could not be {(closes ? "settled" : "renewed")}: {what}. Update it under Billing";
            await db.NotifyMembersAsync(subscription.OrganizationId, $"subscription/{subscription.Id:N}", text, now, cancel);
        }
    }

    private static async Task EndAsync(MarketplaceDb db, Subscription subscription, string why, DateTime now, CancellationToken cancel)
    {
        subscription.End(now);
        db.Happened(subscription, SubscriptionEventKind.Ended, why, now);
        await db.NotifyMembersAsync(
            subscription.OrganizationId, $"subscription/{subscription.Id:N}", $"Your subscription of {subscription.Name} has ended: {why}", now, cancel);
    }

    private static async Task<SubscriptionPeriod?> FindAsync(MarketplaceDb db, Payment payment, CancellationToken cancel) =>
        SubscriptionPeriod.IdOf(payment.Document) is { } id ? await Periods(db).FirstOrDefaultAsync(p => p.Id == id, cancel) : null;

    private static IQueryable<SubscriptionPeriod> Periods(MarketplaceDb db) => db.SubscriptionPeriods.Include(p => p.Subscription.License);
}
