using NuGet.Versioning;

namespace Marketplace.Resolution;

/// <summary>Another request that can be granted, and what it would change.</summary>
/// <param name="Host">The host that the site would have to run first; null when it can be had as the site is.</param>
public sealed record WayOut(ChangeRequest Request, string Title, string Effect, NuGetVersion? Host = null);

/// <summary>
/// What could be done about an obstacle, best first: another version, fewer requests, a removal, a hold, a pin or a channel less strict,
/// something removed, another host. Each way has been resolved before it is offered.
/// </summary>
public static class WaysOut
{
    private const int Max = 4;

    public static IReadOnlyList<WayOut> Of(CatalogSnapshot catalog, SiteState site, ChangeRequest request, ResolverOutcome answer)
    {
        var problem = new Problem(catalog, site, request);
        return answer switch
        {
            ResolverOutcome.Solved { Missed: { } missed } solved => [.. ToNewest(problem, missed, solved).Take(Max - 1)],
            ResolverOutcome.Solved { Obstacle.Count: > 0 } solved => [.. AroundUpdates(problem, solved).Take(Max - 1)],
            ResolverOutcome.Refused { Kind: RefusalKind.NeededByOthers } =>
                [.. WayOutOffer.Of(problem, request.AndDependents(), solved => $"Uninstall {Sentence.Join(Gone(solved))} together")],
            ResolverOutcome.Refused refused => [.. Around(problem, refused).Take(Max)],
            _ => [],
        };
    }

    /// <summary>Every way around a refusal that was found; none of a kind when no way of that kind exists.</summary>
    internal static IEnumerable<WayOut> Around(Problem problem, ResolverOutcome.Refused refused) =>
        refused.Kind is RefusalKind.Conflict or RefusalKind.Cycle or RefusalKind.Host or RefusalKind.NoSuchVersion
            ? new Relaxations(problem, refused.Story).All()
            : [];

    private static IEnumerable<WayOut> ToNewest(Problem problem, NuGetVersion newest, ResolverOutcome.Solved solved)
    {
        var request = problem.Request.At(problem.Request.Only!, newest);
        var licensed = solved.NeedsLicense
            ? WayOutOffer.Of(problem, request, $"Get a license for {solved.Obstacle[0].Module} {newest.ToNormalizedString()} first").ToList() : [];
        return licensed.Count > 0 ? licensed
            : new Relaxations(problem with { Request = request }, solved.Obstacle).All()
                .Where(way => way.Request.Of(problem.Request.Only!.Id)?.Version == newest);
    }

    private static IEnumerable<WayOut> AroundUpdates(Problem problem, ResolverOutcome.Solved solved) =>
        Older(problem, solved).Concat(Removals.Singly(problem, solved.Obstacle.Select(fact => fact.Module)));

    private static IEnumerable<WayOut> Older(Problem problem, ResolverOutcome.Solved solved)
    {
        if (problem.Request.Only is not { } target)
        {
            return [];
        }

        var taken = solved.Choices.First(choice => problem.IsRequested(choice.Id)).To;
        var older = problem.WishedReleases(target).Where(release => release.Version < taken).FirstOrDefault(IsPossible);
        return older is null ? [] : WayOutOffer.Of(problem, problem.Request.At(target, older.Version), $"{target.Kind} {older.Id} {older.Version} instead");

        bool IsPossible(SnapshotRelease release)
        {
            var settled = new Dictionary<string, SnapshotRelease>(StringComparer.OrdinalIgnoreCase) { [target.Id] = release };
            return new Solver(problem.AsItStands() with { Settled = settled }, new Steps(5_000)).Run().Chosen is not null;
        }
    }

    private static IEnumerable<string> Gone(ResolverOutcome.Solved solved) =>
        solved.Choices.Where(choice => choice.Kind is ChangeKind.Remove).Select(choice => choice.Id);
}
