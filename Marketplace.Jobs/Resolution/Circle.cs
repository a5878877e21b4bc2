namespace Marketplace.Resolution;

/// <summary>Modules that need each other in a circle.</summary>
internal static class Circle
{
    /// <summary>The ids of one circle, each needing the next and the last the first; null when there is none.</summary>
    public static List<string>? In(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen)
    {
        var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var start in chosen.Keys.Order(StringComparer.OrdinalIgnoreCase))
        {
            if (From(problem, chosen, start, done) is { } circle)
            {
                return circle;
            }
        }

        return null;
    }

    /// <summary>Whether needs of the modules that count could go round, whichever releases are taken.</summary>
    public static bool MayBe(Problem problem)
    {
        var core = problem.Core!;
        var left = core.Where(id => problem.Module(id) is not null).ToDictionary(
            id => id,
            id => problem.Module(id)!.Needs.Where(need => !need.Excludes && core.Contains(need.Id))
                .Select(need => need.Id).ToHashSet(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);
        var needers = left.SelectMany(module => module.Value.Select(need => (need, module.Key)))
            .ToLookup(pair => pair.need, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
        var open = left.ToDictionary(module => module.Key, module => module.Value.Count(left.ContainsKey), StringComparer.OrdinalIgnoreCase);
        var free = new Queue<string>(open.Where(module => module.Value is 0).Select(module => module.Key));
        var done = 0;
        while (free.TryDequeue(out var id))
        {
            done++;
            foreach (var needer in needers[id].Where(needer => --open[needer] is 0))
            {
                free.Enqueue(needer);
            }
        }

        return done < left.Count;
    }

    // Depth first with a stack of its own: chains of needs may be thousands long.
    private static List<string>? From(Problem problem, IReadOnlyDictionary<string, SnapshotRelease> chosen, string start, HashSet<string> done)
    {
        var path = new List<string>();
        var onPath = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<IEnumerator<string>>();
        if (!Enter(start))
        {
            return null;
        }

        while (open.Count > 0)
        {
            if (!open.Peek().MoveNext())
            {
                open.Pop();
                done.Add(path[^1]);
                onPath.Remove(path[^1]);
                path.RemoveAt(path.Count - 1);
                continue;
            }

            var next = open.Peek().Current;
            if (onPath.Contains(next))
            {
                return path[path.FindIndex(id => string.Equals(id, next, StringComparison.OrdinalIgnoreCase))..];
            }

            Enter(next);
        }

        return null;

        bool Enter(string id)
        {
            if (done.Contains(id) || !chosen.TryGetValue(id, out var release))
            {
                return false;
            }

            path.Add(id);
            onPath.Add(id);
            open.Push(problem.Requirements(release).Select(need => need.Id).Order(StringComparer.OrdinalIgnoreCase).ToList().GetEnumerator());
            return true;
        }
    }
}
