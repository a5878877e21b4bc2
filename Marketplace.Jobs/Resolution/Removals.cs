namespace Marketplace.Resolution;

/// <summary>Ways out that take something off the site which was to stay.</summary>
internal static class Removals
{
    /// <summary>Each of these modules whose removal alone is enough.</summary>
    public static IEnumerable<WayOut> Singly(Problem problem, IEnumerable<string> ids) =>
        ids.Distinct(StringComparer.OrdinalIgnoreCase).Where(id => MayGo(problem, id))
            .SelectMany(id => WayOutOffer.Of(problem, problem.Request.Without(id), $"Uninstall {id}"));

    /// <summary>The fewest modules that have to go together; none when even an empty site would not do.</summary>
    public static IEnumerable<WayOut> Together(Problem asked, IEnumerable<string> first, Steps steps)
    {
        var open = asked with { Request = Resolver.Open(asked) };
        var ids = first.Concat(asked.Site.Installed.Keys).Where(id => MayGo(asked, id));
        var fewest = FewestExceptions.Of(ids, some => Chosen(some) is not null);
        if (fewest is null || Chosen(fewest) is not { } chosen)
        {
            return [];
        }

        List<string> gone = [.. fewest.Where(id => !chosen.ContainsKey(id)).Order(StringComparer.OrdinalIgnoreCase)];
        return WayOutOffer.Of(asked, asked.Request.Without(gone), $"Uninstall {Sentence.Join(gone)}");

        IReadOnlyDictionary<string, SnapshotRelease>? Chosen(IReadOnlySet<string> some) =>
            new Solver(open with { Leeway = new(Rule.Stay, some) }, steps).Run().Chosen;
    }

    private static bool MayGo(Problem problem, string id) => problem.Site.Installed.ContainsKey(id) && !problem.IsRequested(id) && !problem.Request.Removes(id);
}
