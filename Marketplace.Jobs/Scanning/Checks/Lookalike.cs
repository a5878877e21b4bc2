namespace Marketplace.Scanning.Checks;

/// <summary>Whether a person could take one id for another. Both in lower case.</summary>
internal static class Lookalike
{
    public static bool Confusable(string one, string other) => one != other && (Shape(one) == Shape(other) || OneEdit(one, other));

    // What looks the same in common fonts, and the separators that nobody remembers.
    private static string Shape(string id) => id
        .Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal)
        .Replace('0', 'o').Replace('1', 'l').Replace('i', 'l').Replace('5', 's')
        .Replace(".", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    /// <summary>One letter replaced, added, left out, or two neighbors swapped.</summary>
    private static bool OneEdit(string one, string other)
    {
        if (one.Length > other.Length)
        {
            (one, other) = (other, one);
        }

        var at = 0;
        while (at < one.Length && one[at] == other[at])
        {
            at++;
        }

        return (other.Length - one.Length) switch
        {
            0 => one.AsSpan(at + 1).SequenceEqual(other.AsSpan(at + 1))
                || (at + 1 < one.Length && one[at] == other[at + 1] && one[at + 1] == other[at] && one.AsSpan(at + 2).SequenceEqual(other.AsSpan(at + 2))),
            1 => one.AsSpan(at).SequenceEqual(other.AsSpan(at + 1)),
            _ => false,
        };
    }
}
