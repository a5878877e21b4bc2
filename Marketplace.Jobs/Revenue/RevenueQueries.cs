using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Pricing;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Revenue;

/// <summary>Figures of revenue: for operators, and of a publisher for its members, who learn nothing of single clients.</summary>
public sealed class RevenueQueries(
    IDbContextFactory<MarketplaceDb> databases, IOptions<RevenueOptions> options, IOptions<PricingOptions> pricing, TimeProvider clock)
{
    public const int Months = 12;
    internal const int CohortMonths = 6;

    /// <summary>In which currency figures are reported where nobody chose one.</summary>
    public string Currency => options.Value.Currency == "" ? pricing.Value.Currency : options.Value.Currency;

    public DateOnly Today => DateOnly.FromDateTime(clock.UtcNow);

    /// <returns>Null for who may not see it.</returns>
    public async Task<RevenueReport?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel) =>
        await MayReadAsync(actor, view.Filter, cancel) ? await ComputeAsync(view, cancel) : null;

    public async Task<bool> MayReadAsync(Actor actor, RevenueFilter filter, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel)
            || (filter is { PublisherId: { } publisher, ClientId: null }
                && await db.Organizations.Of(actor).AnyAsync(o => o.Id == publisher && o.Publishes, cancel));
    }

    /// <summary>For whoever was asked whether they may see it.</summary>
    internal async Task<RevenueReport> ComputeAsync(RevenueView view, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await RevenueReads.SteadyAsync(db, () => ComputeAsync(db, view, cancel), cancel);
    }

    private static async Task<RevenueReport> ComputeAsync(MarketplaceDb db, RevenueView view, CancellationToken cancel)
    {
        var months = MonthsTo(view.Span.To);
        var from = ((DateOnly[])[months[0].From, view.Span.From, view.Compared.From]).Min();
        var currencies = await CurrenciesAsync(db, view.Filter, cancel);
        var soldFrom = from.AddMonths(-UsageAverage.Averaged);
        var rates = await RevenueReads.RatesAsync(db, view.Currency, currencies, soldFrom, view.Span.To, view.RateDay, cancel);
        var recurring = await RevenueReads.RecurringAsync(db, view.Filter, from, view.Span.To, rates, cancel);
        var (clients, cohorts) = await new ClientReads(db, view.Filter)
            .ReadAsync(from, view.Span.To, RevenueSpan.MonthStart(view.Span.To).AddMonths(1 - CohortMonths), cancel);
        var trials = await RevenueReads.TrialsAsync(db, view.Filter, from, view.Span.To, cancel);
        var sales = await SalesReads.ReadAsync(db, view.Filter, soldFrom, view.Span.To, rates, cancel);
        var recovery = await RecoveryReads.ReadAsync(db, view.Filter, from, view.Span.To, rates, cancel);
        var books = view.Filter == new RevenueFilter() ? await RevenueReads.BooksAsync(db, from, view.Span.To, rates, cancel) : null;
        RevenueFacts Facts(RevenueSpan span) => new(span, recurring.Over(span), clients.Over(span), TrialsIn(trials, span), sales, recovery, books);
        var (now, before, then) = (Facts(view.Span), Facts(view.Compared), months.Select(Facts).ToList());
        return new(
            view, [.. RevenueMeasure.All.Select(measure => new MeasureValue(measure, measure.Of(now), measure.Of(before), [.. then.Select(measure.Of)]))],
            now.Recurring, [.. months.Select(month => month.To)], cohorts,
            await PartNames.OfAsync(db, view.Filter, cancel), [.. currencies.Where(currency => !rates.Has(currency)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The month to date against the same days of the month before.</summary>
    public RevenueSpan ThisMonth => new(RevenueSpan.MonthStart(Today), Today);

    /// <summary>In which figures can be reported, the usual one first.</summary>
    public async Task<IReadOnlyList<string>> CurrenciesAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var paid = await CurrenciesAsync(db, new(), cancel);
        return [.. paid.Where(currency => currency != Currency).Order(StringComparer.Ordinal).Prepend(Currency)];
    }

    private static List<RevenueSpan> MonthsTo(DateOnly last) =>
    [
        .. Enumerable.Range(1 - Months, Months).Select(back => RevenueSpan.MonthStart(last).AddMonths(back))
            .Select(first => new RevenueSpan(first, RevenueSpan.MonthEnd(first) is var end && end < last ? end : last)),
    ];

    private static async Task<List<string>> CurrenciesAsync(MarketplaceDb db, RevenueFilter filter, CancellationToken cancel)
    {
        var days = await RevenueReads.DaysAsync(db, filter, cancel);
        var paid = await days.SumAsync(some => some.GroupBy(one => one.Currency).Select(g => new DaySum { Currency = g.Key }), cancel);
        return [.. (await db.Balances.Select(b => b.Currency).Distinct().ToListAsync(cancel)).Union(paid.Select(one => one.Currency))];
    }

    private static TrialTotals TrialsIn(IReadOnlyList<TrialEnd> trials, RevenueSpan span)
    {
        var ended = trials.Where(trial => trial.Day >= span.From && trial.Day <= span.To).ToList();
        return new(ended.Sum(trial => trial.Count), ended.Where(trial => trial.IsBought).Sum(trial => trial.Count));
    }
}
