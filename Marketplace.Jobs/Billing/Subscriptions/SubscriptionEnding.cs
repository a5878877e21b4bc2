using Marketplace.Accounts;
using Marketplace.Billing.Runs;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>Ends subscriptions that were canceled and whose last period is over: what was used in it is billed, and its license ends by its steps.</summary>
public sealed partial class SubscriptionEnding(
    IDbContextFactory<MarketplaceDb> databases, RenewalInvoices invoices, IOptions<SubscriptionOptions> options, TimeProvider clock,
    ILogger<SubscriptionEnding> log)
{
    private const int Page = 200;

    internal async Task RunAsync(BillingProgress run, CancellationToken cancel)
    {
        var left = 0;
        while (await run.GoesOnAsync(cancel))
        {
            var now = clock.UtcNow;
            await using var db = await databases.CreateDbContextAsync(cancel);
            var ids = await db.Subscriptions.OverAt(now, options.Value.DraftHours).OrderBy(s => s.EndsAt).ThenBy(s => s.Id).Skip(left).Take(Page)
                .Select(s => s.Id).ToListAsync(cancel);
            foreach (var id in ids)
            {
                if (!await run.GoesOnAsync(cancel))
                {
                    return;
                }

                left += run.Closes(await TryAsync(id, cancel)) ? 0 : 1;
            }

            if (ids.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Ends one at once if its day has come.</summary>
    internal Task EndAsync(Guid id, CancellationToken cancel) => TryAsync(id, cancel);

    private async Task<bool> TryAsync(Guid id, CancellationToken cancel)
    {
        try
        {
            await using var before = await databases.CreateDbContextAsync(cancel);
            if (await before.Subscriptions.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } due)
            {
                return false;
            }

            var (open, refused) = await invoices.OpenAsync(before, due.OrganizationId, due.Currency, cancel);
            return await databases.TransactAsync(db => EndAsync(db, id, open, refused, cancel), cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error, id);
            return false;
        }
    }

    private async Task<bool> EndAsync(MarketplaceDb db, Guid id, OpenBasket? open, string? refused, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (await db.Subscriptions.Include(s => s.License.Module).FirstOrDefaultAsync(s => s.Id == id && s.EndsAt <= now, cancel) is not { } subscription)
        {
            return false;
        }

        var used = await RenewalInvoices.UsedAsync(db, subscription, cancel);
        if (used.Any(one => one.Minor > 0))
        {
            var quote = open is null ? null : invoices.Price(open, subscription, null, used);
            if ((refused ?? await RenewalRun.BoundAsync(db, subscription, null, quote!, now, cancel)) is { } problem)
            {
                db.ForgetUsed();
                subscription.Park(problem, now);
                await db.HappenedAsync(subscription, SubscriptionEventKind.Parked, problem, null, now, cancel);
                var text = $"The end of a subscription of {subscription.Name} is parked and not billed: {problem}";
                await db.NotifyStaffAsync(StaffRole.Operator, $"subscription/{id:N}", text, now, cancel);
                await db.SaveChangesAsync(cancel);
                return true;
            }

            var period = subscription.Close(now);
            await db.SaveChangesAsync(cancel);
            if (await invoices.IssueAsync(db, open!, [new(subscription, period, quote!)], now, cancel) is { } invoice)
            {
                period.Invoice(invoice.Id, now);
            }
        }

        subscription.End(now);
        await db.HappenedAsync(subscription, SubscriptionEventKind.Ended, "Its last period is over", null, now, cancel);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "Subscription {Subscription} could not be ended; it is tried again in an hour")]
    private partial void LogFailed(Exception error, Guid subscription);
}
