namespace Marketplace.Resolution;

/// <summary>Taking modules away: nothing that stays may need them.</summary>
internal static class Removal
{
    /// <summary>Why the modules cannot go; null when they can.</summary>
    public static ResolverOutcome.Refused? Refusal(Problem problem)
    {
        var request = problem.Request;
        if (request.Remove.FirstOrDefault(id => !problem.Site.Installed.ContainsKey(id)) is { } missing)
        {
            return new ResolverOutcome.Refused(RefusalKind.NotInstalled, $"{missing} is not installed on this site.", []);
        }

        var needs = request.Targets.Count > 0 || request.Everything
            ? []
            : Needs(problem.Site.Installed.Keys.Select(id => problem.InstalledRelease(id)!), request.Remove);
        if (needs.Count is 0)
        {
            return null;
        }

        var names = needs.Select(need => need.Module).Distinct().ToList();
        return new ResolverOutcome.Refused(
            RefusalKind.NeededByOthers,
            $"{Sentence.Join(request.Remove.Order(StringComparer.OrdinalIgnoreCase))} cannot be removed: "
                + $"{Sentence.Join(names)} {(names.Count is 1 ? "needs" : "need")} it.",
            needs);
    }

    /// <summary>The request with everything removed that needs what is removed, if that was asked for.</summary>
    public static ChangeRequest Widened(Problem problem)
    {
        var request = problem.Request;
        while (request.WithDependents && Needs(problem.Site.Installed.Keys.Select(id => problem.InstalledRelease(id)!), request.Remove) is { Count: > 0 } needs)
        {
            request = request.Without([.. needs.Select(need => need.Module)]);
        }

        return request;
    }

    public static string Reason(Problem problem, SnapshotRelease gone) =>
        Needs([gone], [.. problem.Request.Remove.Where(id => !string.Equals(id, gone.Id, StringComparison.OrdinalIgnoreCase))])
            is [var need, ..] && problem.Request.WithDependents
            ? char.ToUpperInvariant(need.Text[0]) + need.Text[1..]
            : "You asked for it";

    private static List<Fact> Needs(IEnumerable<SnapshotRelease> installed, IReadOnlyList<string> removed) => [..
        from release in installed
        where !removed.Contains(release.Id, StringComparer.OrdinalIgnoreCase)
        from need in release.Requirements.OrderBy(need => need.Id, StringComparer.OrdinalIgnoreCase)
        where removed.Contains(need.Id, StringComparer.OrdinalIgnoreCase)
        select new Fact(release.Id, release.Version.ToNormalizedString(), $"needs {need.Id} {need.Range.Words()}")];
}
