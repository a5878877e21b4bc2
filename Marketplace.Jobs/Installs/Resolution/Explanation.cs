namespace Marketplace.Installs;

/// <summary>Why a wish cannot be granted: the fewest modules that cannot agree, and what each of them needs.</summary>
internal static class Explanation
{
    // Each question is far smaller than the wish itself; one that takes longer leaves its module in the story.
    private const int StepsPerQuestion = 5_000;

    public static Resolution.Refused Of(Problem problem)
    {
        var core = problem with { Ignored = Bystanders(problem) };
        return Circle.In(core) is { } circle
            ? new(RefusalKind.Cycle, $"{Sentence.Join(circle.Select(fact => fact.Module).Distinct())} need each other in a circle.", circle)
            : new(RefusalKind.Conflict, Story.Headline(core), Story.Facts(core));
    }

    /// <summary>The same as lines only; none when the problem has a solution after all.</summary>
    public static IReadOnlyList<Fact> Facts(Problem problem) => Unsolvable(problem) ? Of(problem).Story : [];

    /// <summary>All modules without which the problem is still unsolvable, found by leaving out ever smaller groups.</summary>
    private static HashSet<string> Bystanders(Problem problem)
    {
        var ignored = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var modules = Reachable(problem).Where(id => !problem.IsWished(id)).ToList();
        for (var size = modules.Count; size > 0; size /= 2)
        {
            foreach (var group in modules.Where(id => !ignored.Contains(id)).ToList().Chunk(size))
            {
                var wider = ignored.Concat(group).ToHashSet(StringComparer.OrdinalIgnoreCase);
                ignored = Unsolvable(problem with { Ignored = wider }) ? wider : ignored;
            }
        }

        return ignored;
    }

    private static SortedSet<string> Reachable(Problem problem)
    {
        var reached = new SortedSet<string>(problem.Required, StringComparer.OrdinalIgnoreCase);
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var id))
        {
            foreach (var need in problem.Candidates(id).SelectMany(release => release.Requirements).Where(need => reached.Add(need.Id)))
            {
                next.Enqueue(need.Id);
            }
        }

        return reached;
    }

    private static bool Unsolvable(Problem problem)
    {
        var steps = new Steps(StepsPerQuestion);
        return new Search(problem, steps).Run() is null && !steps.Exhausted;
    }
}
