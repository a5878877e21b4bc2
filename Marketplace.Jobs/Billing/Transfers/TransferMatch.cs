using System.Globalization;
using System.Text;
using Marketplace.Data;
using Marketplace.Payments.Bank;

namespace Marketplace.Billing.Transfers;

/// <summary>An invoice that a transfer may pay.</summary>
/// <param name="Open">What is still to be paid; nothing where it is paid or credited.</param>
/// <param name="Names">Of the buyer: as it is billed, and as the organization is named.</param>
public sealed record OpenInvoice(long Id, string Number, string Reference, long OrganizationId, IReadOnlyList<string> Names, DateOnly? Due, Money Open);

/// <summary>How much speaks for a transfer paying an invoice, of 100.</summary>
/// <param name="Reference">60 for the structured reference, 50 for the reference or the number in the text.</param>
/// <param name="Amount">30 where it is what is open, 10 where it is another in the same currency.</param>
/// <param name="Name">10 where the payer is named as the buyer, 5 where one name is a part of the other.</param>
public sealed record MatchScore(int Reference, int Amount, int Name)
{
    public int Total => Reference + Amount + Name;

    public bool IsNamed => Reference > 0;

    /// <summary>The reference is right, and the amount is what is open, to the minor unit, in its currency.</summary>
    public bool IsCertain => IsNamed && Amount == TransferMatch.Exact;
}

/// <param name="Best">The invoices that it most likely pays, the likeliest first; several where it names several.</param>
public sealed record TransferVerdict(BankLineState State, IReadOnlyList<OpenInvoice> Best, int Score, bool IsCertain);

/// <summary>Compares what arrived with what is open: pure.</summary>
public static class TransferMatch
{
    public const int Structured = 60, Written = 50, Exact = 30, Other = 10, SameName = 10, PartOfName = 5;

    private static readonly HashSet<string> LegalForms =
    [
        "AB", "AG", "AS", "BV", "CO", "CORP", "EK", "EU", "GBR", "GMBH", "INC", "KG", "LLC", "LLP", "LTD", "MBH", "NV", "OHG", "OY", "PLC", "SA", "SARL", "SAS",
        "SE", "SL", "SPA", "SRL", "UG",
    ];

    public static MatchScore Score(StatementLine line, (IReadOnlySet<string> References, IReadOnlySet<string> Numbers) named, OpenInvoice invoice)
    {
        var reference = RfReference.Normalize(line.Reference) == invoice.Reference ? Structured
            : named.References.Contains(invoice.Reference) || named.Numbers.Contains(invoice.Number) ? Written
            : 0;
        var amount = line.Amount.Currency != invoice.Open.Currency || invoice.Open.Minor <= 0 ? 0 : line.Amount == invoice.Open ? Exact : Other;
        return new(reference, amount, NameScore(line.Name, invoice.Names));
    }

    internal static int NameScore(string payer, IEnumerable<string> buyers) => buyers.Select(buyer => Name(payer, buyer)).DefaultIfEmpty().Max();

    public static TransferVerdict Judge(
        StatementLine line, (IReadOnlySet<string> References, IReadOnlySet<string> Numbers) named, IEnumerable<OpenInvoice> invoices)
    {
        var scored = invoices.Select(invoice => (Invoice: invoice, Score: Score(line, named, invoice)))
            .OrderByDescending(one => one.Score.Total).ThenBy(one => one.Invoice.Id).ToList();
        var hits = scored.Where(one => one.Score.IsNamed).ToList();
        if (hits.Count == 0)
        {
            // Without a reference, amount and name together say enough for a suggestion, and never for more.
            var likely = scored.Where(one => one.Score is { Amount: Exact, Name: > 0 }).ToList();
            return likely.Count > 0
                ? new(BankLineState.Suggested, [likely[0].Invoice], likely[0].Score.Total, false)
                : new(BankLineState.Unknown, [], 0, false);
        }

        var (best, top) = (hits.ConvertAll(one => one.Invoice), hits[0].Score.Total);
        if (best.Exists(invoice => invoice.Open.Currency != line.Amount.Currency))
        {
            return new(BankLineState.Suggested, best, top, false);
        }

        var open = best.Select(invoice => invoice.Open).Sum(line.Amount.Currency);
        return line.Amount > open ? new(BankLineState.Overpaid, best, top, false)
            : line.Amount < open ? new(BankLineState.Underpaid, best, top, false)
            : new(BankLineState.Suggested, best, top, hits.Count == 1 && hits[0].Score.IsCertain);
    }

    private static int Name(string payer, string buyer)
    {
        var (one, other) = (Words(payer), Words(buyer));
        return one.Count == 0 || other.Count == 0 ? 0 : one.SetEquals(other) ? SameName : one.IsSubsetOf(other) || other.IsSubsetOf(one) ? PartOfName : 0;
    }

    // Without accents and legal forms, in any order: banks write Globex GMBH, and Müller as MUELLER.
    private static HashSet<string> Words(string name)
    {
        var plain = name.ToUpperInvariant().Replace("Ä", "AE", StringComparison.Ordinal).Replace("Ö", "OE", StringComparison.Ordinal)
            .Replace("Ü", "UE", StringComparison.Ordinal).Replace("ß", "SS", StringComparison.Ordinal).Normalize(NormalizationForm.FormD);
        var letters = plain.Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && letter is not '.')
            .Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ').ToArray();
        return [.. new string(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !LegalForms.Contains(word))];
    }
}
