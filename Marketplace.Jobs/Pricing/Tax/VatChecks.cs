namespace Marketplace.Pricing.Tax;

/// <summary>Whether the check digits of a number fit, country by country. The number has the country’s shape already.</summary>
internal static class VatChecks
{
    // U, then digits: the second, fourth and sixth are doubled.
    public static bool Austria(string number)
    {
        var sum = number[1..8].Select((digit, at) => at % 2 == 0 ? VatSums.Digit(digit) : VatSums.DoubledSum(VatSums.Digit(digit))).Sum();
        return (96 - sum) % 10 == VatSums.Digit(number[8]);
    }

    public static bool Belgium(string number) => 97 - (VatSums.Whole(number[..8]) % 97) == VatSums.Whole(number[8..]);

    // Companies have nine digits; ten are of persons, foreigners and others, by three sums.
    public static bool Bulgaria(string number)
    {
        if (number.Length == 9)
        {
            var sum = VatSums.Weighted(number, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
            return (sum == 10 ? VatSums.Weighted(number, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 : sum) == VatSums.Digit(number[8]);
        }

        var check = VatSums.Digit(number[9]);
        return VatSums.Weighted(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == check
            || VatSums.Weighted(number, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == check
            || VatSums.Eleven(VatSums.Weighted(number, [4, 3, 2, 7, 6, 5, 4, 3, 2])) is var other && other != 10 && other % 11 == check;
    }

    public static bool Switzerland(string number) =>
        VatSums.Eleven(VatSums.Weighted(number, [5, 4, 3, 2, 7, 6, 5, 4])) % 11 == VatSums.Digit(number[8]);

    // The digits at odd places stand for other numbers.
    public static bool Cyprus(string number)
    {
        ReadOnlySpan<int> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
        var sum = 0;
        for (var at = 0; at < 8; at++)
        {
            var digit = VatSums.Digit(number[at]);
            sum += at % 2 == 0 ? odd[digit] : digit;
        }

        return !number.StartsWith("12", StringComparison.Ordinal) && 'A' + (sum % 26) == number[8];
    }

    public static bool Czechia(string number) => number.Length == 8
        ? number[0] != '9' && VatSums.Eleven(VatSums.Weighted(number, [8, 7, 6, 5, 4, 3, 2])) % 10 == VatSums.Digit(number[7])
        : VatPersons.Czechia(number);

    public static bool Greece(string number) => VatSums.Weighted(number, [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == VatSums.Digit(number[8]);

    // Before the SIREN stand its remainder, or by the newer rule letters that count in another base. Monaco's have no Luhn sum.
    public static bool France(string number)
    {
        const string letters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        var siren = VatSums.Whole(number[2..]);
        if (!number[2..].StartsWith("000", StringComparison.Ordinal) && !VatSums.Luhn(number[2..]))
        {
            return false;
        }

        if (char.IsAsciiDigit(number[0]) && char.IsAsciiDigit(number[1]))
        {
            return (12 + (3 * (siren % 97))) % 97 == VatSums.Whole(number[..2]);
        }

        var (first, second) = (letters.IndexOf(number[0]), letters.IndexOf(number[1]));
        var key = char.IsAsciiDigit(number[0]) ? (first * 24) + second - 10 : (first * 34) + second - 100;
        return (siren + 1 + (key / 11)) % 11 == key % 11;
    }

    // Older numbers are divisible by 97 with their check digits, newer ones fifty-five off it. Government and health have none.
    public static bool Britain(string number) => !char.IsAsciiDigit(number[0])
        || (VatSums.Weighted(number, [8, 7, 6, 5, 4, 3, 2]) + VatSums.Whole(number[7..9])) % 97 is 0 or 42;

    // In the oldest shape the first digit stands after the others, and a letter in its place.
    public static bool Ireland(string number)
    {
        var digits = char.IsAsciiDigit(number[1]) ? number : $"0{number[2..7]}{number[0]}{number[7..]}";
        var second = digits.Length == 9 && digits[8] != 'W' ? digits[8] - 'A' + 1 : 0;
        var sum = VatSums.Weighted(digits, [8, 7, 6, 5, 4, 3, 2]) + (9 * second);
        return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == digits[7];
    }

    public static bool Italy(string number) => !number.StartsWith("0000000", StringComparison.Ordinal)
        && VatSums.Whole(number[7..10]) is (>= 1 and <= 100) or 120 or 121 or 888 or 999 && VatSums.Luhn(number);

    public static bool Lithuania(string number)
    {
        int Sum(int offset) => number[..^1].Select((digit, at) => VatSums.Digit(digit) * (1 + ((at + offset) % 9))).Sum() % 11;
        return (Sum(0) is var sum && sum != 10 ? sum : Sum(2) % 10) == VatSums.Digit(number[^1]);
    }

    // Those of companies carry the sum of their old number; those of persons, since 2020, that of the whole.
    public static bool Netherlands(string number) =>
        VatSums.Weighted(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == VatSums.Digit(number[8]) || VatSums.Mod97($"NL{number}") == 1;

    public static bool Norway(string number) =>
        VatSums.Eleven(VatSums.Weighted(number, [3, 2, 7, 6, 5, 4, 3, 2])) % 11 == VatSums.Digit(number[8]);

    public static bool Poland(string number) => VatSums.Weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == VatSums.Digit(number[9]);

    public static bool Portugal(string number) =>
        VatSums.Eleven(VatSums.Weighted(number, [9, 8, 7, 6, 5, 4, 3, 2])) is var check && (check > 9 ? 0 : check) == VatSums.Digit(number[8]);

    public static bool Romania(string number) =>
        VatSums.Weighted(number.PadLeft(10, '0'), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10 == VatSums.Digit(number[^1]);

    public static bool Slovenia(string number) =>
        VatSums.Eleven(VatSums.Weighted(number, [8, 7, 6, 5, 4, 3, 2])) is var check && check != 11 && check % 10 == VatSums.Digit(number[7]);
}
