namespace Marketplace.Resolution;

/// <summary>What may stand in the way of a request, and could give way.</summary>
internal enum Rule
{
    /// <summary>A requested module comes in the version asked for, or is updated to a newer one.</summary>
    Version,

    /// <summary>What is to be removed goes; where it gives way, what is needed stays.</summary>
    Remove,

    /// <summary>What is held stays as it is, or does not come.</summary>
    Hold,

    /// <summary>What is pinned stays as it is, also where the request holds it.</summary>
    Pin,

    /// <summary>Prereleases are not taken.</summary>
    Stable,

    /// <summary>Only versions that a license covers are taken.</summary>
    License,

    /// <summary>What is installed stays on the site.</summary>
    Stay,
}

/// <summary>A rule that does not hold for some modules; null means for all.</summary>
internal sealed record Leeway(Rule Rule, IReadOnlySet<string>? Ids = null);

/// <summary>The fewest exceptions that help, none of which can be spared.</summary>
internal static class FewestExceptions
{
    /// <summary>The fewest of the ids that suffice, those named first preferred; null when not even all of them do.</summary>
    /// <param name="suffices">Whether some of them do; more of them never do less.</param>
    public static HashSet<string>? Of(IEnumerable<string> ids, Func<HashSet<string>, bool> suffices)
    {
        var all = ids.Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return all.Count > 0 && Suffices(all) ? Set(Least([], false, all)) : null;

        bool Suffices(IEnumerable<string> some) => suffices(Set(some));

        // QuickXplain (Junker 2004): one half is searched with the other allowed, so a few exceptions among many take few questions.
        IReadOnlyList<string> Least(IReadOnlyList<string> allowed, bool isNew, IReadOnlyList<string> open)
        {
            if (isNew && Suffices(allowed))
            {
                return [];
            }

            if (open.Count is 1)
            {
                return open;
            }

            var (first, second) = (open.Take(open.Count / 2).ToList(), open.Skip(open.Count / 2).ToList());
            var late = Least([.. allowed, .. first], true, second);
            return [.. Least([.. allowed, .. late], late.Count > 0, first), .. late];
        }
    }

    private static HashSet<string> Set(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.OrdinalIgnoreCase);
}
