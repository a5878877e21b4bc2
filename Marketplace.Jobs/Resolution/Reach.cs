namespace Marketplace.Resolution;

/// <summary>Modules with what they may need, and what that may need in turn.</summary>
internal static class Reach
{
    private const int MaxModules = 500;

    public static HashSet<string> Of(Problem problem, IEnumerable<string> first)
    {
        var reached = first.Where(problem.Sees).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var next = new Queue<string>(reached);
        while (next.TryDequeue(out var id) && reached.Count < MaxModules)
        {
            foreach (var need in problem.Catalog.Module(id)!.Needs.Select(need => need.Id).Where(need => problem.Sees(need) && reached.Add(need)))
            {
                next.Enqueue(need);
            }
        }

        return reached;
    }
}
