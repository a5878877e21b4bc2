using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>What publishers are compared by.</summary>
public enum BenchmarkOf
{
    RevenueChurn,
    NetRetention,

    /// <summary>MRR per client.</summary>
    Arpa,

    /// <summary>Purchases per page view.</summary>
    Conversion,
}

/// <param name="Value">The publisher's own; null where there is nothing to compute it from.</param>
/// <param name="Median">Of all publishers; null where they are too few.</param>
/// <param name="AsGood">The part of the other publishers that are not better; null where there is no own, or too few others.</param>
public sealed record Benchmark(BenchmarkOf Of, decimal? Value, decimal? Median, decimal? AsGood);

/// <summary>
/// Compares a publisher with the marketplace: a percentile and a median, never the figure of another. Of fewer than <see cref="Fewest"/> publishers nothing
/// is said, as one of them could tell the others' apart.
/// </summary>
public sealed class PublisherBenchmarks(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    public const int Fewest = 5;

    /// <param name="view">Of one publisher; nothing else of its filter counts.</param>
    /// <returns>Null for who may not see it.</returns>
    public async Task<IReadOnlyList<Benchmark>?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel)
    {
        if (view.Filter.PublisherId is not { } publisher || !await queries.MayReadAsync(actor, view.Filter, cancel))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var facts = await FactsAsync(db, view, cancel);
        return
        [
            Compare(BenchmarkOf.NetRetention, publisher, facts, one => one.Opening > 0 ? (one.Opening + one.Kept) / one.Opening : null),
            Compare(BenchmarkOf.RevenueChurn, publisher, facts, one => one.Opening > 0 ? one.Lost / one.Opening : null, isLessBetter: true),
            Compare(BenchmarkOf.Arpa, publisher, facts, one => one.Clients > 0 ? one.Closing / one.Clients : null),
            Compare(BenchmarkOf.Conversion, publisher, facts, one => one.Views > 0 ? (decimal)one.Purchases / one.Views : null),
        ];
    }

    internal static Benchmark Compare<TFacts>(
        BenchmarkOf of, long publisher, IReadOnlyDictionary<long, TFacts> all, Func<TFacts, decimal?> value, bool isLessBetter = false)
    {
        var values = all.Select(one => (one.Key, Value: value(one.Value))).Where(one => one.Value is not null).OrderBy(one => one.Value).ToList();
        var own = values.Where(one => one.Key == publisher).Select(one => one.Value).FirstOrDefault();
        if (values.Count < Fewest)
        {
            return new(of, own, null, null);
        }

        var (middle, others) = (values.Count / 2, values.Where(one => one.Key != publisher).ToList());
        return new(
            of, own, values.Count % 2 == 1 ? values[middle].Value : (values[middle - 1].Value + values[middle].Value) / 2,
            own is null ? null : (decimal)others.Count(other => isLessBetter ? other.Value >= own : other.Value <= own) / others.Count);
    }

    private static async Task<Dictionary<long, PublisherFacts>> FactsAsync(MarketplaceDb db, RevenueView view, CancellationToken cancel)
    {
        var (from, to, opening) = (view.Span.From, view.Span.To, view.Span.Opening);
        var sums = await db.RecurringMovements.AsNoTracking().Where(m => m.Day <= to)
            .GroupBy(m => new { m.PublisherId, m.Currency, m.PublisherKind, IsBefore = m.Day <= opening })
            .Select(g => new { g.Key, Minor = g.Sum(m => m.Minor) }).ToListAsync(cancel);
        var rates = await RevenueReads.RatesAsync(
            db, view.Currency, [.. sums.Select(sum => sum.Key.Currency).Distinct()], to, to, view.RateDay ?? to, cancel);
        var clients = await db.RecurringMovements.AsNoTracking().Where(m => m.Day <= to).GroupBy(m => new { m.PublisherId, m.OrganizationId })
            .Select(g => new { g.Key.PublisherId, Minor = g.Sum(m => m.Minor) }).Where(one => one.Minor > 0)
            .GroupBy(one => one.PublisherId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        var views = await db.DailyViews.AsNoTracking().Where(v => v.Day >= from && v.Day <= to).GroupBy(v => v.Module.PublisherId)
            .Select(g => new { g.Key, Count = g.Sum(v => v.Views) }).ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        var purchases = await db.InvoiceItems.AsNoTracking().Purchases(from, to).GroupBy(i => i.PublisherId)
            .Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        // All in one day's rates, so that what exchange rates did is nobody's growth.
        var known = sums.Where(sum => rates.Has(sum.Key.Currency)).ToLookup(sum => sum.Key.PublisherId);
        return known.Select(publisher => publisher.Key).Union(views.Keys).ToDictionary(id => id, id =>
        {
            decimal Of(bool isBefore, Func<MovementKind, bool> kinds) => known[id].Where(sum => sum.Key.IsBefore == isBefore && kinds(sum.Key.PublisherKind))
                .Sum(sum => rates.Convert(sum.Minor, sum.Key.Currency, to));
            var before = Of(true, _ => true);
            return new PublisherFacts(
                before, Of(false, kind => kind is not MovementKind.New), Math.Abs(Of(false, kind => kind is MovementKind.Contraction or MovementKind.Churn)),
                before + Of(false, _ => true), clients.GetValueOrDefault(id), views.GetValueOrDefault(id), purchases.GetValueOrDefault(id));
        });
    }

    /// <param name="Kept">What moved of the clients that were there, or had been.</param>
    private sealed record PublisherFacts(decimal Opening, decimal Kept, decimal Lost, decimal Closing, int Clients, long Views, long Purchases);
}
