using Marketplace.Modules.Packages;

namespace Marketplace.Resolution;

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
        // A step might close a circle; where one may be, that is left to the solver.
        if (_mayCircle ??= Circle.MayBe(problem with { Core = core }))
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
        foreach (var need in release.Requirements.Where(need => core.Contains(need.Id)
            && !(state.TryGetValue(need.Id, out var other) && need.Range.Includes(other.Version))))
        {
            broken.Add(need.Id);
        }

        foreach (var need in release.Conflicts.Where(need => state.TryGetValue(need.Id, out var other) && need.Range.Includes(other.Version)))
        {
            broken.Add(need.Id);
        }

        _needers ??= core.SelectMany(id => (problem.Module(id)?.Needs ?? []).Select(need => (need.Id, Needer: id)))
            .ToLookup(need => need.Id, need => need.Needer, StringComparer.OrdinalIgnoreCase);
        foreach (var needer in _needers[release.Id])
        {
            if (state.TryGetValue(needer, out var other) && (other.Requirements.Any(need => Same(need.Id, release.Id) && !need.Range.Includes(release.Version))
                || other.Conflicts.Any(need => Same(need.Id, release.Id) && need.Range.Includes(release.Version))))
            {
                broken.Add(needer);
            }
        }

        return broken;
    }

    private static bool Same(string id, string other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);
}
