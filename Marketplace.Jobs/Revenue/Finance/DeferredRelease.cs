using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Revenue.Measures;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Finance;

/// <summary>When what was sold for a term will be earned.</summary>
internal static class DeferredRelease
{
    public const int Months = 12;

    /// <returns>Minor units by currency: of this month, of those after it, and last of all that is later. They sum to what is deferred.</returns>
    public static async Task<IReadOnlyDictionary<string, long[]>> ReadAsync(MarketplaceDb db, DateOnly today, CancellationToken cancel)
    {
        var ends = Enumerable.Range(1, Months).Select(month => RevenueSpan.MonthStart(today).AddMonths(month)).ToList();
        var release = new Dictionary<string, long[]>();
        await foreach (var term in db.RecognitionSchedules.AsNoTracking().Where(s => !s.IsDone)
            .Select(s => new { s.Currency, s.Minor, s.From, s.To, s.RecognizedTo }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (!release.TryGetValue(term.Currency, out var months))
            {
                release[term.Currency] = months = new long[Months + 1];
            }

            var earned = Recognition.Before(term.Minor, term.From, term.To, term.RecognizedTo);
            for (var month = 0; month < Months && earned < term.Minor; month++)
            {
                var until = Recognition.Before(term.Minor, term.From, term.To, ends[month]);
                if (until > earned)
                {
                    months[month] += until - earned;
                    earned = until;
                }
            }

            months[Months] += term.Minor - earned;
        }

        return release;
    }
}
