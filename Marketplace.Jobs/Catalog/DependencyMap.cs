using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>A module in the map. What the shown one needs stands at levels 1 and 2, what needs it at −1 and −2.</summary>
/// <param name="DisplayName">Null where the catalog has no such module to show.</param>
public sealed record MapNode(string PackageId, string? DisplayName, int Level);

/// <summary>One module needs another, in a range of versions.</summary>
public sealed record MapEdge(string From, string To, string Range);

/// <param name="More">How many modules of a level are left out.</param>
public sealed record DependencyMap(IReadOnlyList<MapNode> Nodes, IReadOnlyList<MapEdge> Edges, IReadOnlyDictionary<int, int> More);

/// <summary>Reads what a release needs and who needs its module, two steps far in both directions. Others count by their newest offered version.</summary>
public sealed class DependencyMaps(IDbContextFactory<MarketplaceDb> databases)
{
    private const int Depth = 2;
    private const int MaxInLevel = 8;
    private const int MaxReleases = 2000;

    public async Task<DependencyMap> ReadAsync(Actor? actor, string packageId, string packageHash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var here = Module.Normalize(packageId);
        var map = new Drawing(here);
        var shown = await db.Set<Release>().Where(r => r.PackageHash == packageHash).SelectMany(r => r.Dependencies)
            .OrderBy(d => d.NormalizedId).Select(d => new Need(here, d.NormalizedId, d.PackageId, d.Range)).ToListAsync(cancel);
        map.Add(1, shown, need => need.ToId);
        for (var level = 2; level <= Depth; level++)
        {
            var ids = map.At(level - 1);
            map.Add(level, await NeedsAsync(db.AvailableReleases(actor).Offered().Where(r => ids.Contains(r.Module.NormalizedId)), cancel), need => need.ToId);
        }

        for (var level = -1; level >= -Depth; level--)
        {
            var ids = level == -1 ? [here] : map.At(level + 1);
            var needing = db.AvailableReleases(actor).Offered().Where(r => r.Dependencies.Any(d => ids.Contains(d.NormalizedId)));
            map.Add(level, (await NeedsAsync(needing, cancel)).Where(need => ids.Contains(need.ToId)), need => need.From);
        }

        var all = map.Ids;
        var names = await db.ListedModules(actor)
            .Where(m => all.Contains(m.NormalizedId))
            .Select(m => new { m.NormalizedId, m.PackageId, m.DisplayName })
            .ToDictionaryAsync(m => m.NormalizedId, cancel);
        return map.Finish(id => names.TryGetValue(id, out var name) ? (name.PackageId, name.DisplayName) : null);
    }

    // By the newest version of each module: an older one may need something else.
    private static async Task<IReadOnlyList<Need>> NeedsAsync(IQueryable<Release> releases, CancellationToken cancel)
    {
        var rows = await releases.OrderBy(r => r.Module.NormalizedId).ThenByDescending(r => r.Id).Take(MaxReleases).Select(r => new
        {
            r.Module.NormalizedId, r.Version,
            Needs = r.Dependencies.Select(d => new { d.NormalizedId, d.PackageId, d.Range }).ToList(),
        }).AsSplitQuery().ToListAsync(cancel);
        return [.. rows.GroupBy(r => r.NormalizedId).Select(module => module.Newest(r => r.Version))
            .SelectMany(r => r.Needs.Select(d => new Need(r.NormalizedId, d.NormalizedId, d.PackageId, d.Range)))];
    }

    private sealed record Need(string From, string ToId, string Spelt, string Range);

    private sealed class Drawing(string here)
    {
        private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal) { [here] = 0 };
        private readonly Dictionary<string, string> _spelt = new(StringComparer.Ordinal);
        private readonly Dictionary<(string From, string To), string> _edges = [];
        private readonly Dictionary<int, int> _more = [];

        public List<string> Ids => [.. _levels.Keys];

        public List<string> At(int level) => [.. _levels.Where(node => node.Value == level).Select(node => node.Key)];

        public void Add(int level, IEnumerable<Need> needs, Func<Need, string> found)
        {
            var left = new HashSet<string>(StringComparer.Ordinal);
            foreach (var need in needs)
            {
                var id = found(need);
                _spelt[need.ToId] = need.Spelt;
                if (!_levels.ContainsKey(id))
                {
                    if (_levels.Values.Count(known => known == level) >= MaxInLevel)
                    {
                        left.Add(id);
                        continue;
                    }

                    _levels[id] = level;
                }

                _edges[(need.From, need.ToId)] = need.Range;
            }

            _more[level] = left.Count;
        }

        public DependencyMap Finish(Func<string, (string PackageId, string DisplayName)?> name)
        {
            string Id(string id) => name(id)?.PackageId ?? _spelt.GetValueOrDefault(id, id);
            return new(
                [.. _levels.Select(node => new MapNode(Id(node.Key), name(node.Key)?.DisplayName, node.Value))],
                [.. _edges.Where(edge => _levels.ContainsKey(edge.Key.From) && _levels.ContainsKey(edge.Key.To))
                    .Select(edge => new MapEdge(Id(edge.Key.From), Id(edge.Key.To), edge.Value))],
                _more.Where(level => level.Value > 0).ToDictionary());
        }
    }
}
