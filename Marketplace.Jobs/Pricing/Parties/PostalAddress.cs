using Marketplace.Data;

namespace Marketplace.Pricing.Parties;

/// <summary>A name and address as they stand on documents. Texts are trimmed; what is missing is empty.</summary>
/// <param name="Region">ISO 3166-2, such as PT-20, where the region matters for tax; otherwise empty.</param>
/// <param name="Country">ISO 3166-1.</param>
public sealed record PostalAddress(string Name, string Line1, string Line2, string PostalCode, string City, string Region, string Country)
{
    public const int MaxName = 200, MaxLine = 200, MaxCity = 100, MaxPostalCode = 20, MaxRegion = 6;

    public static readonly PostalAddress Empty = new("", "", "", "", "", "", "");

    /// <summary>As they stand below the name.</summary>
    internal IReadOnlyList<string> Lines()
    {
        string[] lines = [Line1, Line2, $"{PostalCode} {City}".Trim(), Data.Country.NameOf(Country)];
        return [.. lines.Where(line => line != "")];
    }

    internal PostalAddress Trimmed() => new(
        Name.Trim(), Line1.Trim(), Line2.Trim(), PostalCode.Trim(), City.Trim(), Region.Trim().ToUpperInvariant(), Country.Trim().ToUpperInvariant());

    /// <summary>What is wrong with it, by the name of the field; nothing if it is whole.</summary>
    internal IEnumerable<(string Field, string Problem)> Problems()
    {
        if (Short(Name, MaxName, "the legal name") is { } name) { yield return (nameof(Name), name); }
        if (Short(Line1, MaxLine, "street and number") is { } line) { yield return (nameof(Line1), line); }
        if (Line2.Length > MaxLine) { yield return (nameof(Line2), $"At most {MaxLine} characters."); }
        if (PostalCode.Length > MaxPostalCode) { yield return (nameof(PostalCode), $"At most {MaxPostalCode} characters."); }
        if (Short(City, MaxCity, "the city") is { } city) { yield return (nameof(City), city); }
        if (Data.Country.Find(Country) is null) { yield return (nameof(Country), Country == "" ? "Choose a country." : Data.Country.Unknown(Country)); }
        else if (Region != "" && (Region.Length is < 4 or > MaxRegion || !Region.StartsWith($"{Country}-", StringComparison.Ordinal)))
        {
            yield return (nameof(Region), $"“{Region.Clip(20)}” is no region of {Data.Country.NameOf(Country)}. Enter its code of ISO 3166-2, such as PT-20.");
        }
    }

    private static string? Short(string text, int max, string what) =>
        text == "" ? $"Enter {what}." : text.Length > max ? $"At most {max} characters." : null;
}
