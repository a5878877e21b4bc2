using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts.Shares;

/// <summary>What of a share is kept back, and until when.</summary>
/// <param name="Part">So much of every <paramref name="Whole"/>.</param>
/// <param name="Days">So many longer than the rest.</param>
/// <param name="Until">As long as what is taken back; null where nothing is.</param>
internal sealed record ReserveRule(long Part, long Whole, int Days, DateTime? Until = null)
{
    public Money Of(Money amount) => amount with { Minor = Data.Whole.Nearest((Int128)amount.Minor * Part, Whole) };

    public DateTime DueAt(DateTime rest) => Until is { } until ? until > rest ? until : rest : rest.AddDays(Days);
}

/// <summary>
/// A deduction is taken off the reserve in the proportion in which the sale is in it, whatever the terms are by then: otherwise what was credited whole would
/// leave something to pay out in between.
/// </summary>
internal static class DeductionReserves
{
    /// <returns>By the document, publisher and currency of what is taken back; none where nothing was sold of it before.</returns>
    public static async Task<IReadOnlyDictionary<(string Document, long PublisherId, string Currency), ReserveRule>> FindAsync(
        MarketplaceDb db, IEnumerable<ShareGain> gains, CancellationToken cancel)
    {
        var deductions = gains.Where(gain => gain is { IsAvailable: false, Amount.Minor: < 0 }).ToList();
        var documents = deductions.Select(gain => gain.Journal.Document).Distinct().ToList();
        var publishers = deductions.Select(gain => gain.PublisherId).Distinct().ToList();
        var sold = documents.Count == 0 ? [] : await db.Shares
            .Where(s => documents.Contains(s.Journal.Document) && publishers.Contains(s.PublisherId) && s.Minor > 0 && s.Part != SharePart.Available)
            .GroupBy(s => new { s.Journal.Document, s.PublisherId, s.Currency })
            .Select(g => new
            {
                g.Key.Document, g.Key.PublisherId, g.Key.Currency, Minor = g.Sum(s => s.Minor),
                Reserve = g.Sum(s => s.Part == SharePart.Reserve ? s.Minor : 0), Until = g.Max(s => s.Part == SharePart.Reserve ? s.DueAt : (DateTime?)null),
            }).ToListAsync(cancel);
        return sold.ToDictionary(
            one => (one.Document, one.PublisherId, one.Currency), one => new ReserveRule(one.Reserve, one.Minor, 0, one.Until ?? DateTime.MinValue));
    }
}
