namespace Marketplace.Installs;

/// <summary>Finds out whether only a circle of needs stands in the way, and names its path.</summary>
internal static class Circle
{
    public static IReadOnlyList<Fact>? In(Problem problem)
    {
        var loose = new Search(problem with { CyclesAllowed = true }, new Steps(5_000)).Run();
        return loose?.Keys.Order(StringComparer.OrdinalIgnoreCase)
            .Select(id => Path(problem, loose, id))
            .FirstOrDefault(path => path is not null);
    }

    private static List<Fact>? Path(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen, string start)
    {
        var from = new Dictionary<string, Requirement>(StringComparer.OrdinalIgnoreCase);
        var by = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var next = new Queue<string>([start]);
        while (next.TryDequeue(out var id))
        {
            foreach (var need in problem.Requirements(chosen[id]).OrderBy(need => need.Id, StringComparer.OrdinalIgnoreCase))
            {
                if (by.TryAdd(need.Id, id))
                {
                    from.Add(need.Id, need);
                    next.Enqueue(need.Id);
                }
            }
        }

        if (!by.ContainsKey(start))
        {
            return null;
        }

        var path = new List<Fact>();
        var at = start;
        do
        {
            var who = chosen[by[at]];
            path.Insert(0, new Fact(who.Id, who.Version.ToNormalizedString(), $"needs {from[at].Id} {from[at].Range.Words()}"));
            at = by[at];
        }
        while (!string.Equals(at, start, StringComparison.OrdinalIgnoreCase));

        return path;
    }
}
