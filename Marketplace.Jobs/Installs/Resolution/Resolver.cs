using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>
/// Answers a wish with the versions to take, each with its reason, or with why it cannot be granted. A pure function: no
/// clock, no database, and the same answer whatever the order of its input.
/// <para>Preferred, in this order: the newest release of what was wished, the fewest changes to what is installed, the newest
/// of everything else. Prereleases only where asked for by version or installed already.</para>
/// </summary>
public static class Resolver
{
    private const int MostSteps = 50_000;

    /// <param name="steps">How many tries may be spent; when they run out the answer is <see cref="RefusalKind.TooHard"/>.</param>
    public static Resolution Resolve(CatalogSnapshot catalog, SiteState site, Wish wish, int steps = MostSteps)
    {
        var problem = new Problem(catalog, site, wish);
        return wish.Id is null ? Removal.Of(problem) : NotPossible(problem, wish.Id) ?? Solve(problem, new Steps(steps));
    }

    private static Resolution Solve(Problem problem, Steps steps)
    {
        foreach (var target in problem.WishedReleases())
        {
            var aimed = problem with { Target = target };
            if (new Search(aimed, steps).Run() is { } found)
            {
                return Solution.Of(aimed, WithFewestChanges(aimed, found, steps));
            }

            if (steps.Exhausted)
            {
                return new Resolution.Refused(
                    RefusalKind.TooHard,
                    $"No answer for {target.Id} was found in the time allowed. Ask for an exact version, or update the site in smaller parts.",
                    []);
            }
        }

        return Explanation.Of(problem);
    }

    private static IReadOnlyDictionary<string, SnapshotRelease> WithFewestChanges(
        Problem problem, IReadOnlyDictionary<string, SnapshotRelease> found, Steps steps)
    {
        for (var most = 0; most < found.Values.Count(problem.Changes) && !steps.Exhausted; most++)
        {
            if (new Search(problem, steps, most).Run() is { } better)
            {
                return better;
            }
        }

        return found;
    }

    private static Resolution? NotPossible(Problem problem, string id)
    {
        var releases = problem.Catalog.Releases(id);
        problem.Site.Installed.TryGetValue(id, out var installed);
        if (problem.Wish.Kind is WishKind.Update && installed is null)
        {
            return new Resolution.Refused(RefusalKind.NotInstalled, $"{id} is not installed on this site.", []);
        }

        if (releases.Count is 0)
        {
            return new Resolution.Refused(RefusalKind.UnknownModule, $"The catalogue has no module {id}.", []);
        }

        if (installed is not null && installed == problem.Wish.Version)
        {
            return new Resolution.NothingToDo($"{releases[0].Id} {installed} is installed already.");
        }

        return problem.WishedReleases().Count > 0 ? null
            : installed is not null && problem.Wish.Version is null
                ? new Resolution.NothingToDo($"{releases[0].Id} {installed} is the newest for host {problem.Site.Host}.")
                : NoRelease(problem, releases);
    }

    private static Resolution.Refused NoRelease(Problem problem, IReadOnlyList<SnapshotRelease> releases)
    {
        var asked = releases.Where(release => problem.Wish.Version is not { } version || release.Version == version).ToList();
        var available = asked.Where(release => release.Available).ToList();
        var name = problem.Wish.Version is { } wanted ? $"{releases[0].Id} {wanted}" : releases[0].Id;
        if (available.Count is 0)
        {
            return new(RefusalKind.NoSuchVersion, $"{name} is not available.", []);
        }

        if (available.Exists(release => release.Host.Satisfies(problem.Site.Host)))
        {
            return new(RefusalKind.NoSuchVersion, $"{name} has only prereleases for host {problem.Site.Host}; ask for one by its version.", []);
        }

        var newest = available[0];
        return new(
            RefusalKind.Host,
            $"{name} does not suit host {problem.Site.Host}.",
            [new Fact(newest.Id, newest.Version.ToNormalizedString(), $"needs host {newest.Host.Words()}")]);
    }
}
