namespace Marketplace.Resolution;

/// <summary>A way out is offered only when its request was resolved and can be granted.</summary>
internal static class WayOutOffer
{
    private const int StepsPerWay = 20_000;

    public static IEnumerable<WayOut> Of(Problem problem, ChangeRequest request, string title) => Of(problem, request, _ => title);

    public static IEnumerable<WayOut> Of(Problem problem, ChangeRequest request, Func<ResolverOutcome.Solved, string> title)
    {
        if (Resolver.Resolve(problem.Catalog, problem.Site, request, StepsPerWay) is ResolverOutcome.Solved solved
            && solved.Choices.Any(choice => choice.Kind is not ChangeKind.Keep))
        {
            yield return new(request, title(solved), Effect(solved));
        }
    }

    private static string Effect(ResolverOutcome.Solved solved)
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
