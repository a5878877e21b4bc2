namespace Marketplace.Resolution;

/// <summary>A found set of releases as choices, each with the reason that a client reads.</summary>
internal static class Solution
{
    public static ResolverOutcome.Solved Of(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen)
    {
        var reasons = new Reasons(problem, chosen);
        var choices = chosen.Values
            .Select(release => new Choice(release.Id, problem.InstalledRelease(release.Id)?.Version, release.Version, reasons.Of(release)))
            .Concat(Removed(problem)).OrderBy(choice => choice.Id, StringComparer.OrdinalIgnoreCase).ToList();
        if (Missed(problem, chosen) is { } missed)
        {
            return new(choices) { Missed = missed.Version, NeedsLicense = !problem.IsUsable(missed), Explain = () => Story(problem, missed) };
        }

        var moved = !problem.Request.Everything && (chosen.Values.Any(problem.Changes) || problem.Request.Remove.Count > 0);
        return moved ? new(choices) { Explain = () => Obstacle(problem, chosen, reasons) } : new(choices);
    }

    /// <summary>Modules taken away and nothing else changed.</summary>
    public static ResolverOutcome.Solved OfRemoval(Problem problem)
    {
        var stay = problem.Site.Installed
            .Where(module => !problem.Request.Removes(module.Key))
            .Select(module => new Choice(module.Key, module.Value, module.Value, Reasons.Stays));
        return new([.. stay.Concat(Removed(problem)).OrderBy(choice => choice.Id, StringComparer.OrdinalIgnoreCase)]);
    }

    private static IEnumerable<Choice> Removed(Problem problem) =>
        from release in problem.Request.Remove.Select(problem.InstalledRelease).OfType<SnapshotRelease>()
        select new Choice(release.Id, release.Version, null, Removal.Reason(problem, release));

    private static SnapshotRelease? Missed(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen)
    {
        if (problem.Request.Only is not { Version: null } target)
        {
            return null;
        }

        var newest = (problem with { Settled = new Dictionary<string, SnapshotRelease>() }).WishedReleases(target)[0];
        return newest.Version > chosen[target.Id].Version ? newest : problem.Beyond(newest);
    }

    private static IReadOnlyList<Fact> Story(Problem problem, SnapshotRelease missed)
    {
        var asked = problem.Request.At(problem.Request.Only!, missed.Version);
        var facts = Explanation.Facts(problem with { Settled = new Dictionary<string, SnapshotRelease>(), Request = asked });
        return problem.IsUsable(missed) ? facts : [new Fact(missed.Id, missed.Version.ToNormalizedString(), ModuleFacts.NotCovered), .. facts];
    }

    // Where one update forces another, the second is the story: the first alone would only say "it is installed".
    private static IReadOnlyList<Fact> Obstacle(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen, Reasons reasons)
    {
        var forced = chosen.Values.Where(problem.Changes).Where(reasons.IsForced);
        return Explanation.Facts(problem.AsItStands(forced.Select(release => release.Id))) is { Count: > 0 } story
            ? story
            : Explanation.Facts(problem.AsItStands());
    }
}
