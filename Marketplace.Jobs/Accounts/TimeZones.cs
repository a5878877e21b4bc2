using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

/// <summary>By which clock each person reads times: the one that the browser named last, or one that the person has chosen.</summary>
public sealed class TimeZones(IDbContextFactory<MarketplaceDb> databases)
{
    public const int MaxLength = 64;

    /// <summary>A time zone by its IANA name; null for whatever else a browser or a person may send.</summary>
    public static TimeZoneInfo? Find(string? name) =>
        name is { Length: > 0 and <= MaxLength } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;

    /// <summary>The IANA names of all that can be chosen, in order.</summary>
    public static IReadOnlyList<string> Names() =>
    [
        .. TimeZoneInfo.GetSystemTimeZones()
            .Select(zone => zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var name) ? name : null)
            .OfType<string>().Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The person's time zone. Keeps the browser's where the person has chosen none and it is another than before.</summary>
    /// <param name="browser">Null where the browser has not named it.</param>
    public async Task<TimeZoneInfo?> ReadAsync(long userId, TimeZoneInfo? browser, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var kept = await db.Users.Where(u => u.Id == userId).Select(u => new { u.TimeZone, u.HasChosenTimeZone }).FirstOrDefaultAsync(cancel);
        if (kept is null or { HasChosenTimeZone: true } || browser is null || browser.Id == kept.TimeZone)
        {
            return Find(kept?.TimeZone) ?? browser;
        }

        await db.Users.Where(u => u.Id == userId && !u.HasChosenTimeZone).ExecuteUpdateAsync(set => set.SetProperty(u => u.TimeZone, browser.Id), cancel);
        return browser;
    }

    /// <param name="zone">Null to follow the browser again.</param>
    public async Task ChooseAsync(long userId, TimeZoneInfo? zone, CancellationToken cancel)
    {
        var (name, isChosen) = (zone?.Id, zone is not null);
        await using var db = await databases.CreateDbContextAsync(cancel);
        await db.Users.Where(u => u.Id == userId).ExecuteUpdateAsync(
            set => set.SetProperty(u => u.TimeZone, u => name ?? u.TimeZone).SetProperty(u => u.HasChosenTimeZone, isChosen), cancel);
    }
}
