using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>A conflict told in order: from what was wished along the needs to where they cannot agree.</summary>
internal sealed class Story
{
    private const int MostFactsPerModule = 3;
    private readonly Problem _core;
    private readonly List<string> _modules;

    public Story(Problem core) => (_core, _modules) = (core, Modules(core));

    public string Headline()
    {
        var needers = (
            from needer in _modules
            from need in _core.Candidates(needer).SelectMany(release => _core.Requirements(release).Concat(_core.Conflicts(release))).Select(need => need.Id).Distinct(StringComparer.OrdinalIgnoreCase)
            select (need, needer)).ToLookup(pair => pair.need, pair => Name(_core, pair.needer), StringComparer.OrdinalIgnoreCase);
        var contested = KeyValuePair.Create("", new List<string>());
        foreach (var id in _modules)
        {
            contested = needers[id].Count() > contested.Value.Count ? KeyValuePair.Create(id, needers[id].ToList()) : contested;
        }

        return contested.Value.Count switch
        {
            0 => $"{Sentence.Join((_core.Wish.Targets.Count > 0 ? _core.Wish.Targets.Select(target => target.Id) : _core.Required).Where(_core.Counts).Select(id => Name(_core, id)))} does not fit on this site.",
            1 => $"{contested.Value[0]} needs a version of {Name(_core, contested.Key)} that this site cannot have.",
            _ => $"{Sentence.Join(contested.Value)} cannot agree on {Name(_core, contested.Key)}.",
        };
    }

    public IReadOnlyList<Fact> Facts() => [.. _modules.SelectMany(id => FactsOf(_core, id))];

    /// <summary>The modules of the conflict, those nearest to the wish first.</summary>
    private static List<string> Modules(Problem core)
    {
        var order = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var root in core.Required.OrderByDescending(core.IsWished))
        {
            var next = new Queue<string>([root]);
            while (next.TryDequeue(out var id))
            {
                if (seen.Add(id))
                {
                    order.Add(id);
                    core.Candidates(id).SelectMany(release => core.Requirements(release).Concat(core.Conflicts(release))).Select(need => need.Id)
                        .Order(StringComparer.OrdinalIgnoreCase).ToList().ForEach(next.Enqueue);
                }
            }
        }

        return order;
    }

    private static IEnumerable<Fact> FactsOf(Problem core, string id)
    {
        var candidates = core.Candidates(id).OrderByDescending(release => release.Version).ToList();
        if (candidates.Count is 0)
        {
            return [new Fact(Name(core, id), "", Absence(core, id))];
        }

        var groups = new List<(List<NuGetVersion> Versions, string Text)>();
        foreach (var release in candidates)
        {
            var text = Needs(core, release);
            if (groups.Count is 0 || groups[^1].Text != text)
            {
                groups.Add(([], text));
            }

            groups[^1].Versions.Add(release.Version);
        }

        core.Site.Installed.TryGetValue(id, out var installed);
        if (core.IsPinned(id) && !core.IsWished(id))
        {
            groups[0] = (groups[0].Versions, string.Join(" and ", new[] { "is pinned", groups[0].Text }.Where(text => text.Length > 0)));
        }

        return groups.Take(MostFactsPerModule).Select(group => Told(Name(core, id), group.Versions, group.Text, installed));
    }

    private static Fact Told(string name, List<NuGetVersion> versions, string needs, NuGetVersion? installed) =>
        installed is not null && versions.Contains(installed) && (needs.Length is 0 || versions.Count is 1)
            ? new(name, installed.ToNormalizedString(), needs.Length is 0 ? "is installed" : $"is installed and {needs}")
            : new(name, Span(versions), needs.Length > 0 ? needs : versions.Count is 1 ? "is the only release to choose" : "are the releases to choose from");

    private static string Needs(Problem core, SnapshotRelease release) => string.Join(" and ", (
        from need in core.Requirements(release).OrderBy(need => need.Id, StringComparer.OrdinalIgnoreCase)
        select $"needs {need.Id} {need.Range.Words()}").Concat(
        from conflict in core.Conflicts(release).OrderBy(conflict => conflict.Id, StringComparer.OrdinalIgnoreCase)
        select $"cannot stand beside {conflict.Id} {conflict.Range.Words()}"));

    private static string Absence(Problem core, string id) =>
        core.IsLeftOut(id) ? "is to be left out"
        : core.Wish.Removes(id) ? "is to be removed"
        : !core.Sees(id) || core.Catalog.Releases(id).Where(release => release.Available).ToList() is not { Count: > 0 } available ? "is not in the catalogue"
        : available.Where(release => release.Host.Satisfies(core.Site.Host)).ToList() is { Count: > 0 } fitting
            ? fitting.TrueForAll(release => release.Version.IsPrerelease) ? "has only prereleases for this host" : "has no release that this site's licence covers"
        : $"has no release for host {core.Site.Host}; {available[0].Version} needs host {available[0].Host.Words()}";

    private static string Span(List<NuGetVersion> versions) =>
        versions is [var only] ? only.ToNormalizedString() : $"{versions[^1].ToNormalizedString()} to {versions[0].ToNormalizedString()}";

    private static string Name(Problem core, string id) =>
        core.Catalog.Releases(id) is [var newest, ..] ? newest.Id : id;
}
