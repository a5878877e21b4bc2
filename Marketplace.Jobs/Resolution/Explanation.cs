namespace Marketplace.Resolution;

/// <summary>Why a request cannot be granted: the fewest modules that cannot agree, and what each of them needs.</summary>
internal static class Explanation
{
    // Each question is far smaller than the request itself; one that takes longer leaves its module in the story.
    private const int StepsPerQuestion = 5_000;

    /// <param name="core">Modules that cannot agree, as the solver found them.</param>
    public static ResolverOutcome.Refused Of(Problem problem, IReadOnlySet<string> core)
    {
        var least = problem with { Core = Least(problem, core) };
        if (CirclePath.Of(least) is { } circle)
        {
            var names = circle.Round.Select(fact => fact.Module).Distinct().ToList();
            var sentence = names is [var only] ? $"{only} needs itself." : $"{Sentence.Join(names)} need each other in a circle.";
            return new(RefusalKind.Cycle, sentence, [.. circle.Way, .. circle.Round]);
        }

        var story = new Story(least);
        return new(RefusalKind.Conflict, story.Headline(), story.Facts());
    }

    /// <summary>The same as lines only; none when the problem has a solution after all.</summary>
    public static IReadOnlyList<Fact> Facts(Problem problem) =>
        new Solver(problem, new Steps(StepsPerQuestion)).Run() is { Chosen: null, Core.Count: > 0 } attempt ? Of(problem, attempt.Core).Story : [];

    // What was requested stays in the story; of several requests, those that have a part in it.
    private static HashSet<string> Least(Problem problem, IReadOnlySet<string> found)
    {
        var core = found.ToHashSet(StringComparer.OrdinalIgnoreCase);
        core.UnionWith(problem.Request.Only is { } only ? [only.Id] : []);
        var needed = new Rotation(problem, core);
        foreach (var id in found.Order(StringComparer.OrdinalIgnoreCase).Where(id => problem.Request.Only is null || !problem.IsRequested(id)))
        {
            if (!core.Contains(id) || needed.Contains(id))
            {
                continue;
            }

            var without = core.Where(other => !string.Equals(other, id, StringComparison.OrdinalIgnoreCase)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var attempt = new Solver(problem with { Core = without }, new Steps(StepsPerQuestion)).Run();
            if (attempt.Chosen is { } solution)
            {
                needed.Begin(id, solution);
            }
            else if (attempt.Core.Count > 0)
            {
                core.IntersectWith(problem.Request.Only is { } requested ? attempt.Core.Append(requested.Id) : attempt.Core);
            }
        }

        return core;
    }
}
