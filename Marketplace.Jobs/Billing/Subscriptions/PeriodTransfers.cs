using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Bank;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// Clients without a payment method pay a period by bank transfer, where it is on: its invoice names the account and a day, and what arrives is matched.
/// Until some days after that day nothing has failed, and the licenses last.
/// </summary>
public sealed class PeriodTransfers(
    IDbContextFactory<MarketplaceDb> databases, PaymentStarts payments, IOptions<BankOptions> bank, TimeProvider clock)
{
    /// <param name="due">Of its invoice; null where that is not to be paid by transfer.</param>
    /// <returns>False where it is not waited for, or no longer.</returns>
    internal async Task<bool> AskAsync(SubscriptionPeriod period, PaymentWish asked, DateOnly? due, CancellationToken cancel)
    {
        if (period.Failure is not null || due?.AddDays(1 + bank.Value.GraceDays).ToDateTime(default, DateTimeKind.Utc) is not { } until || until <= clock.UtcNow
            || await payments.StartAsync(asked with { SavesMethod = false }, PaymentProviders.Bank, cancel) is not PaymentOutcome.Of)
        {
            return false;
        }

        return await databases.TransactAsync(async db =>
        {
            var (id, now) = (period.Id, clock.UtcNow);
            if (await db.SubscriptionPeriods.WithTogether().FirstOrDefaultAsync(p => p.Id == id && p.PaidAt == null, cancel) is { } open)
            {
                open.TryAt(until);
                foreach (var one in open.Together.Select(one => one.Subscription))
                {
                    if (!await db.SubscriptionPeriods.AnyAsync(p => p.SubscriptionId == one.Id && p.PaidAt == null && p.Failure != null, cancel))
                    {
                        one.Settle();
                    }

                    await db.LastAsync(one, until + SubscriptionNews.Slack, now, cancel);
                }

                await db.SaveChangesAsync(cancel);
            }

            return true;
        }, cancel);
    }
}
