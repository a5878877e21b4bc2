using System.Globalization;

namespace Marketplace.Pricing;

/// <summary>Names of units as a price is said for them. They are entered in the plural, in English as all texts are.</summary>
internal static class UnitText
{
    /// <summary>Document; 1000 mails.</summary>
    public static string Of(string unit, long per) => per == 1 ? One(unit) : $"{per.ToString(CultureInfo.InvariantCulture)} {unit}";

    // The endings of regular nouns; a word with none of them, such as GB, is its own singular.
    private static string One(string unit) => unit switch
    {
        [.. { Length: > 1 } stem, 'i', 'e', 's'] => $"{stem}y",
        [.. var stem, 's' or 'x', 'e', 's'] => $"{stem}{unit[^3]}",
        [.. var stem, 'c' or 's', 'h', 'e', 's'] => $"{stem}{unit[^4]}h",
        [.., 's', 's'] => unit,
        [.. { Length: > 1 } stem, 's'] => stem,
        _ => unit,
    };
}
