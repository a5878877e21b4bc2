namespace Marketplace.Installs;

/// <summary>Another wish that can be granted, and what it would change.</summary>
public sealed record WayOut(Wish Wish, string Title, string Effect);

/// <summary>
/// What could be done about an obstacle, best first. Each way has been resolved before it is offered.
/// </summary>
public static class WaysOut
{
    private const int Most = 3;

    public static IReadOnlyList<WayOut> Of(CatalogSnapshot catalog, SiteState site, Wish wish, Resolution answer) => answer switch
    {
        Resolution.Solved { Obstacle.Count: > 0 } solved => [.. AroundUpdates(catalog, site, wish, solved).Take(Most - 1)],
        Resolution.Refused { Kind: RefusalKind.NeededByOthers } refused => Together(catalog, site, wish, refused),
        Resolution.Refused { Kind: RefusalKind.Conflict or RefusalKind.Cycle } refused => [.. AroundConflict(catalog, site, wish, refused).Take(Most)],
        _ => [],
    };

    private static IEnumerable<WayOut> AroundUpdates(CatalogSnapshot catalog, SiteState site, Wish wish, Resolution.Solved solved)
    {
        var problem = new Problem(catalog, site, wish.Alone());
        var taken = solved.Choices.First(choice => problem.IsWished(choice.Id)).To;
        var older = problem.WishedReleases()
            .Where(release => release.Version < taken)
            .FirstOrDefault(release => new Search((problem with { Target = release }).AsItStands(), new Steps(5_000)).Run() is not null);
        var instead = older is null ? [] : Offer(catalog, site, wish.At(older.Version), $"{wish.Kind} {older.Id} {older.Version} instead");
        return instead.Concat(solved.Obstacle.Select(fact => fact.Module).Distinct()
            .Where(id => site.Installed.ContainsKey(id) && !problem.IsWished(id))
            .SelectMany(id => Offer(catalog, site, wish.Without(id), $"Uninstall {id}")));
    }

    private static IEnumerable<WayOut> AroundConflict(CatalogSnapshot catalog, SiteState site, Wish wish, Resolution.Refused refused)
    {
        var problem = new Problem(catalog, site, wish);
        var newest = wish.At(null);
        var other = wish.Version is null ? [] : Offer(catalog, site, newest, choice => $"{wish.Kind} {choice.Id} {choice.To} instead");
        return other.Concat(refused.Story.Select(fact => fact.Module).Distinct()
            .Where(id => site.Installed.ContainsKey(id) && !problem.IsWished(id))
            .SelectMany(id => Offer(catalog, site, wish.Without(id), $"Uninstall {id}")));
    }

    private static List<WayOut> Together(CatalogSnapshot catalog, SiteState site, Wish wish, Resolution.Refused refused)
    {
        var wider = wish;
        Resolution answer = refused;
        while (answer is Resolution.Refused { Kind: RefusalKind.NeededByOthers } again)
        {
            wider = Wish.Uninstall([.. wider.Remove, .. again.Story.Select(fact => fact.Module).Distinct()]);
            answer = Resolver.Resolve(catalog, site, wider);
        }

        return answer is Resolution.Solved solved
            ? [new(wider, $"Uninstall {Sentence.Join(wider.Remove)} together", Effect(solved))]
            : [];
    }

    private static WayOut[] Offer(CatalogSnapshot catalog, SiteState site, Wish wish, string title) => Offer(catalog, site, wish, _ => title);

    private static WayOut[] Offer(CatalogSnapshot catalog, SiteState site, Wish wish, Func<Choice, string> title) =>
        Resolver.Resolve(catalog, site, wish) is Resolution.Solved solved
            ? [new(wish, title(solved.Choices.First(choice => string.Equals(choice.Id, wish.Id, StringComparison.OrdinalIgnoreCase))), Effect(solved))]
            : [];

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
