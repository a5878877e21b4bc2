using System.Globalization;
using Marketplace.Pricing.Tax;

namespace Marketplace.Payments.Bank;

/// <summary>Creditor references by ISO 11649: what a payer names, with check digits that find a mistyped one.</summary>
public static class RfReference
{
    public const int MaxLength = 25;
    private const int MaxBody = 21, Prefix = 4;

    /// <summary>Of a number such as an invoice's: its letters and digits.</summary>
    public static string Of(string number)
    {
        var body = Normalize(number);
        body = body.Length > MaxBody ? body[^MaxBody..] : body;
        var check = 98 - VatSums.Mod97($"{body}RF00");
        return string.Create(CultureInfo.InvariantCulture, $"RF{check:D2}{body}");
    }

    /// <param name="reference">Blanks do not count.</param>
    public static bool IsValid(string reference)
    {
        var text = Normalize(reference);
        return text.Length is > Prefix and <= MaxLength && text.StartsWith("RF", StringComparison.Ordinal) && text[2..Prefix].All(char.IsAsciiDigit)
            && VatSums.Mod97(text[Prefix..] + text[..Prefix]) == 1;
    }

    /// <summary>In groups of four, as the standard prints it.</summary>
    public static string Text(string reference) => string.Join(' ', reference.Chunk(4).Select(group => new string(group)));

    /// <summary>Letters and digits alone, in capitals.</summary>
    public static string Normalize(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
}
