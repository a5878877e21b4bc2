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
    private const string Euro = "EUR";

    public static async Task<RevenueRates> RatesAsync(
        MarketplaceDb db, string to, IReadOnlyCollection<string> currencies, DateOnly from, DateOnly until, DateOnly? fixedDay, CancellationToken cancel)
    {
        List<string> asked = [.. currencies.Append(to).Where(currency => currency != Euro).Distinct()];
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
        IQueryable<RecurringMovement> movements, RevenueFilter filter, DateOnly from, DateOnly to, RevenueRates rates, CancellationToken cancel)
    {
        var isOfPublisher = filter.PublisherId is not null;
        var opening = await movements.Where(m => m.Day < from).GroupBy(m => m.Currency).Select(g => new { g.Key, Minor = g.Sum(m => m.Minor) })
            .ToDictionaryAsync(one => one.Key, one => one.Minor, cancel);
        var sums = await movements.Where(m => m.Day >= from && m.Day <= to)
            .GroupBy(m => new { m.Day, m.Currency, Kind = isOfPublisher ? m.PublisherKind : m.Kind })
            .Select(g => new { g.Key, Minor = g.Sum(m => m.Minor) }).OrderBy(one => one.Key.Day).ToListAsync(cancel);
        return new(
            opening.Where(one => rates.Has(one.Key)).ToDictionary(),
            [.. sums.Where(one => rates.Has(one.Key.Currency)).Select(one => new MovementSum(one.Key.Day, one.Key.Currency, one.Key.Kind, one.Minor))],
            rates);
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
    private static DateOnly DayOf(int month, DateOnly day) => LedgerMonth.Of(day) < month ? new(month / 100, month % 100, 1) : day;
}

internal readonly record struct TrialEnd(DateOnly Day, bool IsBought, int Count);
