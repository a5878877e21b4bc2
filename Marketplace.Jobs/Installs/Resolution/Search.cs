namespace Marketplace.Installs;

/// <summary>How many tries are left; shared by all searches of one answer, so that an answer always comes.</summary>
internal sealed class Steps(int left)
{
    public bool Exhausted => left <= 0;

    public bool Take() => left-- > 0;
}

/// <summary>
/// Backtracking: always decides the module with the fewest releases left, best release first. Complete within its steps.
/// </summary>
internal sealed class Search(Problem problem, Steps steps, int mostChanges = int.MaxValue)
{
    private readonly Dictionary<string, SnapshotRelease> _chosen = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _pending = new(problem.Required, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<SnapshotRelease>> _candidates = new(StringComparer.OrdinalIgnoreCase);
    private int _changes;

    /// <summary>The chosen releases by id, or null when there are none or the steps ran out.</summary>
    public IReadOnlyDictionary<string, SnapshotRelease>? Run() => Decide() ? _chosen : null;

    private bool Decide()
    {
        if (!steps.Take())
        {
            return false;
        }

        if (_pending.Count is 0)
        {
            return true;
        }

        var (id, releases) = _pending
            .Select(id => (Id: id, Releases: Candidates(id).Where(Fits).ToList()))
            .MinBy(module => module.Releases.Count);
        _pending.Remove(id);
        foreach (var release in releases)
        {
            if (Try(release))
            {
                return true;
            }
        }

        _pending.Add(id);
        return false;
    }

    private bool Try(SnapshotRelease release)
    {
        var change = problem.Changes(release) ? 1 : 0;
        _chosen.Add(release.Id, release);
        var added = problem.Requirements(release).Select(need => need.Id)
            .Where(id => !_chosen.ContainsKey(id) && !_pending.Contains(id))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        _changes += change;
        _pending.UnionWith(added);
        if (Decide())
        {
            return true;
        }

        _pending.ExceptWith(added);
        _chosen.Remove(release.Id);
        _changes -= change;
        return false;
    }

    private IReadOnlyList<SnapshotRelease> Candidates(string id) =>
        _candidates.TryGetValue(id, out var known) ? known : _candidates[id] = problem.Candidates(id);

    private bool Fits(SnapshotRelease release) =>
        (_changes < mostChanges || !problem.Changes(release))
        && problem.Requirements(release).All(need => Chosen(need.Id, release) is not { } other || need.Range.Satisfies(other.Version))
        && _chosen.Values.All(other => problem.Requirements(other).All(need => !Same(need.Id, release.Id) || need.Range.Satisfies(release.Version)))
        && (problem.CyclesAllowed || !ClosesCycle(release));

    private SnapshotRelease? Chosen(string id, SnapshotRelease candidate) => Same(id, candidate.Id) ? candidate : _chosen.GetValueOrDefault(id);

    private bool ClosesCycle(SnapshotRelease release)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var next = new Stack<string>(problem.Requirements(release).Select(need => need.Id));
        while (next.TryPop(out var id))
        {
            if (Same(id, release.Id))
            {
                return true;
            }

            if (seen.Add(id) && _chosen.TryGetValue(id, out var other))
            {
                foreach (var need in problem.Requirements(other))
                {
                    next.Push(need.Id);
                }
            }
        }

        return false;
    }

    private static bool Same(string id, string other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);
}
