using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Data;
using Marketplace.Payouts.Shares;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payouts;

/// <summary>What is approved: all that payouts say, line by line, as one number that is another as soon as anything of it is.</summary>
internal static class PayoutHash
{
    /// <summary>The lines as they are in the database: how many, what they come to, and their hash with the payout's.</summary>
    public static async Task<(int Count, long Minor, string Hash)> OfLinesAsync(MarketplaceDb db, Payout payout, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (count, minor, account) = (0, 0L, payout.Account);
        await foreach (var line in db.Shares.AsNoTracking().Where(s => s.PayoutId == payout.Id).OrderBy(s => s.Id).Select(s => new { s.Id, s.Minor })
            .AsAsyncEnumerable().WithCancellation(cancel))
        {
            (count, minor) = (count + 1, checked(minor + line.Minor));
            Append(hash, $"{line.Id} {line.Minor}");
        }

        Append(hash, $"{payout.PublisherId} {account.Id} {account.Method} {account.Number} {minor} {payout.Currency}");
        Append(hash, account.Holder);
        return (count, minor, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Of a run: its payouts in the order of their ids.</summary>
    public static string OfRun(PayoutRun run, IEnumerable<Payout> payouts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, $"{run.Method} {run.Currency} {run.IsTest} {run.Needed}");
        foreach (var payout in payouts.OrderBy(payout => payout.Id))
        {
            Append(hash, $"{payout.Id} {payout.Minor} {payout.Hash}");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether the run and its lines are still what the hash was made of.</summary>
    public static async Task<bool> HoldsAsync(MarketplaceDb db, PayoutRun run, CancellationToken cancel)
    {
        foreach (var payout in run.Included)
        {
            if (await OfLinesAsync(db, payout, cancel) != (payout.Count, payout.Minor, payout.Hash))
            {
                return false;
            }
        }

        return run.Minor == run.Included.Sum(payout => payout.Minor) && run.Hash == OfRun(run, run.Included);
    }

    private static void Append(IncrementalHash hash, FormattableString text) => Append(hash, text.ToString(CultureInfo.InvariantCulture));

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes($"{text}\n"));
}
