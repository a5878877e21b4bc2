using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Pricing.Rates;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue;

/// <summary>Reads what series are made of.</summary>
internal static class RevenueReads
{
    public static async Task<RevenueRates> RatesAsync(
        MarketplaceDb db, string to, IReadOnlyCollection<string> currencies, DateOnly from, DateOnly until, DateOnly? fixedDay, CancellationToken cancel)
    {
        List<string> asked = [.. currencies.Append(to).Where(currency => currency != RevenueRates.Euro).Distinct()];
        if (currencies.All(currency => currency == to))
        {
            return new(to, new Dictionary<string, IReadOnlyList<(DateOnly, decimal)>>(), fixedDay);
        }

        var (first, last) = fixedDay is { } day ? (day, day) : (from, until);
        // From the last rate before the first day on; where there is none, from the first that there is.
        var start = await db.ExchangeRates.Where(r => asked.Contains(r.Currency) && r.Day <= first).GroupBy(r => r.Currency)
            .Select(g => (DateOnly?)g.Max(r => r.Day)).MinAsync(cancel) ?? first;
        var rates = await db.ExchangeRates.Where(r => asked.Contains(r.Currency) && r.Day >= start && r.Day <= last).OrderBy(r => r.Day)
            .Select(r => new { r.Currency, r.Day, r.PerEuro }).ToListAsync(cancel);
        var known = rates.Select(rate => rate.Currency).ToHashSet();
        foreach (var missing in asked.Where(currency => !known.Contains(currency)))
        {
            rates.AddRange(await db.ExchangeRates.Where(r => r.Currency == missing).OrderBy(r => r.Day).Take(1)
                .Select(r => new { r.Currency, r.Day, r.PerEuro }).ToListAsync(cancel));
        }

        return new(
            to,
            rates.GroupBy(rate => rate.Currency).ToDictionary(
                group => group.Key, IReadOnlyList<(DateOnly, decimal)> (group) => [.. group.Select(rate => (rate.Day, rate.PerEuro))]),
            fixedDay);
    }

    public static async Task<RecurringSeries> RecurringAsync(
        MarketplaceDb db, RevenueFilter filter, DateOnly from, DateOnly to, RevenueRates rates, CancellationToken cancel)
    {
        var days = await DaysAsync(db, filter, cancel);
        var opening = await days.SumAsync(d => d.Where(one => one.Day < from).GroupBy(one => one.Currency)
            .Select(g => new DaySum { Currency = g.Key, Minor = g.Sum(one => one.Minor) }), cancel);
        var sums = await days.SumAsync(d => d.Where(one => one.Day >= from && one.Day <= to).GroupBy(one => new { one.Day, one.Currency, one.Kind })
            .Select(g => new DaySum { Day = g.Key.Day, Currency = g.Key.Currency, Kind = g.Key.Kind, Minor = g.Sum(one => one.Minor) }), cancel);
        return new(
            opening.Where(one => rates.Has(one.Currency)).GroupBy(one => one.Currency).ToDictionary(group => group.Key, group => group.Sum(one => one.Minor)),
            [.. sums.Where(one => rates.Has(one.Currency)).Select(one => new MovementSum(one.Day, one.Currency, one.Kind, one.Minor)).OrderBy(one => one.Day)],
            rates);
    }

    /// <summary>Movements up to this are in the kept sums.</summary>
    public static async Task<long> MarkAsync(MarketplaceDb db, CancellationToken cancel) =>
        await db.RevenueMarks.MaxAsync(m => (long?)m.SummedTo, cancel) ?? 0;

    /// <summary>Asks again where movements went into the sums meanwhile, since some of them would be counted twice.</summary>
    public static async Task<T> SteadyAsync<T>(MarketplaceDb db, Func<Task<T>> read, CancellationToken cancel)
    {
        while (true)
        {
            var before = await MarkAsync(db, cancel);
            var answer = await read();
            if (await MarkAsync(db, cancel) == before)
            {
                return answer;
            }
        }
    }

    /// <summary>What is asked for by day: kept sums, and the movements that are in none of them.</summary>
    public static async Task<SummedDays> DaysAsync(MarketplaceDb db, RevenueFilter filter, CancellationToken cancel)
    {
        var (part, isOfPublisher, currency) = (filter.Part, filter.PublisherId is not null, filter.Currency);
        var mark = part is null ? 0 : await MarkAsync(db, cancel);
        var rows = filter.Of(db.RecurringMovements.AsNoTracking()).Where(m => m.Id > mark).Select(m => new DaySum
        {
            Day = m.Day, Currency = m.Currency, Kind = isOfPublisher ? m.PublisherKind : m.Kind, Minor = m.Minor, Count = 1,
        });
        var kept = mark == 0 ? null : db.RevenueDays.AsNoTracking().Where(d => d.Part == part && (currency == null || d.Currency == currency))
            .Select(d => new DaySum { Day = d.Day, Currency = d.Currency, Kind = d.Kind, Minor = d.Minor, Count = d.Count });
        return new(rows, kept);
    }

    public static async Task<BookSeries> BooksAsync(MarketplaceDb db, DateOnly from, DateOnly to, RevenueRates rates, CancellationToken cancel)
    {
        var (first, last) = (LedgerMonth.Of(from), LedgerMonth.Of(to));
        var flows = await db.Entries.Where(e => e.Journal.Month >= first && e.Journal.Month <= last)
            .GroupBy(e => new
            {
                e.Journal.Month, Day = DateOnly.FromDateTime(e.Journal.At), e.Journal.Kind, e.Currency, Debit = e.Debit.Kind, Credit = e.Credit.Kind,
            })
            .Select(g => new { g.Key, Minor = g.Sum(e => e.Minor) }).ToListAsync(cancel);
        var debits = await db.Balances.GroupBy(b => new { b.Month, b.Account.Kind, b.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(b => b.Debit - b.Credit) }).ToListAsync(cancel);
        return new(
            [
                .. flows.Where(one => rates.Has(one.Key.Currency)).Select(one => new BookFlow(
                    DayOf(one.Key.Month, one.Key.Day), one.Key.Currency, one.Key.Kind, one.Key.Debit, one.Key.Credit, one.Minor)),
            ],
            [.. debits.Where(one => rates.Has(one.Key.Currency)).Select(one => new BookMonth(one.Key.Month, one.Key.Kind, one.Key.Currency, one.Minor))],
            rates);
    }

    /// <summary>When trials that are over by a day ended, and whether they were bought.</summary>
    public static async Task<IReadOnlyList<TrialEnd>> TrialsAsync(
        MarketplaceDb db, RevenueFilter filter, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        // Trials are kept by neither of these: rather nothing than what was not asked for.
        if (filter is not { Currency: null, Country: null, PromotionId: null })
        {
            return [];
        }

        var (since, until) = (from.ToDateTime(default, DateTimeKind.Utc), to.AddDays(1).ToDateTime(default, DateTimeKind.Utc));
        // A trial that asked for a way to pay has a subscription; one that did not is a license that ends.
        var paid = db.Subscriptions.Where(s => s.TrialEndsAt >= since && s.TrialEndsAt < until);
        var (module, publisher, client, tier, model) = (filter.ModuleId, filter.PublisherId, filter.ClientId, filter.Tier, filter.Model);
        var ends = await paid.Where(s => (module == null || s.ModuleId == module) && (publisher == null || s.Module.PublisherId == publisher)
                && (client == null || s.OrganizationId == client) && (tier == null || s.Tier == tier) && (model == null || s.Model == model))
            .GroupBy(s => new { Day = DateOnly.FromDateTime(s.TrialEndsAt!.Value), IsBought = s.Period >= 0 })
            .Select(g => new TrialEnd(g.Key.Day, g.Key.IsBought, g.Count())).ToListAsync(cancel);
        var subscriptions = db.Subscriptions;
        var lapsed = await db.Licenses.Where(l => l.Origin == LicenseOrigin.Trial && l.ExpiresAt >= since && l.ExpiresAt < until
                && !subscriptions.Any(s => s.LicenseId == l.Id))
            .Where(l => (module == null || l.ModuleId == module) && (publisher == null || l.Module.PublisherId == publisher)
                && (client == null || l.OrganizationId == client) && (tier == null || l.Tier == tier) && (model == null || l.Offer!.Model == model))
            .GroupBy(l => DateOnly.FromDateTime(l.ExpiresAt!.Value)).Select(g => new TrialEnd(g.Key, false, g.Count())).ToListAsync(cancel);
        return [.. ends, .. lapsed];
    }

    // What was booked later than it was, since its month was closed, is of the month in which it is booked.
    internal static DateOnly DayOf(int month, DateOnly day) => LedgerMonth.Of(day) < month ? new(month / 100, month % 100, 1) : day;
}

internal readonly record struct TrialEnd(DateOnly Day, bool IsBought, int Count);

/// <summary>Of a day, a currency and a kind.</summary>
internal sealed class DaySum
{
    public DateOnly Day { get; init; }
    public string Currency { get; init; } = "";
    public MovementKind Kind { get; init; }
    public long Minor { get; init; }
    public int Count { get; init; }
}

/// <param name="rows">One for each movement.</param>
/// <param name="kept">Null where none are kept.</param>
/// <summary>What is kept in sums, and what came after them.</summary>
internal sealed class SummedDays(IQueryable<DaySum> rows, IQueryable<DaySum>? kept)
{
    /// <summary>The same question to both; whoever asks sums both answers.</summary>
    public async Task<IReadOnlyList<DaySum>> SumAsync(Func<IQueryable<DaySum>, IQueryable<DaySum>> question, CancellationToken cancel) =>
        [.. kept is null ? [] : await question(kept).ToListAsync(cancel), .. await question(rows).ToListAsync(cancel)];
}
