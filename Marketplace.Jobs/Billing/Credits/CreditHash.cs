using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Billing.Invoices;

namespace Marketplace.Billing.Credits;

/// <summary>
/// What is proposed and approved, as one number that is another as soon as anything of it is: the invoice and what was credited of it before, each line, the
/// refund, and what ends. What a term has earned by then is not in it, since that grows day by day.
/// </summary>
internal static class CreditHash
{
    public static string Of(CreditWish asked, Invoice invoice, IReadOnlyList<InvoiceDocument> earlier, CreditEffect effect, IEnumerable<long> licenses)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, $"{invoice.Number} {invoice.Hash} {asked.Revokes}");
        foreach (var note in earlier)
        {
            Append(hash, $"{note.Number} {note.Total.Minor}");
        }

        foreach (var (line, ends) in effect.Document.Lines.Zip(effect.EndsTerm))
        {
            Append(hash, $"{line.Of} {line.Net.Minor} {string.Join(' ', line.TaxByRate.Select(tax => tax.Minor))} {ends}");
        }

        Append(hash, $"{effect.Document.Total.Minor} {effect.Refund.Minor} {effect.Kept.Minor} {effect.Document.Total.Currency}");
        Append(hash, $"{string.Join(' ', licenses)}");
        Append(hash, $"{effect.PaidBy}");
        Append(hash, $"{effect.Document.Reason}");
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, FormattableString text) =>
        hash.AppendData(Encoding.UTF8.GetBytes($"{text.ToString(CultureInfo.InvariantCulture)}\n"));
}
