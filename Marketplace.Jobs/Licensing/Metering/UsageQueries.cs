using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing.Metering;

/// <summary>What an organization has used of a quantity, beside what its licenses include. Months are those of the calendar, in UTC.</summary>
/// <param name="Included">Null for no limit.</param>
/// <param name="ThisMonth">By all of its sites together.</param>
/// <param name="IsMetered">What goes beyond is paid for.</param>
public sealed record QuantityUse(string Name, string Unit, long? Included, long ThisMonth, long LastMonth, bool IsMetered)
{
    public long Over => Included is { } included ? Math.Max(0, ThisMonth - included) : 0;
}

/// <summary>Reads what was used.</summary>
public sealed class UsageQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Of the module of a license of the actor's organizations, or of one whose licenses it manages; none if there is no such license.</summary>
    public async Task<IReadOnlyList<QuantityUse>> OfAsync(Actor actor, long licenseId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, managed) = (db.Organizations.Of(actor), db.ModulesManagedBy(actor));
        return await db.Licenses.Where(l => l.Id == licenseId && (own.Any(o => o.Id == l.OrganizationId) || managed.Any(m => m.Id == l.ModuleId)))
                .Select(l => new { l.OrganizationId, l.ModuleId, l.Module.NormalizedId }).FirstOrDefaultAsync(cancel) is { } license
            ? await ReadAsync(db, license.OrganizationId, license.ModuleId, license.NormalizedId, cancel) : [];
    }

    internal async Task<IReadOnlyList<QuantityUse>> ReadAsync(
        MarketplaceDb db, long organizationId, long moduleId, string normalizedId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var month = DateOnly.FromDateTime(now).AddDays(1 - now.Day);
        var last = month.AddMonths(-1);
        var quantities = (await db.QuantitiesAsync(organizationId, [normalizedId], now, cancel)).GetValueOrDefault(normalizedId, []);
        var days = await db.UsageDays.Where(d => d.OrganizationId == organizationId && d.ModuleId == moduleId && d.Day >= last)
            .GroupBy(d => new { d.Quantity, IsThis = d.Day >= month })
            .Select(g => new { g.Key.Quantity, g.Key.IsThis, Count = g.Sum(d => d.Count) }).ToListAsync(cancel);
        return
        [
            .. quantities.Where(one => one.Until is null).OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => new QuantityUse(
                one.Name, one.Unit, one.Included, Sum(one.Name, true), Sum(one.Name, false), one.IsMetered)),
        ];

        long Sum(string name, bool isThis) => days.Where(day => day.Quantity == name && day.IsThis == isThis).Sum(day => day.Count);
    }
}
