using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Finance;

/// <summary>For how long an invoice is overdue.</summary>
public enum ReceivableAge
{
    NotDue,
    To30Days,
    To60Days,
    To90Days,
    Over90Days,
}

/// <summary>What is open of a currency's invoices of one age, including tax.</summary>
internal readonly record struct AgedSum(ReceivableAge Age, string Currency, long Minor, int Count);

/// <summary>Reads open invoices by age.</summary>
internal static class AgedReceivables
{
    public static async Task<IReadOnlyList<AgedSum>> ReadAsync(MarketplaceDb db, DateOnly today, CancellationToken cancel)
    {
        var (day30, day60, day90) = (today.AddDays(-30), today.AddDays(-60), today.AddDays(-90));
        // What waits for a transfer has a last day.
        var due = await db.Invoices.AsNoTracking().Where(i => i.Due != null && i.Kind == InvoiceKind.Invoice).WithRest().Where(rest => rest.Minor > 0)
            .Select(rest => new
            {
                rest.Invoice.Currency, rest.Minor,
                Age = rest.Invoice.Due >= today ? ReceivableAge.NotDue : rest.Invoice.Due >= day30 ? ReceivableAge.To30Days
                    : rest.Invoice.Due >= day60 ? ReceivableAge.To60Days : rest.Invoice.Due >= day90 ? ReceivableAge.To90Days : ReceivableAge.Over90Days,
            }).GroupBy(rest => new { rest.Age, rest.Currency }).Select(g => new { g.Key, Minor = g.Sum(rest => rest.Minor), Count = g.Count() })
            .ToListAsync(cancel);
        // What a card was to pay was due when it was issued; it is open where that failed.
        var (cases, since) = (db.DunningCases.Where(c => c.State == DunningState.Open), today.ToDateTime(default, DateTimeKind.Utc));
        var (at30, at60, at90) = (since.AddDays(-30), since.AddDays(-60), since.AddDays(-90));
        var failed = await db.Invoices.AsNoTracking().Where(i => i.Due == null && cases.Any(c => c.Period.InvoiceId == i.Id)).WithRest()
            .Where(rest => rest.Minor > 0)
            .Select(rest => new
            {
                rest.Invoice.Currency, rest.Minor,
                Age = rest.Invoice.IssuedAt >= since ? ReceivableAge.NotDue : rest.Invoice.IssuedAt >= at30 ? ReceivableAge.To30Days
                    : rest.Invoice.IssuedAt >= at60 ? ReceivableAge.To60Days : rest.Invoice.IssuedAt >= at90 ? ReceivableAge.To90Days
                    : ReceivableAge.Over90Days,
            }).GroupBy(rest => new { rest.Age, rest.Currency }).Select(g => new { g.Key, Minor = g.Sum(rest => rest.Minor), Count = g.Count() })
            .ToListAsync(cancel);
        return [.. due.Concat(failed).Select(sum => new AgedSum(sum.Key.Age, sum.Key.Currency, sum.Minor, sum.Count))];
    }
}
