using System.Text.RegularExpressions;
using Marketplace.Payments.Bank;

namespace Marketplace.Billing.Transfers;

/// <summary>Finds what a payer named: references with right check digits, and numbers of invoices. Blanks and dashes may stand anywhere in them.</summary>
public static class ReferenceScan
{
    private const string Between = @"[\s./_-]*";

    // The year and a number of six digits.
    private const int Digits = 10;

    /// <param name="prefixes">With what numbers of invoices begin.</param>
    /// <returns>As invoices have them.</returns>
    public static (IReadOnlySet<string> References, IReadOnlySet<string> Numbers) Find(string text, IEnumerable<string> prefixes)
    {
        var (references, numbers) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        if (RfReference.IsValid(text))
        {
            references.Add(RfReference.Normalize(text));
        }

        foreach (var prefix in prefixes)
        {
            foreach (Match match in Pattern(prefix).Matches(text))
            {
                var number = RfReference.Normalize(match.Groups["number"].Value);
                var check = RfReference.Normalize(match.Groups["check"].Value);
                // Wrong check digits say that something was mistyped, and nobody knows what.
                if (check is "")
                {
                    numbers.Add($"{prefix}{number[^Digits..^6]}-{number[^6..]}");
                }
                else if (RfReference.IsValid(check + number))
                {
                    references.Add(check + number);
                }
            }
        }

        return (references, numbers);
    }

    // M-2026-000017, alone or behind RF and two digits, and neither in the midst of a longer word.
    private static Regex Pattern(string prefix)
    {
        var letters = string.Concat(prefix.Where(char.IsAsciiLetterOrDigit).Select(letter => $"{letter}{Between}"));
        return new(
            $@"(?<![A-Z0-9])(?<check>R{Between}F{Between}\d{Between}\d{Between})?(?<number>{letters}\d(?:{Between}\d){{{Digits - 1}}})(?![A-Z0-9])",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
