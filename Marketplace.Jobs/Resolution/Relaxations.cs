namespace Marketplace.Resolution;

/// <summary>
/// The ways around a request that cannot be granted: one kind of rule gives way for as few modules as possible. Each kind is first asked for
/// as a whole, so that a kind without a way was proved to have none.
/// </summary>
/// <param name="asked">What was asked for.</param>
/// <param name="story">Why not, from which the modules to begin with are taken.</param>
internal sealed class Relaxations(Problem asked, IReadOnlyList<Fact> story)
{
    // For all kinds together: beyond it a way may be missed, but an answer comes.
    private readonly Steps _steps = new(200_000);
    private readonly Problem _problem = asked with { Request = Resolver.Open(asked) };
    private readonly List<string> _told =
        [.. story.Select(fact => fact.Module).Concat(asked.Request.Targets.Select(target => target.Id)).Distinct(StringComparer.OrdinalIgnoreCase)];

    private ChangeRequest Request => asked.Request;

    public IEnumerable<WayOut> All() =>
        Versions().Concat(Fewer()).Concat(Kept()).Concat(Held()).Concat(Unpinned()).Concat(Prereleases()).Concat(Licensed())
            .Concat(Removed()).Concat(HostUpdates.Of(asked, _told).Take(1)).DistinctBy(way => way.Title);

    private IEnumerable<WayOut> Versions() => Granted(Rule.Version, _problem.Request.Targets.Select(target => target.Id), (ids, chosen) =>
    (
        ids.Aggregate(Request, (request, id) => request.At(request.Of(id)!, chosen[id].Version)),
        $"{Request.Kind} {Named(ids, chosen)} instead"
    ));

    private IEnumerable<WayOut> Fewer()
    {
        var targets = InStory(_problem.Request.Targets.Select(target => target.Id)).ToList();
        var each = Request.Targets.Count > 1 ? targets.SelectMany(id => Without([id])).ToList() : [];
        return each.Count > 0 || Request.Targets.Count < 3 ? each
            : FewestExceptions.Of(targets, ids => Chosen(_problem with { Request = _problem.Request.Less(ids) }) is not null) is { } fewest ? Without(fewest)
            : [];

        IEnumerable<WayOut> Without(IReadOnlyCollection<string> ids) => WayOutOffer.Of(asked, Request.Less(ids), $"Leave {Sentence.Join(ids)} out");
    }

    private IEnumerable<WayOut> Kept() => Granted(Rule.Remove, Request.Remove, (ids, _) => (Request.Keeping(ids), $"Keep {Sentence.Join(ids)}"));

    private IEnumerable<WayOut> Held() => Granted(Rule.Hold, Request.Hold, (ids, _) => (Request.Releasing(ids), $"Change {Sentence.Join(ids)} too"));

    private IEnumerable<WayOut> Unpinned()
    {
        var pinned = InStory(_problem.Site.Pinned.Where(id => _problem.Site.IsPinned(id) && !_problem.IsRequested(id))).ToList();
        var each = pinned.Where(id => _told.Contains(id, StringComparer.OrdinalIgnoreCase)).SelectMany(id => Granted(Rule.Pin, [id], Unpin)).ToList();
        return each.Count > 0 ? each : Granted(Rule.Pin, pinned, Unpin);

        (ChangeRequest, string) Unpin(IReadOnlyCollection<string> ids, IReadOnlyDictionary<string, SnapshotRelease> chosen) =>
        (
            ids.Aggregate(Request, (request, id) => request.And(ChangeRequest.Update(chosen[id].Id, chosen[id].Version))),
            $"{(ids.All(id => chosen[id].Version > _problem.Site.Installed[id]) ? "Update" : "Change")} {Named(ids, chosen)} too, "
                + $"although {(ids.Count is 1 ? "it is" : "they are")} pinned"
        );
    }

    private IEnumerable<WayOut> Prereleases()
    {
        // Nothing else can end it. A circle's story does not name what its modules could take in the circle's place.
        if (!Reach.Of(_problem, _told).Any(HasPrereleases) || Chosen(_problem with { Leeway = new(Rule.Stable) }) is not { } any)
        {
            return [];
        }

        var taken = any.Values.Where(release => release.Version.IsPrerelease && !_problem.TakesPrereleases(release.Id)).Select(release => release.Id).ToList();
        var each = InStory(taken).SelectMany(id => Granted(Rule.Stable, [id], Take)).ToList();
        return each.Count > 0 ? each : Granted(Rule.Stable, taken, Take);

        (ChangeRequest, string) Take(IReadOnlyCollection<string> ids, IReadOnlyDictionary<string, SnapshotRelease> chosen) =>
        (
            ids.Aggregate(Request, (request, id) => Asking(request, chosen[id])),
            $"Take the {(ids.Count is 1 ? "prerelease" : "prereleases")} {Named(ids, chosen)}"
        );
    }

    private bool HasPrereleases(string id) => !_problem.TakesPrereleases(id) && _problem.Catalog.Releases(id).Any(release => release.Version.IsPrerelease);

    private ChangeRequest Asking(ChangeRequest request, SnapshotRelease release) => request.Of(release.Id) is { } target ? request.At(target, release.Version)
        : request.And(_problem.Site.Installed.ContainsKey(release.Id) ? ChangeRequest.Update(release.Id, release.Version)
            : ChangeRequest.Install(release.Id, release.Version));

    // Its plan asks for them by version, and so says what a license costs.
    private IEnumerable<WayOut> Licensed() => Granted(Rule.License, _problem.Site.Licensed.Keys, (ids, chosen) =>
    (
        ids.Aggregate(Request, (request, id) => Asking(request, chosen[id])),
        $"Get a license for {Named(ids, chosen)} first"
    ));

    private IEnumerable<WayOut> Removed()
    {
        var each = Removals.Singly(asked, _told).ToList();
        return each.Count > 0 ? each : Removals.Together(asked, _told, _steps);
    }

    private IEnumerable<WayOut> Granted(
        Rule rule, IEnumerable<string> ids, Func<IReadOnlyCollection<string>, IReadOnlyDictionary<string, SnapshotRelease>,
            (ChangeRequest Request, string Title)> way)
    {
        if (FewestExceptions.Of(InStory(ids), some => Chosen(_problem with { Leeway = new(rule, some) }) is not null) is { } fewest
            && Chosen(_problem with { Leeway = new(rule, fewest) }) is { } chosen)
        {
            var (request, title) = way(fewest, chosen);
            return WayOutOffer.Of(asked, request, title);
        }

        return [];
    }

    private IReadOnlyDictionary<string, SnapshotRelease>? Chosen(Problem relaxed) => new Solver(relaxed, _steps).Run().Chosen;

    // Those of the story come first: what they can do together is easier to understand.
    private IEnumerable<string> InStory(IEnumerable<string> ids) => ids.OrderBy(Place).ThenBy(id => id, StringComparer.OrdinalIgnoreCase);

    private int Place(string id) => _told.FindIndex(told => string.Equals(told, id, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? at : int.MaxValue;

    private static string Named(IEnumerable<string> ids, IReadOnlyDictionary<string, SnapshotRelease> chosen) =>
        Sentence.Join(ids.Where(chosen.ContainsKey).Select(id => $"{chosen[id].Id} {chosen[id].Version.ToNormalizedString()}"));
}
