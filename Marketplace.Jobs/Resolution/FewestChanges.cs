namespace Marketplace.Resolution;

/// <summary>
/// The best solution: the newest of what was requested, then the fewest changes to what is installed. Each failure to keep everything names
/// modules of which one must change; the smallest set that has one of each is tried next, so the first that works is the best.
/// </summary>
internal static class FewestChanges
{
    // Beyond this many conflicts about what may stay, every module in one of them may change.
    private const int MaxCores = 40;

    /// <summary>A solution, or the modules that cannot agree.</summary>
    public static (Problem Settled, Attempt Attempt) Of(Problem problem, Steps steps)
    {
        var pins = problem.Pins.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = new Solver(problem, steps).Run(pins);
        if (pins.Count is 0
            || (kept.Chosen is { } all
                && problem.Request.Targets.All(target => problem.WishedReleases(target)[0].Version == all[target.Id].Version)))
        {
            return (problem, kept);
        }

        var newest = new Solver(problem, steps).Run();
        if (newest.Chosen is not { } best)
        {
            return (problem, newest);
        }

        var settled = problem with
        {
            Settled = problem.Request.Targets.ToDictionary(target => target.Id, target => best[target.Id], StringComparer.OrdinalIgnoreCase),
        };
        var free = new Solver(settled, steps).Run();
        return (settled, free.Chosen?.Values.Count(problem.Changes) == free.Moved.Count ? free : Least(settled, pins, free, steps));
    }

    private static Attempt Least(Problem problem, HashSet<string> pins, Attempt found, Steps steps)
    {
        var moved = found.Moved.Where(pins.Contains).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var cores = new List<IReadOnlySet<string>>();
        while (!steps.Exhausted)
        {
            var changing = cores.Count < MaxCores ? HittingSet.Of(cores) : cores.SelectMany(core => core).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var attempt = new Solver(problem, steps).Run(pins.Where(id => !moved.Contains(id) && !changing.Contains(id)));
            if (attempt.Chosen is not null)
            {
                return attempt;
            }

            cores.Add(attempt.Pins);
        }

        return found;
    }
}
