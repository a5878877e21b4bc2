using NuGet.Versioning;

namespace Marketplace.Installs;

/// <summary>Another wish that can be granted, and what it would change.</summary>
/// <param name="Host">The host that the site would have to run first; null when it can be had as the site is.</param>
public sealed record WayOut(Wish Wish, string Title, string Effect, NuGetVersion? Host = null);

/// <summary>
/// What could be done about an obstacle, best first: another version, fewer wishes, a pin or a channel less strict, something removed,
/// another host. Each way has been resolved before it is offered.
/// </summary>
public static class WaysOut
{
    private const int Most = 4;
    private const int StepsPerWay = 20_000;

    public static IReadOnlyList<WayOut> Of(CatalogSnapshot catalog, SiteState site, Wish wish, Resolution answer)
    {
        var problem = new Problem(catalog, site, wish);
        return answer switch
        {
            Resolution.Solved { Obstacle.Count: > 0 } solved => [.. AroundUpdates(problem, solved).Take(Most - 1)],
            Resolution.Refused { Kind: RefusalKind.NeededByOthers } => [.. Offer(problem, wish.AndDependents(), solved => $"Uninstall {Sentence.Join(Gone(solved))} together")],
            Resolution.Refused { Kind: RefusalKind.Conflict or RefusalKind.Cycle or RefusalKind.Host or RefusalKind.NoSuchVersion } refused => [.. AroundRefusal(problem, refused).Take(Most)],
            _ => [],
        };
    }

    private static IEnumerable<WayOut> AroundUpdates(Problem problem, Resolution.Solved solved) =>
        Older(problem, solved).Concat(Removals(problem, solved.Obstacle));

    private static WayOut[] Older(Problem problem, Resolution.Solved solved)
    {
        if (problem.Wish.Only is not { } target)
        {
            return [];
        }

        var taken = solved.Choices.First(choice => problem.IsWished(choice.Id)).To;
        var older = problem.WishedReleases(target).Where(release => release.Version < taken)
            .FirstOrDefault(release => new Solver(problem.AsItStands() with { Settled = new Dictionary<string, SnapshotRelease>(StringComparer.OrdinalIgnoreCase) { [target.Id] = release } }, new Steps(5_000)).Run().Chosen is not null);
        return older is null ? [] : Offer(problem, problem.Wish.At(target, older.Version), $"{target.Kind} {older.Id} {older.Version} instead");
    }

    private static IEnumerable<WayOut> AroundRefusal(Problem problem, Resolution.Refused refused)
    {
        var wish = problem.Wish;
        var told = refused.Story.Select(fact => fact.Module).Concat(wish.Targets.Select(target => target.Id)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var other = wish.Targets.Where(target => target.Version is not null)
            .SelectMany(target => Offer(problem, wish.At(target, null), solved => $"{target.Kind} {Named(solved, target.Id)} instead"));
        var fewer = told.Where(id => wish.Targets.Count > 1 && problem.IsWished(id)).SelectMany(id => Offer(problem, wish.Less(id), $"Leave {id} out"));
        var unpinned = told.Where(id => problem.Site.IsPinned(id) && !problem.IsWished(id))
            .SelectMany(id => Offer(problem, wish.And(Wish.Update(id)), solved => $"Update {Named(solved, id)} too, although it is pinned"));
        return [.. other, .. fewer, .. unpinned, .. told.SelectMany(id => Prerelease(problem, id)), .. Removals(problem, refused.Story), .. Hosts(problem, told).Take(1)];
    }

    private static WayOut[] Prerelease(Problem problem, string id)
    {
        var newest = problem.Sees(id)
            ? problem.Catalog.Releases(id).FirstOrDefault(release => release is { Available: true, Version.IsPrerelease: true } && release.Host.Satisfies(problem.Site.Host))
            : null;
        if (newest is null || problem.Site.Installed.GetValueOrDefault(id) >= newest.Version || problem.Wish.Removes(id))
        {
            return [];
        }

        var isThere = problem.Site.Installed.ContainsKey(id);
        var wish = problem.Wish.And(isThere ? Wish.Update(newest.Id, newest.Version) : Wish.Install(newest.Id, newest.Version));
        return Offer(problem, wish, $"Take the prerelease {newest.Id} {newest.Version.ToNormalizedString()}");
    }

    private static IEnumerable<WayOut> Removals(Problem problem, IReadOnlyList<Fact> story) => story.Select(fact => fact.Module).Distinct()
        .Where(id => problem.Site.Installed.ContainsKey(id) && !problem.IsWished(id) && !problem.Wish.Removes(id))
        .SelectMany(id => Offer(problem, problem.Wish.Without(id), $"Uninstall {id}"));

    // Hosts at which releases of the story begin to work, the nearest above first.
    private static IEnumerable<WayOut> Hosts(Problem problem, List<string> told) =>
        from host in told.Where(problem.Sees).SelectMany(problem.Catalog.Releases).Where(release => release.Available)
            .Select(release => release.Host.MinVersion).OfType<NuGetVersion>().Where(host => host > problem.Site.Host).Distinct().Order().Take(5)
        let elsewhere = problem with { Site = problem.Site.On(host) }
        from way in Offer(elsewhere, problem.Wish, $"Update the host to {host.ToNormalizedString()} first")
        select way with { Host = host };

    private static WayOut[] Offer(Problem problem, Wish wish, string title) => Offer(problem, wish, _ => title);

    private static WayOut[] Offer(Problem problem, Wish wish, Func<Resolution.Solved, string> title) =>
        Resolver.Resolve(problem.Catalog, problem.Site, wish, StepsPerWay) is Resolution.Solved solved ? [new(wish, title(solved), Effect(solved))] : [];

    private static string Named(Resolution.Solved solved, string id) =>
        solved.Choices.First(choice => string.Equals(choice.Id, id, StringComparison.OrdinalIgnoreCase)) is var choice ? $"{choice.Id} {choice.To?.ToNormalizedString()}" : id;

    private static IEnumerable<string> Gone(Resolution.Solved solved) => solved.Choices.Where(choice => choice.Kind is ChangeKind.Remove).Select(choice => choice.Id);

    internal static string Effect(Resolution.Solved solved)
    {
        var counts = solved.Choices.Where(choice => choice.Kind is not ChangeKind.Keep).CountBy(choice => choice.Kind).ToDictionary();
        var parts = Enum.GetValues<ChangeKind>().Where(counts.ContainsKey).Select(kind => kind switch
        {
            ChangeKind.Add => $"{counts[kind]} added",
            ChangeKind.Update => $"{counts[kind]} updated",
            _ => $"{counts[kind]} removed",
        });
        return $"{string.Join(", ", parts)}.";
    }
}
