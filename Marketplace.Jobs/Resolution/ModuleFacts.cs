using Marketplace.Modules.Packages;
using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>What a story says of one module: the releases there are to choose from with their needs, and the one left out that would fit.</summary>
internal static class ModuleFacts
{
    public const string NotCovered = "is not covered by this site's license";

    private const int MaxGroups = 3;
    private const int MaxNamed = 3;
    private const int StepsPerQuestion = 2_000;

    public static IEnumerable<Fact> Of(Problem core, string id)
    {
        var candidates = core.Candidates(id);
        return [.. candidates.Count > 0 ? Groups(core, id, candidates) : [new Fact(Name(core, id), "", Absence(core, id))], .. LeftOut(core, id)];
    }

    public static string Name(Problem core, string id) => core.Catalog.Releases(id) is [var newest, ..] ? newest.Id : id;

    private static IEnumerable<Fact> Groups(Problem core, string id, IReadOnlyList<SnapshotRelease> candidates)
    {
        var groups = new List<(List<NuGetVersion> Versions, string Text)>();
        foreach (var release in candidates.OrderByDescending(release => release.Version))
        {
            var text = Needs(core, release);
            if (groups.Count is 0 || groups[^1].Text != text)
            {
                if (groups.Count is MaxGroups)
                {
                    break;
                }

                groups.Add(([], text));
            }

            groups[^1].Versions.Add(release.Version);
        }

        if (core.IsPinned(id) && !core.IsRequested(id))
        {
            groups[0] = (groups[0].Versions, string.Join(" and ", new[] { "is pinned", groups[0].Text }.Where(text => text.Length > 0)));
        }

        return groups.Select(group => Line(core, id, group.Versions, group.Text, candidates.Count));
    }

    private static Fact Line(Problem core, string id, List<NuGetVersion> versions, string needs, int candidates) =>
        core.Site.Installed.TryGetValue(id, out var installed) && versions.Contains(installed) && (needs.Length is 0 || versions.Count is 1)
            ? new(Name(core, id), installed.ToNormalizedString(), needs.Length is 0 ? "is installed" : $"is installed and {needs}")
            : new(Name(core, id), Span(core, id, versions), needs.Length > 0 ? needs : Choice(versions.Count, candidates));

    private static string Choice(int count, int candidates) => (count == candidates, count) switch
    {
        (true, 1) => "is the only release to choose from",
        (true, _) => "are the releases to choose from",
        (false, 1) => "is another release to choose from",
        _ => "are other releases to choose from",
    };

    private static string Needs(Problem core, SnapshotRelease release) => string.Join(" and ", (
        from need in core.Requirements(release).OrderBy(need => need.Id, StringComparer.OrdinalIgnoreCase)
        select $"needs {need.Id} {need.Range.Words()}").Concat(
        from conflict in core.Conflicts(release).OrderBy(conflict => conflict.Id, StringComparer.OrdinalIgnoreCase)
        select $"cannot stand beside {conflict.Id} {conflict.Range.Words()}"));

    // Says of no release what is not true of it: those between that do not belong are named, or it says how many do.
    private static string Span(Problem core, string id, List<NuGetVersion> versions)
    {
        if (versions.Count <= 1)
        {
            return versions[0].ToNormalizedString();
        }

        var span = $"{versions[^1].ToNormalizedString()} to {versions[0].ToNormalizedString()}";
        var between = core.Module(id)!.Releases.Select(release => release.Version).Where(version => version > versions[^1] && version < versions[0]).ToList();
        var others = between.Where(version => !versions.Contains(version)).ToList();
        return others.Count is 0 ? span
            : versions.Count <= MaxNamed ? Sentence.Join(versions.AsEnumerable().Reverse().Select(version => version.ToNormalizedString()))
            : others.Count < MaxNamed ? $"{span} except {Sentence.Join(others.AsEnumerable().Reverse().Select(version => version.ToNormalizedString()))}"
            : $"{span} ({versions.Count} of {between.Count + 2})";
    }

    private static string Absence(Problem core, string id)
    {
        if (core.IsLeftOut(id) || core.Removes(id))
        {
            return core.IsLeftOut(id) ? "is to be left out" : "is to be removed";
        }

        if (!core.Sees(id))
        {
            return "is not in the catalog";
        }

        if (core.Catalog.Releases(id).Where(release => release.Available).ToList() is not { Count: > 0 } available)
        {
            return $"has no release that is available; {core.Catalog.Releases(id)[0].Version.ToNormalizedString()} {Why(core, core.Catalog.Releases(id)[0])}";
        }

        var fitting = available.Where(release => release.Host.Includes(core.Site.Host)).ToList();
        return fitting.Count is 0 ? $"has no release for host {core.Site.Host}; {available[0].Version} needs host {available[0].Host.Words()}"
            : fitting.TrueForAll(release => release.Version.IsPrerelease) ? "has only prereleases for this host"
            : fitting.Exists(release => release.Version.IsPrerelease) ? "has no stable release that this site's license covers"
            : "has no release that this site's license covers";
    }

    // A release with which the conflict would be over, but which may not be taken. Where a request, a pin or a hold forbids it, the story says so already.
    private static IEnumerable<Fact> LeftOut(Problem core, string id)
    {
        if (!core.Sees(id) || core.Removes(id) || core.IsLeftOut(id) || core.IsPinned(id) || core.Free is not null || core.Request.Of(id)?.Version is not null)
        {
            yield break;
        }

        var module = core.Module(id)!;
        var installed = core.Site.Installed.GetValueOrDefault(id);
        var others = module.Where(release => !core.IsUsable(release)
            && (installed is null || (core.IsRequested(id) ? release.Version > installed : release.Version != installed)));
        if (!others.IsEmpty && new Solver(core with { Also = (id, others) }, new Steps(StepsPerQuestion)).Run().Chosen is { } solution
            && solution.TryGetValue(id, out var release) && others.Contains(module.NumberOf(release.Version)))
        {
            yield return new Fact(Name(core, id), release.Version.ToNormalizedString(), $"would fit but {Why(core, release)}");
        }
    }

    private static string Why(Problem core, SnapshotRelease release) => release switch
    {
        { Available: false, Withdrawal: Withdrawal.Unlisted } => "is unlisted",
        { Available: false, Withdrawal: Withdrawal.Suspended } => "is suspended",
        { Available: false } => "is not available",
        _ when !release.Host.Includes(core.Site.Host) => $"needs host {release.Host.Words()}",
        { Version.IsPrerelease: true } when !core.TakesPrereleases(release.Id) => "is a prerelease",
        _ => NotCovered,
    };
}
