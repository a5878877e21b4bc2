using System.Globalization;
using System.Text.Json;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Tax;

/// <summary>
/// The standard rates that ship with this version: those of the European Union’s members, the United Kingdom, Switzerland and Norway since 2021 and
/// before. They are added at start where the key has no row; what an operator changed or withdrew stays so.
/// </summary>
public sealed class ShippedTaxRates(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static IReadOnlyList<(TaxRateKey Key, decimal Percent)> Read()
    {
        using var file = typeof(ShippedTaxRates).Assembly.GetManifestResourceStream("pricing/standard-rates.json")!;
        return
        [
            .. from country in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, decimal>>>(file)!
               from rate in country.Value
               select (
                   new TaxRateKey(country.Key, "", ProductClass.Any, DateOnly.ParseExact(rate.Key, "yyyy-MM-dd", CultureInfo.InvariantCulture)), rate.Value),
        ];
    }

    /// <summary>Does nothing where all of them were added before.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var known = (await db.TaxRates.Where(r => r.Number == 0 && r.Region == "" && r.ProductClass == ProductClass.Any)
            .Select(r => new { r.Country, r.From }).ToListAsync(cancel)).Select(r => (r.Country, r.From)).ToHashSet();
        db.AddRange(Read().Where(rate => !known.Contains((rate.Key.Country, rate.Key.From)))
            .Select(rate => new TaxRate(rate.Key, rate.Percent, 0, null, clock.UtcNow)));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // A portal or worker that started at the same time added them.
        }
    }
}
