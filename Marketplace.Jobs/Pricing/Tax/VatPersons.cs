using System.Globalization;

namespace Marketplace.Pricing.Tax;

/// <summary>Countries where persons have VAT ids of another make than companies.</summary>
internal static class VatPersons
{
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>Nine or ten digits: the date of birth, months 20, 50 or 70 higher for some; ten have a sum. Nine that begin with 6 are others.</summary>
    public static bool Czechia(string number)
    {
        if (number is ['6', ..] && number.Length == 9)
        {
            var sum = VatSums.Weighted(number[1..], [8, 7, 6, 5, 4, 3, 2]) % 11;
            return (8 - ((10 - sum) % 11)) % 10 is var check && (check + 10) % 10 == VatSums.Digit(number[8]);
        }

        var year = (int)VatSums.Whole(number[..2]);
        var century = number.Length == 9 ? (year > 53 ? 1800 : 1900) : year < 54 ? 2000 : 1900;
        return IsDate(century + year, (int)VatSums.Whole(number[2..4]) % 50 % 20, (int)VatSums.Whole(number[4..6]))
            && (number.Length == 9 || VatSums.Whole(number[..9]) % 11 % 10 == VatSums.Digit(number[9]));
    }

    /// <summary>Companies begin with 4 to 9. Persons have their date of birth, or since 2017 begin with 32.</summary>
    public static bool Latvia(string number)
    {
        if (number[0] > '3')
        {
            return VatSums.Weighted(number, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
        }

        var century = 1800 + (100 * VatSums.Digit(number[6]));
        return (number.StartsWith("32", StringComparison.Ordinal)
                || IsDate(century + (int)VatSums.Whole(number[4..6]), (int)VatSums.Whole(number[2..4]), (int)VatSums.Whole(number[..2])))
            && (1 + VatSums.Weighted(number, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == VatSums.Digit(number[10]);
    }

    /// <summary>Persons: a number and its letter; foreigners have X, Y or Z for the first digit. Companies begin with a letter.</summary>
    public static bool Spain(string number)
    {
        var (first, last) = (number[0], number[^1]);
        return first switch
        {
            >= '0' and <= '9' => Letter(number[..8]) == last,
            'X' or 'Y' or 'Z' => Letter($"{first - 'X'}{number[1..8]}") == last,
            'K' or 'L' or 'M' => Letter(number[1..8]) == last,
            'A' or 'B' or 'E' or 'H' => SpanishCheck(number) is var check && last == '0' + check,
            'P' or 'Q' or 'R' or 'S' or 'N' or 'W' => SpanishCheck(number) is var check && last == "JABCDEFGHI"[check],
            'C' or 'D' or 'F' or 'G' or 'J' or 'U' or 'V' => SpanishCheck(number) is var check && (last == '0' + check || last == "JABCDEFGHI"[check]),
            _ => false,
        };
    }

    private static char Letter(string digits) => SpanishLetters[(int)(VatSums.Whole(digits) % 23)];

    private static int SpanishCheck(string number) =>
        (10 - (number[1..8].Select((digit, at) => at % 2 == 0 ? VatSums.DoubledSum(VatSums.Digit(digit)) : VatSums.Digit(digit)).Sum() % 10)) % 10;

    private static bool IsDate(int year, int month, int day) => DateOnly.TryParseExact(
        string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}"),
        "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
