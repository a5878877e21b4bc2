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
        // What waits for a transfer has a last day.
        var due = await db.Invoices.AsNoTracking().Where(i => i.Due != null && i.Kind == InvoiceKind.Invoice).WithRest().Where(rest => rest.Minor > 0)
            .GroupBy(rest => new { Day = rest.Invoice.Due!.Value, rest.Invoice.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(rest => rest.Minor), Count = g.Count() }).ToListAsync(cancel);
        // What a card was to pay was due when it was issued; it is open where that failed, also once dunning has given it up.
        var cases = db.DunningCases.Where(c => c.State == DunningState.Open || c.State == DunningState.Lost);
        var failed = await db.Invoices.AsNoTracking().Where(i => i.Due == null && cases.Any(c => c.Period.InvoiceId == i.Id)).WithRest()
            .Where(rest => rest.Minor > 0).GroupBy(rest => new { Day = DateOnly.FromDateTime(rest.Invoice.IssuedAt), rest.Invoice.Currency })
            .Select(g => new { g.Key, Minor = g.Sum(rest => rest.Minor), Count = g.Count() }).ToListAsync(cancel);
        return [.. due.Concat(failed).Select(sum => new AgedSum(AgeOf(sum.Key.Day, today), sum.Key.Currency, sum.Minor, sum.Count))];
    }

    private static ReceivableAge AgeOf(DateOnly due, DateOnly today) => (today.DayNumber - due.DayNumber) switch
    {
        <= 0 => ReceivableAge.NotDue,
        <= 30 => ReceivableAge.To30Days,
        <= 60 => ReceivableAge.To60Days,
        <= 90 => ReceivableAge.To90Days,
        _ => ReceivableAge.Over90Days,
    };
}
