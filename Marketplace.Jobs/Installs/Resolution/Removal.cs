namespace Marketplace.Installs;

/// <summary>Taking modules away: nothing else changes, and nothing that stays may need them.</summary>
internal static class Removal
{
    public static Resolution Of(Problem problem)
    {
        var removed = problem.Wish.Remove.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (removed.FirstOrDefault(id => !problem.Site.Installed.ContainsKey(id)) is { } missing)
        {
            return new Resolution.Refused(RefusalKind.NotInstalled, $"{missing} is not installed on this site.", []);
        }

        var installed = problem.Site.Installed.Keys.Select(id => problem.InstalledRelease(id)!).ToList();
        var needs = (
            from release in installed
            where !removed.Contains(release.Id)
            from need in release.Requirements
            where removed.Contains(need.Id)
            select new Fact(release.Id, release.Version.ToNormalizedString(), $"needs {need.Id} {need.Range.Words()}")).ToList();
        if (needs.Count > 0)
        {
            var names = needs.Select(need => need.Module).Distinct().ToList();
            return new Resolution.Refused(
                RefusalKind.NeededByOthers,
                $"{Sentence.Join(removed.Order(StringComparer.OrdinalIgnoreCase))} cannot be removed: {Sentence.Join(names)} {(names.Count is 1 ? "needs" : "need")} it.",
                needs);
        }

        return new Resolution.Solved(
            [.. from release in installed
                let gone = removed.Contains(release.Id)
                select new Choice(release.Id, release.Version, gone ? null : release.Version, gone ? "You asked for it" : "Stays as it is")],
            []);
    }
}
