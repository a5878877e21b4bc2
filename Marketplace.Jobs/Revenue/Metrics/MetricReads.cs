using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payouts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MovementKind = Marketplace.Revenue.Movements.MovementKind;

namespace Marketplace.Revenue.Metrics;

/// <summary>Counts what operators watch. Amounts are in whole units of the currency that they are labeled with, and never converted.</summary>
public sealed class MetricReads(IDbContextFactory<MarketplaceDb> databases, IOptions<SubscriptionOptions> subscriptions)
{
    // The renewal job comes by once an hour; what it missed twice is late.
    private static readonly TimeSpan Late = TimeSpan.FromHours(2);

    public async Task<IReadOnlyList<MetricFamily>> ReadAsync(DateTime now, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return [.. await RecurringAsync(db, cancel), .. await PaymentsAsync(db, cancel), .. await WorkAsync(db, now, cancel)];
    }

    private static async Task<IReadOnlyList<MetricFamily>> RecurringAsync(MarketplaceDb db, CancellationToken cancel)
    {
        var sums = await RevenueReads.SteadyAsync(
            db,
            async () => await (await RevenueReads.DaysAsync(db, new(), cancel)).SumAsync(
                some => some.GroupBy(day => new { day.Currency, day.Kind }).Select(g => new DaySum
                {
                    Currency = g.Key.Currency, Kind = g.Key.Kind, Minor = g.Sum(d => d.Minor), Count = g.Sum(d => d.Count),
                }),
                cancel),
            cancel);
        return
        [
            new("marketplace_mrr", MetricType.Gauge, "Monthly recurring revenue now, by the currency in which it is paid.",
                [.. sums.GroupBy(sum => sum.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Amount(g.Sum(sum => sum.Minor), g.Key))]),
            Gauge("marketplace_clients", "Clients that pay recurring revenue now.", sums.Sum(sum => sum.Kind switch
            {
                MovementKind.New or MovementKind.Reactivation => sum.Count, MovementKind.Churn => -sum.Count, _ => 0,
            })),
        ];
    }

    private static async Task<IReadOnlyList<MetricFamily>> PaymentsAsync(MarketplaceDb db, CancellationToken cancel)
    {
        var sums = await db.Payments.Where(p => p.State == PaymentState.Succeeded || p.State == PaymentState.Failed)
            .GroupBy(p => new { p.State, p.Currency }).Select(g => new { g.Key.State, g.Key.Currency, Minor = g.Sum(p => p.Minor), Count = g.Count() })
            .OrderBy(sum => sum.Currency).ToListAsync(cancel);
        var collected = sums.Where(sum => sum.State is PaymentState.Succeeded).ToList();
        return
        [
            new("marketplace_payments_collected", MetricType.Counter, "Payments received, with tax, before fees and refunds.",
                [.. collected.Select(sum => Amount(sum.Minor, sum.Currency))]),
            new("marketplace_payments_succeeded", MetricType.Counter, "Payments that succeeded.", [new(collected.Sum(sum => sum.Count))]),
            // No counter: what failed may succeed later, and a counter that goes down is taken for one that was reset.
            Gauge("marketplace_payments_failed", "Payments that failed, less those that succeeded later.",
                sums.Where(sum => sum.State is PaymentState.Failed).Sum(sum => sum.Count)),
        ];
    }

    private async Task<IReadOnlyList<MetricFamily>> WorkAsync(MarketplaceDb db, DateTime now, CancellationToken cancel)
    {
        var (draft, late) = (subscriptions.Value.DraftHours, now - Late);
        var events = db.ProviderEvents.Where(e => e.ProcessedAt == null);
        var oldest = await events.MinAsync(e => (DateTime?)e.ReceivedAt, cancel);
        return
        [
            Gauge("marketplace_dunning_cases", "Failed periods that are in dunning.",
                await db.DunningCases.CountAsync(c => c.State == DunningState.Open, cancel)),
            Gauge("marketplace_renewals_due", "Subscriptions whose next period is to be billed now.",
                await db.Subscriptions.DueAt(now, draft).CountAsync(cancel)),
            Gauge("marketplace_renewals_overdue", "Subscriptions whose next period was to be billed over two hours ago.",
                await db.Subscriptions.DueAt(late, draft).CountAsync(cancel)),
            Gauge("marketplace_charges_due", "Billed periods that are to be charged now.",
                await db.SubscriptionPeriods.CountAsync(p => p.ChargeAt <= now, cancel)),
            Gauge("marketplace_subscriptions_parked", "Subscriptions that wait for an operator.",
                await db.Subscriptions.CountAsync(s => s.ParkedAt != null && s.EndedAt == null, cancel)),
            Gauge("marketplace_provider_events_unprocessed", "Events of payment providers that are not processed.", await events.CountAsync(cancel)),
            Gauge("marketplace_provider_events_stuck", "Of those, the ones that are tried no more until an operator replays them.",
                await events.CountAsync(e => e.Attempts >= ProviderEvent.MaxAttempts, cancel)),
            new("marketplace_provider_events_oldest_age_seconds", MetricType.Gauge, "For how long the oldest unprocessed event waits; 0 where none does.",
                [new(oldest is { } since ? Math.Max(0, (long)(now - since).TotalSeconds) : 0)], Unit: "seconds"),
            Gauge("marketplace_payout_runs_awaiting_approval", "Payout runs that are prepared and not approved by as many as it takes.",
                await db.PayoutRuns.CountAsync(
                    r => r.SentAt == null && r.CanceledAt == null && r.Approvals.Count(a => a.Hash == r.Hash) < r.Needed, cancel)),
        ];
    }

    private static MetricFamily Gauge(string name, string help, long value) => new(name, MetricType.Gauge, help, [new(value)]);

    private static MetricSample Amount(long minor, string currency) =>
        new((decimal)minor / Currency.Of(currency).MinorUnits, new("currency", currency));
}
