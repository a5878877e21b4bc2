using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Rates;

/// <param name="Source">Where rates are fetched; empty if nowhere.</param>
/// <param name="Rates">The newest; null if there are none.</param>
/// <param name="LastFetch">The last attempt to fetch; null if there was none.</param>
/// <param name="IsOld">They are older than they should be.</param>
public sealed record RatesReport(string Source, RatesOf? Rates, RatesFetch? LastFetch, bool IsOld)
{
    /// <summary>Someone expects the day's rates, and they are not there.</summary>
    public bool IsAlarming => Source != "" && (IsOld || LastFetch?.Problem is not null);
}

/// <summary>Reads the exchange rates.</summary>
public sealed class RatesQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<RatesOptions> options, TimeProvider clock)
{
    /// <summary>Weekends and holidays pass without rates; more days do not.</summary>
    public const int MaxAge = 3;

    /// <summary>How long a currency keeps a rate that the bank no longer quotes. The longest time without any, around Easter, is five days.</summary>
    private const int KeptDays = 10;

    private const int MaxRates = 2000;

    /// <summary>The rates to convert by on a day: its own, or those of the last day before. Null where there are none.</summary>
    public async Task<RatesOf?> AtAsync(DateOnly day, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await AtAsync(db, day, cancel);
    }

    /// <summary>The rates to convert by now.</summary>
    public Task<RatesOf?> NowAsync(CancellationToken cancel) => AtAsync(DateOnly.FromDateTime(clock.UtcNow), cancel);

    /// <summary>What operators see of the rates; null for everybody else.</summary>
    public async Task<RatesReport?> ReportAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return null;
        }

        var today = DateOnly.FromDateTime(clock.UtcNow);
        var rates = await AtAsync(db, today.AddDays(1), cancel);
        return new(
            options.Value.RatesSource, rates, await db.RatesFetches.AsNoTracking().OrderByDescending(f => f.Id).FirstOrDefaultAsync(cancel),
            IsOld(rates, today));
    }

    internal static bool IsOld(RatesOf? rates, DateOnly today) => rates is null || today.DayNumber - rates.Day.DayNumber > MaxAge;

    internal static async Task<RatesOf?> AtAsync(MarketplaceDb db, DateOnly day, CancellationToken cancel)
    {
        if (await db.ExchangeRates.Where(r => r.Day <= day).OrderByDescending(r => r.Day).Select(r => (DateOnly?)r.Day).FirstOrDefaultAsync(cancel)
            is not { } newest)
        {
            return null;
        }

        var since = newest.AddDays(-KeptDays);
        var rates = await db.ExchangeRates.AsNoTracking().Where(r => r.Day <= newest && r.Day > since).OrderByDescending(r => r.Day).ThenBy(r => r.Currency)
            .Take(MaxRates).ToListAsync(cancel);
        return new(newest, rates.DistinctBy(r => r.Currency).ToDictionary(r => r.Currency, r => r.PerEuro));
    }
}
