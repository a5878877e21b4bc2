using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Data;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Finance;

/// <summary>What is open of invoices of one age, including tax.</summary>
public sealed record AgedAmount(ReceivableAge Age, decimal Amount, int Invoices);

/// <summary>Failed payments whose dunning ended in one way.</summary>
public sealed record DunnedAmount(DunningState State, decimal Amount, int Payments);

/// <param name="Receivables">Of today, each age.</param>
/// <param name="Release">What is deferred today, by the month in which it is earned, this one first; the last is all that is later.</param>
/// <param name="Taxes">Of the period.</param>
/// <param name="Ended">How dunning ended in the period, each way.</param>
/// <param name="EndedByMonth">The same by month, up to that of the period's end.</param>
public sealed record FinanceReport(
    IReadOnlyList<AgedAmount> Receivables, IReadOnlyList<decimal> Release, IReadOnlyList<CountryTax> Taxes, IReadOnlyList<DunnedAmount> Ended,
    IReadOnlyList<DateOnly> Months, IReadOnlyDictionary<DunningState, IReadOnlyList<decimal>> EndedByMonth);

/// <summary>What is owed, will be earned, is to be paid as tax and was recovered: of the whole marketplace, for operators.</summary>
public sealed class FinanceQueries(IDbContextFactory<MarketplaceDb> databases, RevenueQueries queries)
{
    public static readonly IReadOnlyList<DunningState> Ends = [DunningState.Recovered, DunningState.Lost, DunningState.WrittenOff, DunningState.Credited];

    /// <returns>Null for who may not see it.</returns>
    public async Task<FinanceReport?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel)
    {
        if (!await queries.MayReadAsync(actor, new(), cancel))
        {
            return null;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var (span, today) = (view.Span, queries.Today);
        var months = Enumerable.Range(1 - RevenueQueries.Months, RevenueQueries.Months).Select(RevenueSpan.MonthStart(span.To).AddMonths).ToList();
        var currencies = await queries.CurrenciesAsync(cancel);
        var from = months[0] < span.From ? months[0] : span.From;
        var rates = await RevenueReads.RatesAsync(db, view.Currency, currencies, from, today > span.To ? today : span.To, view.RateDay, cancel);
        var open = (await AgedReceivables.ReadAsync(db, today, cancel)).Where(sum => rates.Has(sum.Currency)).ToLookup(sum => sum.Age);
        var release = (await DeferredRelease.ReadAsync(db, today, cancel)).Where(one => rates.Has(one.Key)).ToList();
        var recovery = await RecoveryReads.ReadAsync(db, new RevenueFilter(), from, span.To, rates, cancel);
        return new(
            [
                .. Enum.GetValues<ReceivableAge>().Select(age => new AgedAmount(
                    age, open[age].Sum(sum => rates.Convert(sum.Minor, sum.Currency, today)), open[age].Sum(sum => sum.Count))),
            ],
            [.. Enumerable.Range(0, DeferredRelease.Months + 1).Select(month => release.Sum(one => rates.Convert(one.Value[month], one.Key, today)))],
            await CountryTaxes.ReadAsync(db, span, rates, cancel),
            [.. Ends.Select(end => new DunnedAmount(end, recovery.Over(span, end), recovery.Count(span, end)))],
            months,
            Ends.ToDictionary(
                end => end,
                IReadOnlyList<decimal> (end) => [.. months.Select(month => recovery.Over(new(month, RevenueSpan.MonthEnd(month)), end))]));
    }
}
