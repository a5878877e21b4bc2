using System.Text.RegularExpressions;

namespace Marketplace.Pricing.Tax;

/// <summary>How the VAT ids of a country are written.</summary>
/// <param name="Country">ISO 3166-1.</param>
/// <param name="Shape">In words, for whoever typed another.</param>
/// <param name="Pattern">What follows the prefix; the group <c>n</c>, if there is one, is what is kept.</param>
/// <param name="IsRight">Whether the check digits of a number of that shape fit.</param>
internal sealed record VatScheme(string Prefix, string Country, string Shape, string Example, string Pattern, Func<string, bool> IsRight)
{
    /// <summary>Each prefix once; none is the beginning of another.</summary>
    public static readonly IReadOnlyList<VatScheme> All =
    [
        Of("AT", "U and 8 digits", "U13585627", "U[0-9]{8}", VatChecks.Austria),
        Of("BE", "10 digits that begin with 0 or 1", "0403019261", "0?(?<n>[0-9]{9})|(?<n>1[0-9]{9})", VatChecks.Belgium),
        Of("BG", "9 or 10 digits", "175074752", "[0-9]{9,10}", VatChecks.Bulgaria),
        Of("CHE", "9 digits, and MWST, TVA or IVA if you like", "107787577", "(?<n>[0-9]{9})(MWST|TVA|IVA|VAT)?", VatChecks.Switzerland, "CH"),
        Of("CY", "8 digits and a letter", "10259033P", "[0-9]{8}[A-Z]", VatChecks.Cyprus),
        Of("CZ", "8 to 10 digits", "25123891", "[0-9]{8,10}", VatChecks.Czechia),
        Of("DE", "9 digits", "136695976", "[1-9][0-9]{8}", VatSums.Iso7064),
        Of("DK", "8 digits", "13585628", "[1-9][0-9]{7}", number => VatSums.Weighted(number, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0),
        Of("EE", "9 digits", "100931558", "[0-9]{9}", number => VatSums.Weighted(number, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0),
        Of("EL", "9 digits", "094259216", "[0-9]{9}", VatChecks.Greece, "GR"),
        Of("ES", "9 digits and letters", "B58378431", "[A-Z0-9][0-9]{7}[A-Z0-9]", VatPersons.Spain),
        Of("FI", "8 digits", "20774740", "[0-9]{8}", number => VatSums.Weighted(number, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0),
        Of("FR", "2 digits or letters and 9 digits", "40303265045", "[0-9A-HJ-NP-Z]{2}[0-9]{9}", VatChecks.France),
        Of("GB", "9 or 12 digits", "980780684", Britain, VatChecks.Britain),
        Of("HR", "11 digits", "33392005961", "[0-9]{11}", VatSums.Iso7064),
        Of("HU", "8 digits", "12892312", "[0-9]{8}", number => VatSums.Weighted(number, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0),
        Of("IE", "7 digits and one or two letters", "6433435F", "[0-9]{7}[A-W][A-IW]?|[0-9][A-Z+*][0-9]{5}[A-W]", VatChecks.Ireland),
        Of("IT", "11 digits", "00743110157", "[0-9]{11}", VatChecks.Italy),
        Of("LT", "9 or 12 digits", "119511515", "[0-9]{7}1[0-9]|[0-9]{10}1[0-9]", VatChecks.Lithuania),
        Of("LU", "8 digits", "15027442", "[0-9]{8}", number => VatSums.Whole(number[..6]) % 89 == VatSums.Whole(number[6..])),
        Of("LV", "11 digits", "40003521600", "[0-9]{11}", VatPersons.Latvia),
        Of("MT", "8 digits", "11679112", "[1-9][0-9]{7}", number => VatSums.Weighted(number, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0),
        Of("NL", "9 digits, B and 2 digits", "004495445B01", "[0-9]{9}B[0-9]{2}", VatChecks.Netherlands),
        Of("NO", "9 digits and MVA", "995525828MVA", "(?<n>[89][0-9]{8})(MVA)?", VatChecks.Norway),
        Of("PL", "10 digits", "8567346215", "[0-9]{10}", VatChecks.Poland),
        Of("PT", "9 digits", "501964843", "[1-9][0-9]{8}", VatChecks.Portugal),
        Of("RO", "2 to 10 digits", "18547290", "[1-9][0-9]{1,9}", VatChecks.Romania),
        Of("SE", "12 digits", "556188840401", "[0-9]{10}(0[1-9]|[1-8][0-9]|9[0-4])", number => VatSums.Luhn(number[..10])),
        Of("SI", "8 digits", "50223054", "[1-9][0-9]{7}", VatChecks.Slovenia),
        Of("SK", "10 digits", "2022749619", "[1-9][0-9][2-47-9][0-9]{7}", number => VatSums.Whole(number) % 11 == 0),
        Of("XI", "9 or 12 digits", "980780684", Britain, VatChecks.Britain, "GB"),
    ];

    private const string Britain = "[0-9]{9}([0-9]{3})?|GD[0-4][0-9]{2}|HA[5-9][0-9]{2}";
    private const string Suffix = "MVA";

    /// <summary>The number as it is kept; null if it has another shape.</summary>
    public string? Normalize(string number)
    {
        if (Regex.Match(number, $"^(?:{Pattern})\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture) is not { Success: true } match)
        {
            return null;
        }

        var kept = match.Groups["n"] is { Success: true } group ? group.Value : number;
        return Prefix switch { "BE" => kept.PadLeft(10, '0'), "NO" => kept + Suffix, _ => kept };
    }

    private static VatScheme Of(string prefix, string shape, string example, string pattern, Func<string, bool> isRight, string? country = null) =>
        new(prefix, country ?? prefix, $"{prefix} and {shape}", example, pattern, isRight);
}
