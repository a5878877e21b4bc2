using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Runs;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// Charges billed periods, outside of any transaction: by the method that was chosen, or the organization's own. What is to be tried is a row with a time,
/// moved on before the provider is asked, and a period has one payment at a time; so it is charged once, whichever worker dies.
/// </summary>
public sealed partial class PeriodCharges(
    IDbContextFactory<MarketplaceDb> databases, PaymentStarts payments, PeriodPayments outcomes, PeriodTransfers transfers, IUnpaidPeriods unpaid,
    IOptions<PortalOptions> portal, TimeProvider clock, ILogger<PeriodCharges> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1), Away = TimeSpan.FromMinutes(10);
    private const int Page = 200, MaxText = 200;

    internal async Task RunAsync(BillingProgress run, CancellationToken cancel)
    {
        // Of one run: what an absent provider puts off comes with the next.
        var now = clock.UtcNow;
        while (await run.GoesOnAsync(cancel))
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var ids = await db.SubscriptionPeriods.Where(p => p.ChargeAt <= now).OrderBy(p => p.ChargeAt).ThenBy(p => p.Id).Take(Page)
                .Select(p => p.Id).ToListAsync(cancel);
            foreach (var id in ids)
            {
                if (!await run.GoesOnAsync(cancel))
                {
                    return;
                }

                await TryAsync(id, cancel);
                run.Charged();
            }

            if (ids.Count < Page)
            {
                return;
            }
        }
    }

    /// <summary>Charges what is due of one subscription at once.</summary>
    internal async Task ChargeAsync(Guid subscriptionId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var id in await db.SubscriptionPeriods.PaidFor(subscriptionId).Where(p => p.ChargeAt <= now).OrderBy(p => p.BilledAt).ThenBy(p => p.Number)
            .Select(p => p.Id).Take(Page).ToListAsync(cancel))
        {
            await TryAsync(id, cancel);
        }
    }

    /// <summary>A member of the client pays what is open, the oldest period first; what is entered for that is saved for the next.</summary>
    public async Task<PayOutcome> PayAsync(Actor actor, Guid subscriptionId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Subscriptions.Of(actor).AnyAsync(s => s.Id == subscriptionId, cancel) is false)
        {
            return new PayOutcome.NotFound();
        }

        if (await db.SubscriptionPeriods.PaidFor(subscriptionId).AsNoTracking().WithTogether()
            .Where(p => p.PaidAt == null && p.InvoiceId != null).OrderBy(p => p.BilledAt).ThenBy(p => p.Number).FirstOrDefaultAsync(cancel) is not { } period)
        {
            return new PayOutcome.Refused("Nothing is open of this subscription.");
        }

        return await PayAsync(db, period, actor.UserId, $"/subscriptions/{subscriptionId:D}", cancel);
    }

    /// <summary>Starts a payment at the provider that pays the period and saves the method entered there.</summary>
    /// <param name="back">The path to which the provider leads back.</param>
    internal async Task<PayOutcome> PayAsync(MarketplaceDb db, SubscriptionPeriod period, long byId, string back, CancellationToken cancel)
    {
        var (invoice, document) = (period.InvoiceId, period.Document);
        var rest = await db.Invoices.Where(i => i.Id == invoice).WithRest().Select(one => one.Minor).SingleAsync(cancel);
        if (rest <= 0)
        {
            return new PayOutcome.Refused("Nothing is open of this subscription.");
        }

        // One that its bank still decides on may yet succeed.
        if (await db.Payments.AnyAsync(p => p.Live == document && p.State == PaymentState.Processing, cancel))
        {
            return new PayOutcome.Refused("A payment is on its way already. It may take some days.");
        }

        return await payments.StartAsync(await AskedAsync(db, period, byId, rest, null, back, cancel), null, cancel) switch
        {
            PaymentOutcome.Of { Payment: var payment } => new PayOutcome.Underway(payment.Id, payment.Url),
            PaymentOutcome.Refused refused => new PayOutcome.Refused(refused.Problem),
            _ => new PayOutcome.Refused("The payment provider is not responding. Nothing was charged; try again in a minute."),
        };
    }

    /// <summary>Asks the provider for what is under way, so that a payer who comes back need not wait for a webhook.</summary>
    public async Task LookAsync(Actor actor, Guid subscriptionId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var open = await db.Subscriptions.Of(actor).Where(s => s.Id == subscriptionId).SelectMany(s => s.Periods).Where(p => p.PaidAt == null)
            .OrderBy(p => p.Number).Select(p => p.LeadId ?? p.Id).Take(Page).ToListAsync(cancel);
        var documents = open.ConvertAll(SubscriptionPeriod.DocumentOf);
        foreach (var id in await db.Payments.Where(p => documents.Contains(p.Live!)).Select(p => p.Id).ToListAsync(cancel))
        {
            await payments.LookAsync(id, cancel);
        }
    }

    private async Task<PaymentWish> AskedAsync(
        MarketplaceDb db, SubscriptionPeriod period, long byId, long rest, SavedMethod? method, string back, CancellationToken cancel)
    {
        var subscription = period.Subscription;
        var buyer = await db.BillingProfiles.AsNoTracking().SingleAsync(p => p.OrganizationId == subscription.OrganizationId, cancel);
        var (payer, email) = await db.PayerAsync(subscription.OrganizationId, byId, cancel);
        return new(
            period.Document, $"{period.Names}, {period.From:yyyy-MM-dd} to {period.Until:yyyy-MM-dd}".Clip(MaxText), subscription.OrganizationId, payer,
            new(rest, subscription.Currency), buyer.Address.Country, email, new Uri(portal.Value.At(back)),
            SavesMethod: method is null, Method: method is null ? null : new(method.Id, method.ProviderId))
        {
            IsOffSession = method is not null,
        };
    }

    private async Task TryAsync(Guid id, CancellationToken cancel)
    {
        try
        {
            await ChargePeriodAsync(id, isAsked: false, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Its time has been moved on, so it comes again, and no other waits for it.
            LogFailed(error, id);
        }
    }

    /// <summary>An operator tries it now: at night, too, and while it is paused.</summary>
    internal async Task RetryAsync(Guid periodId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var now = clock.UtcNow;
        await db.SubscriptionPeriods.Where(p => p.Id == periodId && p.PaidAt == null && p.Failure != null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ChargeAt, now), cancel);
        await ChargePeriodAsync(periodId, isAsked: true, cancel);
    }

    private async Task ChargePeriodAsync(Guid id, bool isAsked, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        // Of two workers one moves it on.
        if (await db.SubscriptionPeriods.Where(p => p.Id == id && p.ChargeAt <= now && p.PaidAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ChargeAt, now + Lease), cancel) == 0)
        {
            return;
        }

        var period = await db.SubscriptionPeriods.AsNoTracking().WithTogether().SingleAsync(p => p.Id == id, cancel);
        var (subscription, invoice, back) = (period.Subscription, period.InvoiceId, $"/subscriptions/{period.SubscriptionId:D}");
        var rest = await db.Invoices.Where(i => i.Id == invoice).WithRest().Select(one => one.Minor).SingleAsync(cancel);
        if (rest <= 0)
        {
            // It was credited, or paid by hand.
            await outcomes.SettleAsync(id, await db.InvoicePayments.AnyAsync(p => p.InvoiceId == invoice, cancel), cancel);
            return;
        }

        var method = await MethodAsync(db, period, cancel);
        // What is new is tried at once; the same again when its campaign lets it.
        if (!isAsked && period.Failure is not null && (method is null || method.Id == period.FailedMethodId)
            && await unpaid.NotBeforeAsync(db, id, now, cancel) is var later && later > now)
        {
            await LaterAsync(db, id, later, cancel);
            return;
        }

        if (method is null)
        {
            var due = await db.Invoices.Where(i => i.Id == invoice).Select(i => i.IsTest ? null : i.Due).SingleAsync(cancel);
            if (!await transfers.AskAsync(period, await AskedAsync(db, period, subscription.ById, rest, null, back, cancel), due, cancel))
            {
                await outcomes.FailAsync(id, PeriodPayments.NoMethod, null, cancel);
            }

            return;
        }

        if (method.Id == period.FailedMethodId && PeriodPayments.IsHard(period.Failure))
        {
            await outcomes.FailAsync(id, period.Failure!, method.Id, cancel);
            return;
        }

        var asked = await AskedAsync(db, period, subscription.ById, rest, method, back, cancel);
        switch (await payments.StartAsync(asked, method.Provider, cancel))
        {
            case PaymentOutcome.Refused refused:
                LogRefused(id, refused.Problem);
                await outcomes.FailAsync(id, PaymentFailure.Refused, method.Id, cancel);
                break;
            case PaymentOutcome.Away:
                await LaterAsync(db, id, clock.UtcNow + Away, cancel);
                break;
        }
    }

    private static async Task LaterAsync(MarketplaceDb db, Guid id, DateTime at, CancellationToken cancel) =>
        await db.SubscriptionPeriods.Where(p => p.Id == id && p.PaidAt == null).ExecuteUpdateAsync(set => set.SetProperty(p => p.ChargeAt, at), cancel);

    /// <summary>By what it would be charged now. A method that was added after the bill was added to be tried.</summary>
    internal static async Task<SavedMethod?> MethodAsync(MarketplaceDb db, SubscriptionPeriod period, CancellationToken cancel)
    {
        var methods = await db.MethodsOf(period.Subscription.OrganizationId).ToListAsync(cancel);
        var method = methods.Payer(period.Subscription.MethodId);
        if (method?.Id != period.FailedMethodId)
        {
            return method;
        }

        // What was chosen for another subscription on the invoice pays all of it.
        var (id, failed) = (period.Id, period.FailedMethodId);
        var chosen = await db.SubscriptionPeriods.Where(p => p.LeadId == id).OrderBy(p => p.InvoiceLine).Select(p => p.Subscription.MethodId)
            .ToListAsync(cancel);
        return chosen.Select(methods.Payer).FirstOrDefault(one => one is not null && one.Id != failed)
            ?? methods.Where(one => one.Id != method?.Id && one.At > period.BilledAt).MaxBy(one => one.At) ?? method;
    }

    [LoggerMessage(LogLevel.Error, "Period {Period} could not be charged; it is tried again in an hour")]
    private partial void LogFailed(Exception error, Guid period);

    [LoggerMessage(LogLevel.Warning, "Period {Period} cannot be charged: {Reason}")]
    private partial void LogRefused(Guid period, string reason);
}
