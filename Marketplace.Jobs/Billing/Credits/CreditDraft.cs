using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Pricing.Tax;

namespace Marketplace.Billing.Credits;

/// <param name="Line">Which line of the invoice, from 0.</param>
/// <param name="Net">How much of it goes back, without tax.</param>
public sealed record CreditPart(int Line, Money Net);

/// <summary>Writes a credit note: pure, from the invoice and what was credited of it before.</summary>
public static class CreditDraft
{
    /// <summary>What of a line was not credited yet, without tax.</summary>
    public static Money Left(InvoiceDocument invoice, IEnumerable<InvoiceDocument> earlier, int line) =>
        invoice.Lines[line].Net - Credited(invoice, earlier, line).Select(one => one.Net).Sum(invoice.Net.Currency);

    /// <summary>Null if the parts can be credited; otherwise what to change.</summary>
    public static string? Problem(InvoiceDocument invoice, IReadOnlyList<InvoiceDocument> earlier, IReadOnlyList<CreditPart> parts) =>
        parts.Count == 0 ? "Enter an amount for one line or more."
        : parts.Any(part => part.Line < 0 || part.Line >= invoice.Lines.Count) || parts.DistinctBy(part => part.Line).Count() < parts.Count
            ? "Each amount is for a line of the invoice, and each line has one amount."
        : parts.FirstOrDefault(part => part.Net.Currency != invoice.Net.Currency || part.Net.Minor <= 0
            || part.Net > Left(invoice, earlier, part.Line)) is { } wrong
            ? $"Of {invoice.Lines[wrong.Line].Text}, at most {Left(invoice, earlier, wrong.Line)} without tax can be credited."
        : null;

    /// <param name="parts">Without a <see cref="Problem"/>.</param>
    /// <returns>Without its number.</returns>
    public static InvoiceDocument Of(
        InvoiceDocument invoice, IReadOnlyList<InvoiceDocument> earlier, IReadOnlyList<CreditPart> parts, string reason, DateOnly date)
    {
        var lines = parts.Select(part => Line(invoice, earlier, part)).ToList();
        var currency = invoice.Net.Currency;
        var taxes = invoice.Taxes.Select((sum, rate) => new TaxSum(
            sum.Rate, lines.Select(line => line.Net).Sum(currency), lines.Select(line => line.TaxByRate[rate]).Sum(currency))).ToList();
        return invoice with
        {
            Kind = InvoiceKind.CreditNote,
            Number = "",
            Date = date,
            Due = null,
            Lines = lines,
            Taxes = taxes,
            Net = lines.Select(line => line.Net).Sum(currency),
            Tax = lines.Select(line => line.Tax).Sum(currency),
            Reason = reason,
            Corrects = invoice.Number,
            Bank = null,
            CreditUsed = null,
        };
    }

    // What is left of a line takes what is left of its tax, so that parts never sum to another tax than the line had.
    private static InvoiceLine Line(InvoiceDocument invoice, IReadOnlyList<InvoiceDocument> earlier, CreditPart part)
    {
        var line = invoice.Lines[part.Line];
        var before = Credited(invoice, earlier, part.Line).ToList();
        var isRest = part.Net == Left(invoice, earlier, part.Line);
        var taxes = line.TaxByRate.Select((tax, rate) =>
        {
            var left = tax - before.Select(one => one.TaxByRate[rate]).Sum(tax.Currency);
            var share = tax with { Minor = Whole.Nearest((System.Numerics.BigInteger)tax.Minor * part.Net.Minor, line.Net.Minor) };
            return isRest || share > left ? left : share;
        }).ToList();
        return line with
        {
            List = part.Net, Discounts = [], Net = part.Net, Tax = taxes.Sum(part.Net.Currency), TaxByRate = taxes, Of = part.Line,
        };
    }

    private static IEnumerable<InvoiceLine> Credited(InvoiceDocument invoice, IEnumerable<InvoiceDocument> earlier, int line) =>
        earlier.Where(note => note.Corrects == invoice.Number).SelectMany(note => note.Lines).Where(one => one.Of == line);
}
