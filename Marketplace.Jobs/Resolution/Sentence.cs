namespace Marketplace.Resolution;

internal static class Sentence
{
    /// <summary>"A", "A and B", "A, B and C", "A, B and 4 more".</summary>
    public static string Join(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count switch
        {
            0 => "",
            1 => all[0],
            <= 3 => $"{string.Join(", ", all[..^1])} and {all[^1]}",
            _ => $"{all[0]}, {all[1]} and {all.Count - 2} more",
        };
    }
}
