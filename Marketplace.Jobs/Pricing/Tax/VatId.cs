using Marketplace.Data;

namespace Marketplace.Pricing.Tax;

/// <summary>What checking a VAT id found.</summary>
public abstract record VatIdCheck
{
    public sealed record Valid(VatId Id) : VatIdCheck;

    /// <param name="Problem">What is wrong, and what mends it.</param>
    public sealed record Invalid(string Problem) : VatIdCheck;
}

/// <summary>
/// A VAT id of a member of the European Union, the United Kingdom (GB, and XI for Northern Ireland), Switzerland or Norway, whose form and checksum are
/// right. Whether it is registered, only the register knows: <see cref="Vies"/>.
/// </summary>
/// <param name="Country">ISO 3166-1.</param>
/// <param name="Text">Normalized: the prefix and the number without blanks and points, such as EL094259216, CHE107787577 or NO995525828MVA.</param>
public sealed record VatId(string Country, string Text)
{
    /// <summary>The countries whose VAT ids are known, by ISO 3166-1.</summary>
    public static IReadOnlyList<string> Countries { get; } = [.. VatScheme.All.Select(scheme => scheme.Country).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The number without its prefix.</summary>
    public string Number => Text[Scheme(Text)!.Prefix.Length..];

    /// <summary>The prefix: a country's code, but EL for Greece and XI for Northern Ireland.</summary>
    public string Prefix => Scheme(Text)!.Prefix;

    public override string ToString() => Text;

    /// <param name="text">As typed, with or without blanks, points and dashes; the prefix may be missing where the country is given.</param>
    /// <param name="country">ISO 3166-1 of the country it must be of; null for any.</param>
    public static VatIdCheck Check(string text, string? country = null)
    {
        var typed = string.Concat(text.Where(letter => letter is not (' ' or '.' or '-' or '/' or '\u00a0'))).ToUpperInvariant();
        var schemes = VatScheme.All
            .Where(scheme => country is null ? typed.StartsWith(scheme.Prefix, StringComparison.Ordinal) : scheme.Country == country).ToList();
        if (schemes.Count == 0)
        {
            return new VatIdCheck.Invalid(country is null
                ? $"“{text.Clip(40)}” does not begin with a country. Enter the VAT ID with it, such as DE136695976."
                : $"VAT IDs of {Data.Country.NameOf(country)} cannot be checked. Leave the field empty.");
        }

        foreach (var scheme in schemes)
        {
            if (scheme.Normalize(Bare(typed, scheme)) is { } number && scheme.IsRight(number))
            {
                return new VatIdCheck.Valid(new(scheme.Country, scheme.Prefix + number));
            }
        }

        var first = schemes.Find(scheme => typed.StartsWith(scheme.Prefix, StringComparison.Ordinal)) ?? schemes[0];
        return new VatIdCheck.Invalid(
            Scheme(typed) is { } other && other.Country != first.Country && other.Normalize(typed[other.Prefix.Length..]) is not null
                ? $"“{text.Clip(40)}” is a VAT ID of {Data.Country.NameOf(other.Country)}. "
                    + $"Enter that of {Data.Country.NameOf(first.Country)}, or correct the country."
            : $"“{text.Clip(40)}” is no VAT ID of {Data.Country.NameOf(first.Country)}: " + (first.Normalize(Bare(typed, first)) is null
                ? $"it has {first.Shape}, such as {first.Prefix}{first.Example}."
                : "its check digits do not fit. Compare it with the certificate of registration; figures are easily swapped."));
    }

    /// <summary>Of which country a normalized VAT id is; null if that is not known.</summary>
    public static string? CountryOf(string id) => Scheme(id)?.Country;

    private static string Bare(string typed, VatScheme scheme) =>
        typed.StartsWith(scheme.Prefix, StringComparison.Ordinal) ? typed[scheme.Prefix.Length..] : typed;

    private static VatScheme? Scheme(string text) => VatScheme.All.FirstOrDefault(scheme => text.StartsWith(scheme.Prefix, StringComparison.Ordinal));
}
