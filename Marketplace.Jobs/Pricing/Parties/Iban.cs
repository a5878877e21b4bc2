using Marketplace.Data;
using Marketplace.Pricing.Tax;

namespace Marketplace.Pricing.Parties;

/// <summary>Numbers of bank accounts by ISO 13616.</summary>
public static class Iban
{
    public const int MaxLength = 34;

    /// <summary>How long those of a country are. Others are taken by their checksum alone.</summary>
    private static readonly Dictionary<string, int> Lengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 "
        + "GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 "
        + "PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20")
        .Split(' ').ToDictionary(one => one[..2], one => int.Parse(one[2..], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Without blanks, in capitals.</summary>
    public static string Normalize(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();

    /// <summary>Null if it is one.</summary>
    /// <param name="iban">Normalized.</param>
    public static string? Problem(string iban) =>
        iban.Length is < 15 or > MaxLength || !iban.All(char.IsAsciiLetterOrDigit)
        || !iban[..2].All(char.IsAsciiLetterUpper) || !iban[2..4].All(char.IsAsciiDigit)
            ? $"“{iban.Clip(40)}” is no IBAN: it begins with a country and two check digits, such as DE89 3704 0044 0532 0130 00."
        : Lengths.TryGetValue(iban[..2], out var length) && length != iban.Length
            ? $"“{iban}” has {iban.Length} characters; an IBAN of {Country.NameOf(iban[..2])} has {length}."
        : VatSums.Mod97(iban[4..] + iban[..4]) != 1
            ? $"The check digits of “{iban}” do not fit. Compare it with a statement of the bank; figures are easily swapped."
        : null;

    /// <summary>In groups of four, as people read it.</summary>
    public static string Text(string iban) => string.Join(' ', iban.Chunk(4).Select(group => new string(group)));
}
