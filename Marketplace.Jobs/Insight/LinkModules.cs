using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>Works out which modules stand on the same sites, and which are alike.</summary>
public sealed class LinkModules(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>What a single site has installed is nobody else's business.</summary>
    private const int FewestSites = 2;
    private const int MaxOfAKind = 20;
    private const int MaxOfATag = 200;

    /// <summary>Whose links are replaced in one transaction, at most forty rows each.</summary>
    private const int ModulesAtOnce = 50;

    public async Task WriteAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var modules = await db.Modules.AsNoTracking().OrderBy(m => m.Id).Select(m => new { m.Id, m.PackageId, m.Category, m.Tags }).ToListAsync(cancel);
        var ids = modules.ToDictionary(m => m.PackageId, m => m.Id, StringComparer.OrdinalIgnoreCase);
        var together = await TogetherAsync(db, ids, cancel);
        var alike = Alike(modules.ConvertAll(m => (m.Id, m.Category, Tags: m.Tags.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        var links = together.Concat(alike).ToLookup(link => link.ModuleId);
        foreach (var some in modules.Select(m => m.Id).Chunk(ModulesAtOnce))
        {
            await ReplaceAsync(some, some.SelectMany(id => links[id]), cancel);
        }
    }

    private Task<int> ReplaceAsync(long[] modules, IEnumerable<ModuleLink> links, CancellationToken cancel) => databases.TransactAsync(
        async db =>
        {
            var (first, last) = (modules[0], modules[^1]);
            await db.Set<ModuleLink>().Where(link => link.ModuleId >= first && link.ModuleId <= last).ExecuteDeleteAsync(cancel);
            db.AddRange(links);
            return await db.SaveChangesAsync(cancel);
        },
        cancel);

    private static async Task<List<ModuleLink>> TogetherAsync(MarketplaceDb db, Dictionary<string, long> ids, CancellationToken cancel)
    {
        var current = db.Sites.SelectMany(s => s.Revisions.Where(r => r.Number == s.CurrentRevision)).SelectMany(r => r.Modules);
        var pairs = await current
            .Join(current, a => a.RevisionId, b => b.RevisionId, (a, b) => new { a.PackageId, Other = b.PackageId })
            .Where(p => p.PackageId != p.Other)
            .GroupBy(p => new { p.PackageId, p.Other })
            .Select(g => new { g.Key.PackageId, g.Key.Other, Sites = g.Count() })
            .Where(p => p.Sites >= FewestSites)
            .ToListAsync(cancel);
        return [.. pairs.Where(p => ids.ContainsKey(p.PackageId) && ids.ContainsKey(p.Other))
            .GroupBy(p => ids[p.PackageId]).SelectMany(module => module.OrderByDescending(p => p.Sites).DistinctBy(p => ids[p.Other]).Take(MaxOfAKind)
                .Select(p => new ModuleLink(module.Key, ids[p.Other], LinkKind.Together, p.Sites)))];
    }

    // A shared tag counts twice a shared category. A tag that everybody has says nothing.
    private static IEnumerable<ModuleLink> Alike(List<(long Id, string Category, string[] Tags)> modules)
    {
        var byTag = modules.SelectMany(m => m.Tags.Select(tag => (tag, m))).ToLookup(m => m.tag, m => m.m);
        foreach (var module in modules)
        {
            var shared = module.Tags
                .Where(tag => byTag[tag].Take(MaxOfATag + 1).Count() <= MaxOfATag)
                .SelectMany(tag => byTag[tag])
                .Where(other => other.Id != module.Id)
                .GroupBy(other => other.Id).Select(other => (other.Key, Weight: (2 * other.Count()) + (other.First().Category == module.Category ? 1 : 0)));
            foreach (var (other, weight) in shared.OrderByDescending(other => other.Weight).ThenBy(other => other.Key).Take(MaxOfAKind))
            {
                yield return new ModuleLink(module.Id, other, LinkKind.Alike, weight);
            }
        }
    }
}

/// <summary>Works out again which modules go together. Safe to run twice: it replaces the links of each module in one transaction.</summary>
public sealed class LinkModulesJob(LinkModules links)
{
    public Task RunAsync(CancellationToken cancel) => links.WriteAsync(cancel);
}
