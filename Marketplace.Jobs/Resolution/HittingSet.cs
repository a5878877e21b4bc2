namespace Marketplace.Resolution;

/// <summary>The smallest set that has a member in common with each of several sets.</summary>
internal static class HittingSet
{
    // Enough for the conflicts of real sites; beyond it the best so far is taken.
    private const int MaxTries = 20_000;

    public static IReadOnlySet<string> Of(IReadOnlyList<IReadOnlySet<string>> sets)
    {
        var search = new Search(sets);
        search.Extend([]);
        return search.Best;
    }

    private sealed class Search(IReadOnlyList<IReadOnlySet<string>> sets)
    {
        private int _tries;

        public HashSet<string> Best { get; private set; } = sets.SelectMany(set => set).ToHashSet(StringComparer.OrdinalIgnoreCase);

        public void Extend(HashSet<string> chosen)
        {
            if (_tries++ > MaxTries || chosen.Count >= Best.Count)
            {
                return;
            }

            if (sets.Where(set => !set.Overlaps(chosen)).MinBy(set => set.Count) is not { } open)
            {
                Best = new(chosen, StringComparer.OrdinalIgnoreCase);
                return;
            }

            foreach (var id in open.OrderByDescending(id => sets.Count(set => set.Contains(id))).ThenBy(id => id, StringComparer.OrdinalIgnoreCase))
            {
                chosen.Add(id);
                Extend(chosen);
                chosen.Remove(id);
            }
        }
    }
}
