using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing.Activations;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing.Metering;

/// <summary>Takes down what sites and programs say they have used. However often an entry comes, it counts once.</summary>
public sealed class UsageReports(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>So many entries come in one call.</summary>
    public const int MaxEntries = 500;

    /// <summary>What was used longer ago, in days, does not count any more: it was invoiced without it.</summary>
    public const int MaxAge = 62;

    private static readonly TimeSpan ClockDrift = TimeSpan.FromHours(24);

    /// <param name="organizationId">Whose use it is.</param>
    /// <param name="source">Who tells it, such as <c>site/12</c>.</param>
    public Task<UsageReceipt> RecordAsync(long organizationId, string source, IReadOnlyCollection<UsageEntry> entries, CancellationToken cancel) =>
        databases.TransactAsync(db => RecordAsync(db, organizationId, source, [.. entries.DistinctBy(entry => entry.Report)], cancel), cancel);

    private async Task<UsageReceipt> RecordAsync(
        MarketplaceDb db, long organizationId, string source, IReadOnlyList<UsageEntry> entries, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var ids = entries.Select(entry => Module.Normalize(entry.Module)).Distinct().ToList();
        // Two that tell the same wait for each other.
        await db.LockLicensesAsync(organizationId, ids, cancel);
        var quantities = await db.QuantitiesAsync(organizationId, ids, now, cancel);
        var refused = entries.Select(entry => (entry.Report, Reason: Problem(entry, quantities, now))).Where(one => one.Reason is not null)
            .Select(one => new UsageRefusal(one.Report, one.Reason!)).ToList();
        var numbers = entries.Select(entry => entry.Report).ToList();
        var known = await db.UsageReports.Where(r => r.OrganizationId == organizationId && numbers.Contains(r.Report))
            .Select(r => r.Report).ToListAsync(cancel);
        var counted = entries.Where(entry => !known.Contains(entry.Report) && refused.TrueForAll(one => one.Report != entry.Report)).ToList();
        if (counted.Count > 0)
        {
            var modules = await db.Modules.Where(m => ids.Contains(m.NormalizedId)).Select(m => new { m.Id, m.NormalizedId, m.DisplayName })
                .ToDictionaryAsync(m => m.NormalizedId, cancel);
            foreach (var g in counted.GroupBy(entry => (Module: modules[Module.Normalize(entry.Module)], entry.Quantity)))
            {
                var quantity = quantities[g.Key.Module.NormalizedId].First(one => one.Name == g.Key.Quantity);
                db.UsageReports.AddRange(g.Select(entry => new UsageReport(
                    organizationId, g.Key.Module.Id, entry.Report, source, entry.Quantity, entry.Count, entry.From, entry.Until, now)));
                await CountAsync(db, organizationId, g.Key.Module.Id, g.Key.Module.DisplayName, quantity, [.. g], now, cancel);
            }

            db.Changed(LiveTopic.Licenses(organizationId), now);
            await db.SaveChangesAsync(cancel);
        }

        return new(counted.Count, entries.Count - counted.Count - refused.Count, refused);
    }

    private static async Task CountAsync(
        MarketplaceDb db, long organizationId, long moduleId, string name, LicensedQuantity quantity, IReadOnlyList<UsageEntry> entries, DateTime now,
        CancellationToken cancel)
    {
        var month = DateOnly.FromDateTime(now).AddDays(1 - now.Day);
        var all = db.UsageDays.Where(d => d.OrganizationId == organizationId && d.ModuleId == moduleId && d.Quantity == quantity.Name);
        var before = await all.Where(d => d.Day >= month).SumAsync(d => d.Count, cancel);
        foreach (var day in entries.GroupBy(entry => DateOnly.FromDateTime(entry.Until)))
        {
            var count = day.Sum(entry => entry.Count);
            if (await all.Where(d => d.Day == day.Key).ExecuteUpdateAsync(set => set.SetProperty(d => d.Count, d => d.Count + count), cancel) == 0)
            {
                db.UsageDays.Add(new(organizationId, moduleId, quantity.Name, day.Key, count));
            }
        }

        var after = before + entries.Where(entry => DateOnly.FromDateTime(entry.Until) >= month).Sum(entry => entry.Count);
        if (quantity.Included is > 0 and var included && before <= included && after > included)
        {
            var unit = quantity.Unit == "" ? quantity.Name : quantity.Unit;
            var then = quantity.IsMetered ? "includes this month; what goes beyond is charged" : "allows";
            var text = $"{name} has used more than the {included:#,0} {unit} that your license {then}";
            await db.NotifyMembersAsync(organizationId, "licenses", text, now, cancel);
        }
    }

    private static string? Problem(UsageEntry entry, IReadOnlyDictionary<string, IReadOnlyList<LicensedQuantity>> quantities, DateTime now) =>
        !quantities.TryGetValue(Module.Normalize(entry.Module), out var known) ? $"There is no license of {entry.Module.Clip(100)}."
        : known.FirstOrDefault(one => one.Name == entry.Quantity) is not { } quantity
            ? $"No license of {entry.Module.Clip(100)} speaks of “{entry.Quantity.Clip(40)}”. Use a name of its offer."
        : entry.Count is < 1 or > OfferDetailsRules.MaxUnits ? $"A count is from 1 to {OfferDetailsRules.MaxUnits:#,0}."
        : entry.Until < entry.From || entry.Until > now + ClockDrift ? "It ends before it began, or in the future. Set the clock right; times are in UTC."
        : entry.Until > quantity.Until ? $"No license of {entry.Module.Clip(100)} speaks of “{entry.Quantity}” since {quantity.Until:yyyy-MM-dd}."
        : entry.Until < now.AddDays(-MaxAge) ? $"It is more than {MaxAge} days ago." : null;
}
