using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Search;

/// <summary>Reads modules as the index needs them: those that may be installed, with who may see them.</summary>
internal static class IndexSource
{
    private const int Batch = 1000;
    private const int MaxReadme = 8000;

    extension(MarketplaceDb db)
    {
        /// <summary>Hands over all of them, some hundreds at a time.</summary>
        /// <param name="note">Told of each module, listed or not, when it last changed, before its document is read.</param>
        public async Task EachDocumentAsync(Action<long, DateTime> note, Action<SearchDocument> take, CancellationToken cancel)
        {
            for (var after = 0L; ;)
            {
                var last = after;
                var modules = await db.Modules.AsNoTracking()
                    .Where(m => m.Id > last)
                    .OrderBy(m => m.Id)
                    .Select(m => new { m.Id, m.ChangedAt })
                    .Take(Batch)
                    .ToListAsync(cancel);
                if (modules.Count == 0)
                {
                    return;
                }

                modules.ForEach(module => note(module.Id, module.ChangedAt));
                foreach (var document in await db.SearchDocumentsAsync([.. modules.Select(m => m.Id)], cancel))
                {
                    take(document);
                }

                after = modules[^1].Id;
            }
        }

        /// <summary>Those of the modules that are listed now.</summary>
        public async Task<IReadOnlyList<SearchDocument>> SearchDocumentsAsync(long[] ids, CancellationToken cancel)
        {
            var offered = db.PassedReleases().Offered();
            var modules = await db.Modules.AsNoTracking()
                .Where(m => EF.Parameter(ids).Contains(m.Id) && offered.Any(r => r.ModuleId == m.Id))
                .OrderBy(m => m.Id)
                .Select(m => new
                {
                    IsPrivate = m.PrivateSince != null, m.PublisherId, Audience = m.Audience.Select(a => a.OrganizationId).ToList(),
                    m.Id, m.PackageId, m.DisplayName, m.Summary, m.Tags, m.Category, m.Capabilities, m.UpdatedAt,
                    Publisher = m.Publisher.Name, IsVerified = m.Publisher.VerifiedAt != null,
                    m.Figures.Installs, m.Figures.RatingAverage, m.Figures.Score, m.Price,
                })
                .ToListAsync(cancel);
            var releases = (await db.PassedReleases().Offered().AsNoTracking().Where(r => EF.Parameter(ids).Contains(r.ModuleId))
                .Select(r => new { r.Id, r.ModuleId, r.Version, r.HostRange, r.License }).ToListAsync(cancel))
                .GroupBy(r => r.ModuleId).ToDictionary(g => g.Key, g => g.Newest(r => r.Version));
            var boosts = await db.Set<SearchBoost>()
                .Where(b => EF.Parameter(ids).Contains(b.ModuleId))
                .ToDictionaryAsync(b => b.ModuleId, b => b.Factor, cancel);
            long[] newest = [.. releases.Values.Select(r => r.Id)];
            var readmes = await db.Releases.AsNoTracking().Where(r => EF.Parameter(newest).Contains(r.Id) && r.Readme != "")
                .Select(r => new { r.ModuleId, Text = r.Readme.Length > MaxReadme ? r.Readme.Substring(0, MaxReadme) : r.Readme })
                .ToDictionaryAsync(r => r.ModuleId, r => r.Text, cancel);
            return [.. modules.Where(m => releases.ContainsKey(m.Id)).Select(m => new SearchDocument(m.Id, m.PackageId, m.DisplayName, m.Summary)
            {
                Tags = m.Tags.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Category = m.Category,
                Publisher = m.Publisher,
                IsVerified = m.IsVerified,
                Capabilities = m.Capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                UpdatedAt = m.UpdatedAt,
                Installs = m.Installs,
                Rating = m.RatingAverage,
                Score = m.Score,
                Price = m.Price,
                Boost = boosts.GetValueOrDefault(m.Id, 1),
                Audience = m.IsPrivate ? [m.PublisherId, .. m.Audience] : null,
                License = releases[m.Id].License,
                Hosts = Hosts(releases[m.Id].HostRange),
                Readme = readmes.GetValueOrDefault(m.Id, ""),
            })];
        }
    }

    // Majors from 1: a range without an end runs on all that are known, so it stops at the next one after its beginning.
    public static ulong Hosts(string range)
    {
        var hosts = VersionRange.Parse(range);
        var first = hosts.MinVersion?.Major ?? 1;
        var last = hosts.MaxVersion is { } max ? max.Major - (!hosts.IsMaxInclusive && max is { Minor: 0, Patch: 0 } ? 1 : 0) : first + 1;
        return Enumerable.Range(Math.Clamp(first, 0, 63), Math.Clamp(last - first + 1, 0, 64 - Math.Clamp(first, 0, 63)))
            .Aggregate(0UL, (bits, major) => bits | (1UL << major));
    }
}
