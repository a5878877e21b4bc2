using System.Globalization;
using System.Text.RegularExpressions;

namespace Marketplace.Bench;

/// <summary>A version of the archive: an epoch, then runs of letters and of digits by turns, compared run by run.</summary>
internal readonly partial record struct ArchiveVersion(int Epoch, string Text) : IComparable<ArchiveVersion>
{
    public static ArchiveVersion Parse(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var at and > 0
            && int.TryParse(text.AsSpan(0, at), CultureInfo.InvariantCulture, out var epoch)
                ? new(epoch, text[(at + 1)..])
                : new(0, text);

    public int CompareTo(ArchiveVersion other)
    {
        if (Epoch != other.Epoch)
        {
            return Epoch.CompareTo(other.Epoch);
        }

        var (mine, theirs) = (Runs().Matches(Text), Runs().Matches(other.Text));
        for (var at = 0; at < Math.Min(mine.Count, theirs.Count); at++)
        {
            var (a, b) = (mine[at].Value, theirs[at].Value);
            var order = char.IsAsciiDigit(a[0]) && char.IsAsciiDigit(b[0])
                ? System.Numerics.BigInteger.Parse(a, CultureInfo.InvariantCulture).CompareTo(System.Numerics.BigInteger.Parse(b, CultureInfo.InvariantCulture))
                : string.CompareOrdinal(a, b);
            if (order != 0)
            {
                return order;
            }
        }

        return mine.Count.CompareTo(theirs.Count) is var longer and not 0 ? longer : string.CompareOrdinal(Text, other.Text);
    }

    [GeneratedRegex("[0-9]+|[^0-9]+")]
    private static partial Regex Runs();
}
