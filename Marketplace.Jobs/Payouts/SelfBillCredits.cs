using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

/// <summary>What of a payout takes back shares that an earlier payout billed.</summary>
/// <param name="Shares">Their amounts more than zero.</param>
internal sealed record CreditedShares(SelfBill Bill, IReadOnlyList<BilledShares> Shares);

/// <summary>
/// Finds which earlier self-billing invoices a payout's deductions correct. A deduction of what was not billed before, such as a refund in the month of its
/// sale, is netted in the invoice of the payout.
/// </summary>
internal static class SelfBillCredits
{
    private const int MaxSales = 5000, Batch = 500;

    public static async Task<IReadOnlyList<CreditedShares>> FindAsync(MarketplaceDb db, Payout payout, CancellationToken cancel)
    {
        var deductions = await db.Shares.Where(s => s.PayoutId == payout.Id && s.Kind != JournalKind.Payout && s.Minor < 0)
            .GroupBy(s => new { s.Journal.Document, s.ItemId, ModuleId = (long?)s.Item!.ModuleId, Module = s.Item!.Module.DisplayName })
            .Select(g => new Deduction(
                g.Key.Document, g.Key.ItemId, g.Key.ModuleId, g.Key.Module, g.Count(), -g.Sum(s => s.Minor), g.Min(s => s.At), g.Max(s => s.At)))
            .ToListAsync(cancel);
        var earlier = await EarlierAsync(db, payout, [.. deductions.Take(MaxSales).Select(one => one.Document).Distinct()], cancel);
        var payouts = earlier.Select(one => one.PayoutId).Distinct().ToList();
        var bills = await db.SelfBills.Where(b => payouts.Contains(b.PayoutId) && b.CorrectsId == null).ToDictionaryAsync(b => b.PayoutId, cancel);
        var credited = from deduction in deductions
            let sold = earlier.Where(one => (one.Document, one.ItemId) == (deduction.Document, deduction.ItemId) && bills.ContainsKey(one.PayoutId)).ToList()
            from part in Parts(deduction, sold)
            group part.Shares by bills[part.PayoutId] into credit
            orderby credit.Key.Id
            select new CreditedShares(credit.Key, [.. credit.GroupBy(shares => (shares.ModuleId, shares.Module)).Select(Sum)]);
        return [.. credited];
    }

    /// <summary>What is left to bill by module.</summary>
    public static IReadOnlyList<BilledShares> Without(IReadOnlyList<BilledShares> shares, IReadOnlyList<CreditedShares> credits)
    {
        var taken = credits.SelectMany(credit => credit.Shares).ToLookup(one => one.ModuleId);
        return
        [
            .. from one in shares
               let minor = one.Minor + taken[one.ModuleId].Sum(credit => credit.Minor)
               let count = one.Count - taken[one.ModuleId].Sum(credit => credit.Count)
               where minor != 0
               select one with { Minor = minor, Count = Math.Max(count, 1) },
        ];
    }

    // The newest bill first; what was taken back before is taken off in the same order.
    private static IEnumerable<(long PayoutId, BilledShares Shares)> Parts(Deduction deduction, List<Sold> sold)
    {
        var (done, left) = (sold.Sum(one => one.Minus), deduction.Minor);
        foreach (var one in sold.Where(one => one.Plus > 0).OrderByDescending(one => one.PayoutId))
        {
            var gone = Math.Min(done, one.Plus);
            var part = Math.Min(left, one.Plus - gone);
            (done, left) = (done - gone, left - part);
            if (part > 0)
            {
                yield return (one.PayoutId, new(deduction.ModuleId, deduction.Module, deduction.Count, part, deduction.From, deduction.To));
            }
        }
    }

    private static async Task<List<Sold>> EarlierAsync(MarketplaceDb db, Payout payout, List<string> documents, CancellationToken cancel)
    {
        var (all, bills) = (new List<Sold>(), db.SelfBills);
        foreach (var some in documents.Chunk(Batch))
        {
            all.AddRange(await db.Shares
                .Where(s => s.PublisherId == payout.PublisherId && s.Currency == payout.Currency && some.Contains(s.Journal.Document)
                    && s.PayoutId != payout.Id && s.Kind != JournalKind.Payout && bills.Any(b => b.PayoutId == s.PayoutId))
                .GroupBy(s => new { s.PayoutId, s.Journal.Document, s.ItemId })
                .Select(g => new Sold(
                    g.Key.PayoutId!.Value, g.Key.Document, g.Key.ItemId, g.Sum(s => s.Minor > 0 ? s.Minor : 0), g.Sum(s => s.Minor < 0 ? -s.Minor : 0)))
                .ToListAsync(cancel));
        }

        return all;
    }

    private static BilledShares Sum(IEnumerable<BilledShares> shares) => shares.Aggregate((one, next) => one with
    {
        Count = one.Count + next.Count, Minor = checked(one.Minor + next.Minor), From = one.From < next.From ? one.From : next.From,
        To = one.To > next.To ? one.To : next.To,
    });

    private sealed record Deduction(string Document, long? ItemId, long? ModuleId, string? Module, int Count, long Minor, DateTime From, DateTime To);

    private sealed record Sold(long PayoutId, string Document, long? ItemId, long Plus, long Minus);
}
