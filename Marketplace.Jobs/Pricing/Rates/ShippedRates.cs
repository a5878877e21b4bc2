using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Rates;

/// <summary>The rates that ship with this version, so that a machine without the internet converts; they say of which day they are.</summary>
public sealed class ShippedRates(IDbContextFactory<MarketplaceDb> databases, ExchangeRates rates, TimeProvider clock)
{
    public static RatesFile Read(DateOnly today)
    {
        using var file = typeof(ShippedRates).Assembly.GetManifestResourceStream("pricing/eurofxref.xml")!;
        return RatesXml.Read(file, today);
    }

    /// <summary>Does nothing where there are rates.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.ExchangeRates.AnyAsync(cancel) && Read(DateOnly.FromDateTime(clock.UtcNow)) is RatesFile.Read file)
        {
            await rates.StoreAsync(file.Days, cancel);
        }
    }
}
