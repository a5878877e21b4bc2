using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
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
/// moved on before the provider is asked, and a period has one payment at a time; so it is charged once, whoever dies.
/// </summary>
public sealed partial class PeriodCharges(
    IDbContextFactory<MarketplaceDb> databases, PaymentStarts payments, PeriodPayments outcomes, IOptions<PortalOptions> portal, TimeProvider clock,
    ILogger<PeriodCharges> log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1), Away = TimeSpan.FromMinutes(10);
    private const int Page = 200;

    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var now = clock.UtcNow;
            await using var db = await databases.CreateDbContextAsync(cancel);
            var ids = await db.SubscriptionPeriods.Where(p => p.ChargeAt <= now).OrderBy(p => p.ChargeAt).ThenBy(p => p.Id).Take(Page)
                .Select(p => p.Id).ToListAsync(cancel);
            foreach (var id in ids)
            {
                try
                {
                    await ChargeAsync(id, cancel);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // Its time has been moved on, so it comes again, and no other waits for it.
                    LogFailed(error, id);
                }
            }

            if (ids.Count < Page)
            {
                return;
            }
        }
    }

    private async Task ChargeAsync(Guid id, CancellationToken cancel)
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
            // It was credited or paid by hand.
            await outcomes.SettleAsync(id, cancel);
            return;
        }

        var methods = await db.MethodsOf(subscription.OrganizationId).ToListAsync(cancel);
        if ((methods.FirstOrDefault(one => one.Id == subscription.MethodId) ?? methods.FirstOrDefault(one => one.DefaultFor is not null)) is not { } method)
        {
            await outcomes.FailAsync(id, PeriodPayments.NoMethod, null, cancel);
            return;
        }

        if (method.Id == period.FailedMethodId && PeriodPayments.IsHard(period.Failure))
        {
            await outcomes.FailAsync(id, period.Failure!, method.Id, cancel);
            return;
        }

        var buyer = await db.BillingProfiles.AsNoTracking().SingleAsync(p => p.OrganizationId == subscription.OrganizationId, cancel);
        var email = await db.Users.Where(u => u.Id == subscription.ById).Select(u => u.Email!).SingleAsync(cancel);
        var asked = new PaymentWish(
            period.Document, $"{subscription.Name}, {period.From:yyyy-MM-dd} to {period.Until:yyyy-MM-dd}", subscription.OrganizationId, subscription.ById,
            new(rest, subscription.Currency), buyer.Address.Country, email, new Uri(portal.Value.At($"/subscriptions/{subscription.Id:N}")),
            Method: new(method.Id, method.ProviderId))
        {
            IsOffSession = true,
        };
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
