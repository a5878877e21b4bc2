namespace Marketplace.Installs;

/// <summary>
/// Tells which modules a conflict cannot do without, from one solution to another: when leaving out a module leaves a solution, and giving
/// that module a release breaks only what concerns one other, then leaving out that other leaves a solution too.
/// </summary>
internal sealed class Rotation(Problem problem, HashSet<string> core)
{
    private readonly HashSet<string> _needed = new(StringComparer.OrdinalIgnoreCase);
    private ILookup<string, string>? _needers;
    private bool? _mayCircle;

    public bool Contains(string id) => _needed.Contains(id);

    /// <param name="solution">A solution of the conflict's modules without this one.</param>
    public void Begin(string id, IReadOnlyDictionary<string, SnapshotRelease> solution)
    {
        _needed.Add(id);
        if (_mayCircle ??= MayCircle())
        {
            return;
        }

        var state = new Dictionary<string, SnapshotRelease>(solution, StringComparer.OrdinalIgnoreCase);
        var visited = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { id };
        for (var at = id; Next(at, state, visited) is var (release, other); at = other)
        {
            state[at] = release;
            state.Remove(other);
            visited.Add(other);
            _needed.Add(other);
        }
    }

    private (SnapshotRelease Release, string Other)? Next(string id, Dictionary<string, SnapshotRelease> state, HashSet<string> visited)
    {
        if (problem.Module(id) is { } module)
        {
            foreach (var number in problem.Allowed(module).Numbers())
            {
                var release = module.Releases[number - 1];
                if (Broken(release, state) is { Count: 1 } broken && broken.First() is var other && core.Contains(other) && !visited.Contains(other))
                {
                    return (release, other);
                }
            }
        }

        return null;
    }

    // The modules at odds with this release.
    private HashSet<string> Broken(SnapshotRelease release, Dictionary<string, SnapshotRelease> state)
    {
        var broken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var need in release.Requirements.Where(need => core.Contains(need.Id) && !(state.TryGetValue(need.Id, out var other) && need.Range.Satisfies(other.Version))))
        {
            broken.Add(need.Id);
        }

        foreach (var need in release.Conflicts.Where(need => state.TryGetValue(need.Id, out var other) && need.Range.Satisfies(other.Version)))
        {
            broken.Add(need.Id);
        }

        _needers ??= core.SelectMany(id => (problem.Module(id)?.Needs ?? []).Select(need => (need.Id, Needer: id))).ToLookup(need => need.Id, need => need.Needer, StringComparer.OrdinalIgnoreCase);
        foreach (var needer in _needers[release.Id])
        {
            if (state.TryGetValue(needer, out var other) && (other.Requirements.Any(need => Same(need.Id, release.Id) && !need.Range.Satisfies(release.Version))
                || other.Conflicts.Any(need => Same(need.Id, release.Id) && need.Range.Satisfies(release.Version))))
            {
                broken.Add(needer);
            }
        }

        return broken;
    }

    // Where needs could go round, a step might close a circle; that is left to the solver.
    private bool MayCircle()
    {
        var left = core.Where(id => problem.Module(id) is not null).ToDictionary(
            id => id, id => problem.Module(id)!.Needs.Where(need => !need.Excludes && core.Contains(need.Id)).Select(need => need.Id).ToHashSet(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        var needers = left.SelectMany(module => module.Value.Select(need => (need, module.Key))).ToLookup(pair => pair.need, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
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

    private static bool Same(string id, string other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);
}
