namespace Marketplace.Installs;

/// <summary>A found set of releases as choices, each with the reason that a client reads.</summary>
internal static class Solution
{
    public static Resolution.Solved Of(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen)
    {
        var removed = problem.Wish.Remove.Select(problem.InstalledRelease).OfType<SnapshotRelease>();
        var choices = chosen.Values.Select(release => Choice(problem, chosen, release))
            .Concat(removed.Select(release => new Choice(release.Id, release.Version, null, "You asked for it")))
            .OrderBy(choice => choice.Id, StringComparer.OrdinalIgnoreCase).ToList();
        return new(choices, chosen.Values.Any(problem.Changes) || problem.Wish.Remove.Count > 0 ? Obstacle(problem, chosen) : []);
    }

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
            : installed.Version == release.Version ? "Stays as it is"
            : Needed(chosen, release, installed) ?? Freed(chosen, installed) ?? "Fits with the other changes";
        return new(release.Id, installed?.Version, release.Version, reason!);
    }

    private static string Wished(Problem problem, SnapshotRelease release) =>
        problem.Wish.Version is not null ? "You asked for this version"
        : problem.WishedReleases()[0] != release ? $"You asked for it; newest that fits with the other modules"
        : $"You asked for it; newest {(release.Version.IsPrerelease ? "release" : "stable")} for host {problem.Site.Host}";

    /// <summary>Who needs this release and, for one that was installed, cannot take the earlier one.</summary>
    private static string? Needed(IReadOnlyDictionary<string, SnapshotRelease> chosen, SnapshotRelease release, SnapshotRelease? installed)
    {
        var needs = (
            from other in chosen.Values.OrderBy(other => other.Id, StringComparer.OrdinalIgnoreCase)
            from need in other.Requirements
            where string.Equals(need.Id, release.Id, StringComparison.OrdinalIgnoreCase)
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
}
