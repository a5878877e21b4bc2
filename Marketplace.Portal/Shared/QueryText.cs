using System.Globalization;

namespace Marketplace.Portal.Shared;

/// <summary>
/// Values in the address of a page. Pages take them as texts, since the framework throws where a number is none; what cannot be read counts as not given.
/// </summary>
internal static class QueryText
{
    public static int? Int(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static long? Long(string? text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool Bool(string? text) => bool.TryParse(text, out var value) && value;

    public static int[] Ints(string[]? texts) => [.. (texts ?? []).Select(Int).OfType<int>()];

    /// <summary>The number of a page of a list, from 1.</summary>
    public static int Page(string? text) => Math.Max(Int(text) ?? 1, 1);
}
