using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing;

/// <param name="Offers">Open offers with a price in it.</param>
/// <param name="Buyers">Organizations that pay in it.</param>
public sealed record CurrencyUse(string Currency, int Offers, int Buyers);

/// <summary>Which currencies are in use.</summary>
public sealed class CurrencyQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options)
{
    /// <summary>The marketplace’s own first, then by use.</summary>
    public async Task<IReadOnlyList<CurrencyUse>> InUseAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var offers = await db.Offers.Open().SelectMany(o => o.Prices).GroupBy(p => p.Currency)
            .Select(group => new { Currency = group.Key, Count = group.Count() }).ToDictionaryAsync(one => one.Currency, one => one.Count, cancel);
        var buyers = await db.BillingProfiles.GroupBy(p => p.Currency)
            .Select(group => new { Currency = group.Key, Count = group.Count() }).ToDictionaryAsync(one => one.Currency, one => one.Count, cancel);
        return
        [
            .. offers.Keys.Union(buyers.Keys).Append(options.Value.Currency).Distinct()
                .Select(code => new CurrencyUse(code, offers.GetValueOrDefault(code), buyers.GetValueOrDefault(code)))
                .OrderByDescending(use => use.Currency == options.Value.Currency).ThenByDescending(use => use.Offers + use.Buyers)
                .ThenBy(use => use.Currency, StringComparer.Ordinal),
        ];
    }
}
