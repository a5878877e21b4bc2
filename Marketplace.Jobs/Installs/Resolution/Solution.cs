namespace Marketplace.Installs;

/// <summary>A found set of releases as choices, each with the reason that a client reads.</summary>
internal static class Solution
{
    public static Resolution.Solved Of(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen)
    {
        var choices = chosen.Values.Select(release => Choice(problem, chosen, release)).Concat(Removed(problem))
            .OrderBy(choice => choice.Id, StringComparer.OrdinalIgnoreCase).ToList();
        return new(choices, !problem.Wish.Everything && (chosen.Values.Any(problem.Changes) || problem.Wish.Remove.Count > 0) ? Obstacle(problem, chosen) : []);
    }

    /// <summary>Modules taken away and nothing else changed.</summary>
    public static Resolution.Solved OfRemoval(Problem problem)
    {
        var stay = problem.Site.Installed.Where(module => !problem.Wish.Removes(module.Key)).Select(module => new Choice(module.Key, module.Value, module.Value, "Stays as it is"));
        return new([.. stay.Concat(Removed(problem)).OrderBy(choice => choice.Id, StringComparer.OrdinalIgnoreCase)], []);
    }

    private static IEnumerable<Choice> Removed(Problem problem) =>
        from release in problem.Wish.Remove.Select(problem.InstalledRelease).OfType<SnapshotRelease>()
        select new Choice(release.Id, release.Version, null, Removal.Reason(problem, release));

    // Where one update forces another, the second is the story: the first alone would only say "it is installed".
    private static IReadOnlyList<Fact> Obstacle(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen)
    {
        var forced = chosen.Values.Where(problem.Changes).Where(release => Needed(chosen, release, problem.InstalledRelease(release.Id)) is not null);
        return Explanation.Facts(problem.AsItStands(forced.Select(release => release.Id))) is { Count: > 0 } story
            ? story
            : Explanation.Facts(problem.AsItStands());
    }

    private static Choice Choice(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen, SnapshotRelease release)
    {
        var installed = problem.InstalledRelease(release.Id);
        var reason =
            problem.IsWished(release.Id) ? Wished(problem, release)
            : installed is null ? Needed(chosen, release, null)
            : installed.Version == release.Version ? Kept(problem, chosen, release)
            : problem.Wish.Everything && release.Version > installed.Version ? $"To the {Newest(problem, release)}"
            : Needed(chosen, release, installed) ?? Freed(chosen, installed) ?? "Fits with the other changes";
        return new(release.Id, installed?.Version, release.Version, reason!);
    }

    private static string Wished(Problem problem, SnapshotRelease release)
    {
        var target = problem.Wish.Of(release.Id)!;
        return target.Version is not null ? "You asked for this version"
            : (problem with { Settled = new Dictionary<string, SnapshotRelease>() }).WishedReleases(target)[0] != release ? "You asked for it; newest that fits with the other modules"
            : $"You asked for it; {Newest(problem, release)}";
    }

    private static string Newest(Problem problem, SnapshotRelease release) =>
        $"newest {(release.Version.IsPrerelease ? "release" : "stable")} for host {problem.Site.Host}";

    // In a plan to update everything, what could not be updated says what holds it back.
    private static string Kept(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen, SnapshotRelease release)
    {
        if (problem.Site.IsPinned(release.Id))
        {
            return "Pinned to this version";
        }

        var newer = problem.Wish.Everything ? problem.Candidates(release.Id).FirstOrDefault(other => other.Version > release.Version) : null;
        var holds = newer is null ? null : (
            from other in chosen.Values.OrderBy(other => other.Id, StringComparer.OrdinalIgnoreCase)
            from need in other.Requirements
            where Same(need.Id, release.Id) && !need.Range.Satisfies(newer.Version)
            select $"{other.Id} {other.Version} needs {need.Range.Words()}").FirstOrDefault();
        return newer is null ? "Stays as it is" : $"{newer.Version.ToNormalizedString()} has to wait{(holds is null ? " for the other modules" : $": {holds}")}";
    }

    /// <summary>Who needs this release and, for one that was installed, cannot take the earlier one.</summary>
    private static string? Needed(IReadOnlyDictionary<string, SnapshotRelease> chosen, SnapshotRelease release, SnapshotRelease? installed)
    {
        var needs = (
            from other in chosen.Values.OrderBy(other => other.Id, StringComparer.OrdinalIgnoreCase)
            from need in other.Requirements
            where Same(need.Id, release.Id)
            where installed is null || !need.Range.Satisfies(installed.Version)
            select $"{other.Id} {other.Version} needs {need.Range.Words()}").ToList();
        return needs.Count switch
        {
            0 => null,
            1 => needs[0],
            _ => $"{needs[0]}; so {(needs.Count is 2 ? "does 1 other" : $"do {needs.Count - 1} others")}",
        };
    }

    /// <summary>What the installed release could not live with.</summary>
    private static string? Freed(IReadOnlyDictionary<string, SnapshotRelease> chosen, SnapshotRelease installed) => (
        from need in installed.Requirements.OrderBy(need => need.Id, StringComparer.OrdinalIgnoreCase)
        where chosen.TryGetValue(need.Id, out var other) && !need.Range.Satisfies(other.Version)
        select $"Allows {need.Id} {chosen[need.Id].Version}; {installed.Version} does not").FirstOrDefault();

    private static bool Same(string id, string other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);
}
