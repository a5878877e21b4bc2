using Marketplace.Data;
using Marketplace.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Payments.Reconciliation;

/// <summary>What journals did to the cash that a provider holds.</summary>
internal sealed class CashBooks(MarketplaceDb db, string provider)
{
    private readonly string _cash = AccountKey.ProviderCash(provider).Text;

    /// <returns>One amount a currency, less than nothing where cash left; none where the journals are not there or moved no cash.</returns>
    public async Task<IReadOnlyList<Money>> SumsAsync(IReadOnlyList<string> sources, CancellationToken cancel)
    {
        var sums = await db.Entries.Where(e => sources.Contains(e.Journal.Source) && (e.Debit.Key == _cash || e.Credit.Key == _cash))
            .GroupBy(e => e.Currency).Select(g => new { g.Key, Minor = g.Sum(e => e.Debit.Key == _cash ? e.Minor : -e.Minor) }).ToListAsync(cancel);
        return [.. sums.Where(sum => sum.Minor != 0).Select(sum => new Money(sum.Minor, sum.Key))];
    }
}
