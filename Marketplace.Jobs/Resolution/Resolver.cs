using Marketplace.Modules.Packages;

namespace Marketplace.Resolution;

/// <summary>
/// Answers a request with the versions to take, each with its reason, or with why it cannot be granted. A pure function: no
/// clock, no database, and the same answer whatever the order of its input.
/// <para>Preferred, in this order: the newest release of what was requested, the fewest changes to what is installed, the newest
/// of everything else. Prereleases only where asked for by version, installed already, or the site's channel.</para>
/// </summary>
public static class Resolver
{
    private const int MaxSteps = 50_000;

    /// <param name="steps">How many decisions and conflicts may be spent; when they run out the answer is <see cref="RefusalKind.TooHard"/>.</param>
    public static ResolverOutcome Resolve(CatalogSnapshot catalog, SiteState site, ChangeRequest request, int steps = MaxSteps)
    {
        var asked = new Problem(catalog, site, request);
        if (Removal.Refusal(asked with { Request = Removal.Widened(asked) }) is { } refusal)
        {
            return refusal;
        }

        var problem = asked with { Request = Removal.Widened(asked) };
        if (problem.Request is { Targets.Count: 0, Everything: false })
        {
            return Solution.OfRemoval(problem);
        }

        var obstacles = problem.Request.Targets.ToDictionary(target => target, target => NotPossible(problem, target));
        if (obstacles.Values.OfType<ResolverOutcome.Refused>().FirstOrDefault() is { } refused)
        {
            return refused;
        }

        var open = problem with { Request = Open(problem) };
        return open.Request is { Targets.Count: 0, Everything: false, Remove.Count: 0 }
            ? obstacles.Values.OfType<ResolverOutcome>().First()
            : Solve(open, new Steps(steps));
    }

    /// <summary>The request without what is so already.</summary>
    internal static ChangeRequest Open(Problem problem) =>
        problem.Request.Less([.. problem.Request.Targets.Where(target => NotPossible(problem, target) is ResolverOutcome.NothingToDo)
            .Select(target => target.Id)]);

    private static ResolverOutcome Solve(Problem problem, Steps steps)
    {
        var (settled, attempt) = FewestChanges.Of(problem, steps);
        return attempt switch
        {
            { Chosen: { } chosen }
                when problem.Request is { Everything: true, Targets.Count: 0, Remove.Count: 0 }
                    && chosen.Values.All(release => problem.Site.Installed.GetValueOrDefault(release.Id) == release.Version) =>
                new ResolverOutcome.NothingToDo(
                    $"Every module is in the newest version that fits host {problem.Site.Host}"
                        + $"{(chosen.Values.Any(release => problem.Beyond(release) is not null) ? ", the licenses" : "")} and the other modules."),
            { Chosen: { } chosen } => Solution.Of(settled, chosen),
            { Core.Count: 0 } => new ResolverOutcome.Refused(
                RefusalKind.TooHard,
                $"No answer for {Sentence.Join(problem.Request.Targets.Select(target => target.Id).DefaultIfEmpty("this site"))} "
                    + "was found in the time allowed. Ask for an exact version, or update the site in smaller parts.",
                []),
            _ => Explanation.Of(problem, attempt.Core),
        };
    }

    private static ResolverOutcome? NotPossible(Problem problem, Target target)
    {
        var releases = problem.Catalog.Releases(target.Id);
        problem.Site.Installed.TryGetValue(target.Id, out var installed);
        if (target.Kind is TargetKind.Update && installed is null)
        {
            return new ResolverOutcome.Refused(RefusalKind.NotInstalled, $"{target.Id} is not installed on this site.", []);
        }

        if (releases.Count is 0)
        {
            return new ResolverOutcome.Refused(RefusalKind.UnknownModule, $"The catalog has no module {target.Id}.", []);
        }

        if (installed is not null && installed == target.Version)
        {
            return new ResolverOutcome.NothingToDo($"{releases[0].Id} {installed} is installed already.");
        }

        return problem.WishedReleases(target).Count > 0 ? null
            : problem.InstalledRelease(target.Id) is { } here && target.Version is null && problem.Beyond(here) is { } beyond
                ? new ResolverOutcome.NothingToDo(
                    $"{releases[0].Id} {installed} is the newest that the license covers; it does not cover {beyond.Version.ToNormalizedString()}.")
            : installed is not null && target.Version is null
                ? new ResolverOutcome.NothingToDo($"{releases[0].Id} {installed} is the newest for host {problem.Site.Host}.")
                : NoRelease(problem, target, releases);
    }

    private static ResolverOutcome.Refused NoRelease(Problem problem, Target target, IReadOnlyList<SnapshotRelease> releases)
    {
        var asked = releases.Where(release => target.Version is not { } version || release.Version == version).ToList();
        var available = problem.Sees(target.Id) ? asked.Where(release => release.Available).ToList() : [];
        var name = target.Version is { } wanted ? $"{releases[0].Id} {wanted}" : releases[0].Id;
        if (available.Count is 0)
        {
            return new(RefusalKind.NoSuchVersion, $"{name} is not available.", []);
        }

        if (available.Where(release => release.Host.Includes(problem.Site.Host)).ToList() is { Count: > 0 } fitting)
        {
            return fitting.TrueForAll(release => release.Version.IsPrerelease)
                ? new(RefusalKind.NoSuchVersion, $"{name} has only prereleases for host {problem.Site.Host}; ask for one by its version.", [])
                : new(RefusalKind.NoSuchVersion, $"{name} has no release that this site's license covers.", []);
        }

        var newest = available[0];
        return new(
            RefusalKind.Host,
            $"{name} does not suit host {problem.Site.Host}.",
            [new Fact(newest.Id, newest.Version.ToNormalizedString(), $"needs host {newest.Host.Words()}")]);
    }
}
