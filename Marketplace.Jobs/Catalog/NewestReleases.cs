using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Catalog;

/// <summary>No database can order versions, so the few of one page are ordered here.</summary>
internal static class NewestReleases
{
    /// <summary>The newest stable version, or the newest prerelease where there is nothing else.</summary>
    public static T Newest<T>(this IEnumerable<T> releases, Func<T, string> version) =>
        releases.OrderBy(r => NuGetVersion.Parse(version(r)).IsPrerelease).ThenByDescending(r => NuGetVersion.Parse(version(r))).First();

    extension(MarketplaceDb db)
    {
        public async Task<IReadOnlyList<ModuleRow>> WithVersionsAsync(Actor? actor, IReadOnlyList<ModuleRow> rows, CancellationToken cancel)
        {
            var ids = rows.Select(row => row.Id).ToArray();
            var releases = await db.AvailableReleases(actor).Offered().Where(r => ids.Contains(r.ModuleId))
                .Select(r => new { r.ModuleId, r.Version, r.IsPrerelease }).ToListAsync(cancel);
            var titles = await db.CategoryTitlesAsync(cancel);
            var newest = releases.GroupBy(r => r.ModuleId).ToDictionary(g => g.Key, g => g.Newest(r => r.Version));
            return [.. rows.Where(row => newest.ContainsKey(row.Id))
                .Select(row => row with
                {
                    Version = newest[row.Id].Version, IsPrerelease = newest[row.Id].IsPrerelease, CategoryTitle = titles.Of(row.Category),
                })];
        }
    }
}
