using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>A conflict told in order: from what was wished along the needs to where they cannot agree.</summary>
internal sealed class Story
{
    private const int MostFactsPerModule = 3;
    private readonly Problem _core;
    private readonly Dictionary<string, List<string>> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _modules;

    public Story(Problem core)
    {
        _core = core;
        _modules = Modules();
    }

    public string Headline()
    {
        var needers = _modules.SelectMany(needer => _named[needer].Select(need => (need, needer)))
            .ToLookup(pair => pair.need, pair => Name(_core, pair.needer), StringComparer.OrdinalIgnoreCase);
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
    private List<string> Modules()
    {
        var order = new List<string>();
        foreach (var root in _core.Required.OrderByDescending(_core.IsWished))
        {
            var next = new Queue<string>([root]);
            while (next.TryDequeue(out var id))
            {
                if (!_named.ContainsKey(id))
                {
                    order.Add(id);
                    _named[id] = Named(id);
                    _named[id].ForEach(next.Enqueue);
                }
            }
        }

        return order;
    }

    // Whom any of its releases that may be taken needs or cannot stand beside.
    private List<string> Named(string id)
    {
        var taken = _core.Module(id) is { } module ? _core.Candidates(id).Aggregate(default(Bits), (bits, release) => bits.With(module.NumberOf(release.Version))) : default;
        return taken.IsEmpty ? [] : [.. _core.Module(id)!.Needs.Where(need => _core.Counts(need.Id) && need.Releases.Overlaps(taken)).Select(need => need.Id)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
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
                if (groups.Count is MostFactsPerModule)
                {
                    break;
                }

                groups.Add(([], text));
            }

            groups[^1].Versions.Add(release.Version);
        }

        core.Site.Installed.TryGetValue(id, out var installed);
        if (core.IsPinned(id) && !core.IsWished(id))
        {
            groups[0] = (groups[0].Versions, string.Join(" and ", new[] { "is pinned", groups[0].Text }.Where(text => text.Length > 0)));
        }

        return groups.Select(group => Told(Name(core, id), group.Versions, group.Text, installed));
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
