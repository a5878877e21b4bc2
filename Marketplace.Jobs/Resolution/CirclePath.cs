namespace Marketplace.Resolution;

/// <summary>A circle of needs, and how the request comes to it.</summary>
/// <param name="Way">From the request to the first module of the circle.</param>
/// <param name="Round">From that module round to it again.</param>
internal sealed record CirclePath(IReadOnlyList<Fact> Way, IReadOnlyList<Fact> Round)
{
    private const int MaxSteps = 5_000;

    /// <summary>A circle that alone stands in the way, and how the request comes to it; null when there is none.</summary>
    public static CirclePath? Of(Problem problem)
    {
        if (!Circle.MayBe(problem) || new Solver(problem with { CyclesAllowed = true }, new Steps(MaxSteps)).Run().Chosen is not { } loose
            || Circle.In(problem, loose) is not { } ids)
        {
            return null;
        }

        var way = WayTo(problem, loose, ids);
        var first = ids.FindIndex(id => string.Equals(id, way[^1], StringComparison.OrdinalIgnoreCase));
        var round = ids.Skip(first).Concat(ids.Take(first + 1)).ToList();
        return new([.. Needs(way)], [.. Needs(round)]);

        IEnumerable<Fact> Needs(List<string> path) =>
            from pair in path.Zip(path.Skip(1))
            let who = loose[pair.First]
            let need = problem.Requirements(who).First(need => string.Equals(need.Id, pair.Second, StringComparison.OrdinalIgnoreCase))
            select new Fact(who.Id, who.Version.ToNormalizedString(), $"needs {need.Id} {need.Range.Words()}");
    }

    // From the request along the needs to the first module of the circle; from what is installed where no request leads there.
    private static List<string> WayTo(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen, List<string> circle)
    {
        var from = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var next = new Queue<string>();
        foreach (var root in problem.Required.OrderByDescending(problem.IsRequested).ThenBy(id => id, StringComparer.OrdinalIgnoreCase))
        {
            Reach(root, null);
            while (next.TryDequeue(out var id))
            {
                if (circle.Contains(id, StringComparer.OrdinalIgnoreCase))
                {
                    var way = new List<string>();
                    for (var at = id; at is not null; at = from[at])
                    {
                        way.Insert(0, at);
                    }

                    return way;
                }

                foreach (var need in problem.Requirements(chosen[id]).Select(need => need.Id).Order(StringComparer.OrdinalIgnoreCase))
                {
                    Reach(need, id);
                }
            }
        }

        throw new InvalidOperationException("Nothing is in a solution that no root needs.");

        void Reach(string id, string? by)
        {
            if (from.TryAdd(id, by))
            {
                next.Enqueue(id);
            }
        }
    }
}
