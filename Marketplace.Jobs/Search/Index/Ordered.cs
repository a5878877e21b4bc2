namespace Marketplace.Search.Index;

/// <summary>Looks up in a list in ordinal order.</summary>
internal static class Ordered
{
    /// <summary>Where those stand that begin so: from the first to before the second.</summary>
    public static (int From, int To) Range(string[] texts, string start)
    {
        var from = First(texts, 0, text => string.CompareOrdinal(text, start) >= 0);
        return (from, First(texts, from, text => !text.StartsWith(start, StringComparison.Ordinal)));
    }

    private static int First(string[] texts, int low, Func<string, bool> isBeyond)
    {
        for (var high = texts.Length; low < high;)
        {
            var middle = (low + high) >>> 1;
            (low, high) = isBeyond(texts[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
