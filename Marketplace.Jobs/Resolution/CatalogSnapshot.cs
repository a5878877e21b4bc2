using System.Collections.Frozen;
using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>The releases a plan may choose from, by module; ids compare ignoring case. Never changes; a newer one shares what stayed.</summary>
public sealed class CatalogSnapshot
{
    private readonly FrozenDictionary<string, SnapshotModule> _base;
    private readonly Dictionary<string, SnapshotModule?> _changed;

    public CatalogSnapshot(IEnumerable<SnapshotRelease> releases)
        : this(releases.GroupBy(release => release.Id, StringComparer.OrdinalIgnoreCase).Select(module => new SnapshotModule(module)))
    {
    }

    public CatalogSnapshot(IEnumerable<SnapshotModule> modules)
        : this(modules.ToFrozenDictionary(module => module.Id, StringComparer.OrdinalIgnoreCase), new(StringComparer.OrdinalIgnoreCase))
    {
    }

    private CatalogSnapshot(FrozenDictionary<string, SnapshotModule> all, Dictionary<string, SnapshotModule?> changed) => (_base, _changed) = (all, changed);

    public IEnumerable<SnapshotModule> Modules =>
        _base.Values.Where(module => !_changed.ContainsKey(module.Id)).Concat(_changed.Values.OfType<SnapshotModule>());

    public SnapshotModule? Module(string id) => _changed.TryGetValue(id, out var changed) ? changed : _base.GetValueOrDefault(id);

    public IReadOnlyList<SnapshotRelease> Releases(string id) => Module(id)?.Releases ?? [];

    public SnapshotRelease? Find(string id, NuGetVersion version) => Releases(id).FirstOrDefault(release => release.Version == version);

    /// <summary>The same with some modules in a new state; null for one that is gone.</summary>
    public CatalogSnapshot With(IEnumerable<KeyValuePair<string, SnapshotModule?>> changes)
    {
        var changed = new Dictionary<string, SnapshotModule?>(_changed, StringComparer.OrdinalIgnoreCase);
        foreach (var (id, module) in changes)
        {
            changed[id] = module;
        }

        var next = new CatalogSnapshot(_base, changed);
        return changed.Count < 1000 ? next : new(next.Modules.ToList());
    }
}
