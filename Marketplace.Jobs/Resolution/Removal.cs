namespace Marketplace.Resolution;

/// <summary>Taking modules away: nothing that stays may need them.</summary>
internal static class Removal
{
    /// <summary>Why the modules cannot go; null when they can.</summary>
    public static ResolverOutcome.Refused? Refusal(Problem problem)
    {
        var wish = problem.Wish;
        if (wish.Remove.FirstOrDefault(id => !problem.Site.Installed.ContainsKey(id)) is { } missing)
        {
            return new ResolverOutcome.Refused(RefusalKind.NotInstalled, $"{missing} is not installed on this site.", []);
        }

        var needs = wish.Targets.Count > 0 || wish.Everything
            ? []
            : Needs(problem.Site.Installed.Keys.Select(id => problem.InstalledRelease(id)!), wish.Remove);
        if (needs.Count is 0)
        {
            return null;
        }

        var names = needs.Select(need => need.Module).Distinct().ToList();
        return new ResolverOutcome.Refused(
            RefusalKind.NeededByOthers,
            $"{Sentence.Join(wish.Remove.Order(StringComparer.OrdinalIgnoreCase))} cannot be removed: "
                + $"{Sentence.Join(names)} {(names.Count is 1 ? "needs" : "need")} it.",
            needs);
    }

    /// <summary>The wish with everything removed that needs what is removed, if that was asked for.</summary>
    public static Wish Widened(Problem problem)
    {
        var wish = problem.Wish;
        while (wish.WithDependents && Needs(problem.Site.Installed.Keys.Select(id => problem.InstalledRelease(id)!), wish.Remove) is { Count: > 0 } needs)
        {
            wish = wish.Without([.. needs.Select(need => need.Module)]);
        }

        return wish;
    }

    public static string Reason(Problem problem, SnapshotRelease gone) =>
        Needs([gone], [.. problem.Wish.Remove.Where(id => !string.Equals(id, gone.Id, StringComparison.OrdinalIgnoreCase))])
            is [var need, ..] && problem.Wish.WithDependents
            ? char.ToUpperInvariant(need.Text[0]) + need.Text[1..]
            : "You asked for it";

    private static List<Fact> Needs(IEnumerable<SnapshotRelease> installed, IReadOnlyList<string> removed) => [..
        from release in installed
        where !removed.Contains(release.Id, StringComparer.OrdinalIgnoreCase)
        from need in release.Requirements.OrderBy(need => need.Id, StringComparer.OrdinalIgnoreCase)
        where removed.Contains(need.Id, StringComparer.OrdinalIgnoreCase)
        select new Fact(release.Id, release.Version.ToNormalizedString(), $"needs {need.Id} {need.Range.Words()}")];
}
