using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Payments.Bank;

/// <summary>
/// By which a line is known again: the day and the bank's reference, since some banks count from one each day, or else all that the line says. Lines that
/// say the same are counted, so that two alike of one statement are two, and the same two once more.
/// </summary>
internal static class StatementIdentity
{
    /// <returns>In the order of the lines.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<StatementLine> lines)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. lines.Select(line =>
        {
            var facts = Facts(line);
            return Hash($"{facts}\n{seen[facts] = seen.GetValueOrDefault(facts) + 1}");
        })];
    }

    private static string Facts(StatementLine line)
    {
        var amount = string.Create(CultureInfo.InvariantCulture, $"{line.Amount.Minor} {line.Amount.Currency}");
        var day = line.BookedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return line.BankId is not ""
            ? $"{line.Account}\n{day}\n{line.BankId}\n{amount}"
            : $"{line.Account}\n{day}\n{amount}\n{line.Iban}\n{Squeezed(line.Name)}\n{Squeezed(line.Reference)}\n{Squeezed(line.Text)}";
    }

    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).ToUpperInvariant();

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
