using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ledger;

/// <summary>What was posted to an account in a currency.</summary>
public readonly record struct AccountTotal(long AccountId, string Currency, long Debit, long Credit);

/// <summary>A month's journals, counted, and its totals, summed from the entries themselves.</summary>
public sealed record MonthTotals(long Journals, IReadOnlyList<AccountTotal> Accounts)
{
    public string Hash
    {
        get
        {
            var text = new StringBuilder().Append(Journals);
            foreach (var (account, currency, debit, credit) in Accounts)
            {
                text.Append(CultureInfo.InvariantCulture, $";{account}:{currency}:{debit}:{credit}");
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    internal static async Task<MonthTotals> ReadAsync(MarketplaceDb db, int month, CancellationToken cancel)
    {
        var entries = db.Entries.Where(e => e.Journal.Month == month);
        var sums = new Dictionary<(long Account, string Currency), (long Debit, long Credit)>();
        await foreach (var sum in entries.GroupBy(e => new { e.DebitId, e.Currency })
            .Select(g => new { g.Key.DebitId, g.Key.Currency, Minor = g.Sum(e => e.Minor) }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            sums[(sum.DebitId, sum.Currency)] = (sum.Minor, 0);
        }

        await foreach (var sum in entries.GroupBy(e => new { e.CreditId, e.Currency })
            .Select(g => new { g.Key.CreditId, g.Key.Currency, Minor = g.Sum(e => e.Minor) }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            sums[(sum.CreditId, sum.Currency)] = (sums.GetValueOrDefault((sum.CreditId, sum.Currency)).Debit, sum.Minor);
        }

        return new(
            await db.Journals.LongCountAsync(j => j.Month == month, cancel),
            [.. sums.OrderBy(s => s.Key.Account).ThenBy(s => s.Key.Currency, StringComparer.Ordinal)
                .Select(s => new AccountTotal(s.Key.Account, s.Key.Currency, s.Value.Debit, s.Value.Credit))]);
    }
}
