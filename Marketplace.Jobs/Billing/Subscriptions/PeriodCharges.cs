using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
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
    IDbContextFactory<MarketplaceDb> databases, PaymentStarts payments, PeriodPayments outcomes, IOptions<PortalOptions> portal, TimeProvider clock,
    ILogger<PeriodCharges> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1), Away = TimeSpan.FromMinutes(10);
    private const int Page = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        // Of one run: what an absent provider puts off comes with the next.
        var now = clock.UtcNow;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var ids = await db.SubscriptionPeriods.Where(p => p.ChargeAt <= now).OrderBy(p => p.ChargeAt).ThenBy(p => p.Id).Take(Page)
                .Select(p => p.Id).ToListAsync(cancel);
            foreach (var id in ids)
            {
                await TryAsync(id, cancel);
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
        foreach (var id in await db.SubscriptionPeriods.Where(p => p.SubscriptionId == subscriptionId && p.ChargeAt <= now).OrderBy(p => p.Number)
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

        if (await db.SubscriptionPeriods.AsNoTracking().Include(p => p.Subscription)
            .Where(p => p.SubscriptionId == subscriptionId && p.PaidAt == null && p.InvoiceId != null).OrderBy(p => p.Number)
            .FirstOrDefaultAsync(cancel) is not { } period)
        {
            return new PayOutcome.Refused("Nothing is open of this subscription.");
        }

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

        return await payments.StartAsync(await AskedAsync(db, period, actor.UserId, rest, null, cancel), null, cancel) switch
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
            .OrderBy(p => p.Number).Select(p => p.Id).Take(Page).ToListAsync(cancel);
        var documents = open.ConvertAll(SubscriptionPeriod.DocumentOf);
        foreach (var id in await db.Payments.Where(p => documents.Contains(p.Live!)).Select(p => p.Id).ToListAsync(cancel))
        {
            await payments.LookAsync(id, cancel);
        }
    }

    private async Task<PaymentWish> AskedAsync(
        MarketplaceDb db, SubscriptionPeriod period, long byId, long rest, SavedMethod? method, CancellationToken cancel)
    {
        var subscription = period.Subscription;
        var buyer = await db.BillingProfiles.AsNoTracking().SingleAsync(p => p.OrganizationId == subscription.OrganizationId, cancel);
        var email = await db.Users.Where(u => u.Id == byId).Select(u => u.Email!).SingleAsync(cancel);
        return new(
            period.Document, $"{subscription.Name}, {period.From:yyyy-MM-dd} to {period.Until:yyyy-MM-dd}", subscription.OrganizationId, byId,
            new(rest, subscription.Currency), buyer.Address.Country, email, new Uri(portal.Value.At($"/subscriptions/{subscription.Id:D}")),
            SavesMethod: method is null, Method: method is null ? null : new(method.Id, method.ProviderId))
        {
            IsOffSession = method is not null,
        };
    }

    private async Task TryAsync(Guid id, CancellationToken cancel)
    {
        try
        {
            await ChargePeriodAsync(id, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Its time has been moved on, so it comes again, and no other waits for it.
            LogFailed(error, id);
        }
    }

    private async Task ChargePeriodAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        // Of two workers one moves it on.
        if (await db.SubscriptionPeriods.Where(p => p.Id == id && p.ChargeAt <= now && p.PaidAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ChargeAt, now + Lease), cancel) == 0)
        {
            return;
        }

        var period = await db.SubscriptionPeriods.AsNoTracking().Include(p => p.Subscription).SingleAsync(p => p.Id == id, cancel);
        var (subscription, invoice) = (period.Subscription, period.InvoiceId);
        var rest = await db.Invoices.Where(i => i.Id == invoice).WithRest().Select(one => one.Minor).SingleAsync(cancel);
        if (rest <= 0)
        {
            // It was credited, or paid by hand.
            await outcomes.SettleAsync(id, await db.InvoicePayments.AnyAsync(p => p.InvoiceId == invoice, cancel), cancel);
            return;
        }

        var methods = await db.MethodsOf(subscription.OrganizationId).ToListAsync(cancel);
        if ((methods.FirstOrDefault(one => one.Id == subscription.MethodId) ?? methods.FirstOrDefault(one => one.DefaultFor is not null)) is not { } method)
        {
            await outcomes.FailAsync(id, PeriodPayments.NoMethod, null, cancel);
            return;
        }

        // A method that was added after the bill was added to be tried.
        method = method.Id != period.FailedMethodId ? method
            : methods.Where(one => one.Id != method.Id && one.At > period.BilledAt).MaxBy(one => one.At) ?? method;
        if (method.Id == period.FailedMethodId && PeriodPayments.IsHard(period.Failure))
        {
            await outcomes.FailAsync(id, period.Failure!, method.Id, cancel);
            return;
        }

        var asked = await AskedAsync(db, period, subscription.ById, rest, method, cancel);
        switch (await payments.StartAsync(asked, method.Provider, cancel))
        {
            case PaymentOutcome.Refused refused:
                LogRefused(id, refused.Problem);
                await outcomes.FailAsync(id, PaymentFailure.Refused, method.Id, cancel);
                break;
            case PaymentOutcome.Away:
                await db.SubscriptionPeriods.Where(p => p.Id == id && p.PaidAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.ChargeAt, clock.UtcNow + Away), cancel);
                break;
        }
    }

    [LoggerMessage(LogLevel.Error, "Period {Period} could not be charged; it is tried again in an hour")]
    private partial void LogFailed(Exception error, Guid period);

    [LoggerMessage(LogLevel.Warning, "Period {Period} cannot be charged: {Reason}")]
    private partial void LogRefused(Guid period, string reason);
}
