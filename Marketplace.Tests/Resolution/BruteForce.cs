using Marketplace.Resolution;
using NuGet.Versioning;

namespace Marketplace.Tests.Resolution;

/// <summary>
/// Every combination of every release, judged by the rules as they are written in words. Shares no code with the resolver.
/// </summary>
internal sealed class BruteForce(Graph graph, string requested, IReadOnlySet<string> ignored)
{
    public IEnumerable<Dictionary<string, SnapshotRelease>> Solutions()
    {
        var modules = graph.Releases.Select(release => release.Id).Distinct().Where(id => !ignored.Contains(id)).Order().ToList();
        return Extend(modules, 0, []).Where(IsValid);
    }

    public bool IsValid(Dictionary<string, SnapshotRelease> set) =>
        set.ContainsKey(requested)
        && graph.Installed.Keys.All(id => ignored.Contains(id) || set.ContainsKey(id))
        && set.Values.All(MayBeUsed)
        && set.Values.All(release => Needs(release).All(need => set.TryGetValue(need.Id, out var other) && IsIn(need.Range, other.Version)))
        && set.Values.All(release => release.Conflicts
            .Where(conflict => !ignored.Contains(conflict.Id))
            .All(conflict => !set.TryGetValue(conflict.Id, out var other) || !IsIn(conflict.Range, other.Version)))
        && HasNoCircle(set)
        && NothingIsThereForNoReason(set);

    public int Changes(Dictionary<string, SnapshotRelease> set) =>
        graph.Installed.Count(module => module.Key != requested && set.TryGetValue(module.Key, out var release) && release.Version != module.Value);

    private IEnumerable<Dictionary<string, SnapshotRelease>> Extend(List<string> modules, int at, Dictionary<string, SnapshotRelease> set)
    {
        if (at == modules.Count)
        {
            return [new(set)];
        }

        var choices = graph.Releases.Where(release => release.Id == modules[at]).ToList();
        return Extend(modules, at + 1, set).Concat(choices.SelectMany(release => Extend(modules, at + 1, new(set) { [release.Id] = release })));
    }

    private bool MayBeUsed(SnapshotRelease release)
    {
        var isThere = graph.Installed.TryGetValue(release.Id, out var installed);
        if (release.Id == requested)
        {
            return release.Available && IsIn(release.Host, graph.Host)
                && (!isThere || release.Version > installed)
                && (!release.Version.IsPrerelease || (isThere && installed!.IsPrerelease));
        }

        return (isThere && release.Version == installed)
            || (release.Available && IsIn(release.Host, graph.Host)
                && (!release.Version.IsPrerelease || (isThere && installed!.IsPrerelease)));
    }

    // "Below 2.0.0" is meant without the prereleases of 2.0.0.
    private static bool IsIn(VersionRange range, NuGetVersion version) =>
        range.Satisfies(version) && (range.IsMaxInclusive || range.MaxVersion is not { IsPrerelease: false } end || !version.IsPrerelease
            || $"{version.Major}.{version.Minor}.{version.Patch}" != end.ToNormalizedString());

    private IEnumerable<Requirement> Needs(SnapshotRelease release) => release.Requirements.Where(need => !ignored.Contains(need.Id));

    private bool HasNoCircle(Dictionary<string, SnapshotRelease> set)
    {
        // Take away what needs nothing that is left, until nothing moves; what remains goes round in a circle.
        var left = set.Keys.ToHashSet();
        while (left.RemoveWhere(id => !Needs(set[id]).Any(need => left.Contains(need.Id))) > 0)
        {
        }

        return left.Count is 0;
    }

    private bool NothingIsThereForNoReason(Dictionary<string, SnapshotRelease> set)
    {
        var reached = set.Keys.Where(id => id == requested || graph.Installed.ContainsKey(id)).ToHashSet();
        while (reached.Count < set.Count)
        {
            var more = reached.SelectMany(id => Needs(set[id])).Select(need => need.Id).Where(id => !reached.Contains(id)).ToList();
            if (more.Count is 0)
            {
                return false;
            }

            reached.UnionWith(more);
        }

        return true;
    }
}
