using System.Globalization;
using Marketplace.Data;
using Marketplace.Data.Pdf;
using Marketplace.Payments.Bank;

namespace Marketplace.Billing.Invoices;

/// <summary>The tables of an invoice's document.</summary>
internal static class InvoiceTables
{
    private const double Amount = 92, Rate = 44;

    public static string Day(DateOnly day, CultureInfo culture) => culture.Day(day.ToDateTime(TimeOnly.MinValue));

    public static PdfTable Facts(InvoiceDocument document, CultureInfo culture) => PdfTable.Facts(64, PdfStyle.Small,
    [
        ("Number", document.Number), ("Date", Day(document.Date, culture)), ("For invoice", document.Corrects),
        ("Due", document.Due is { } due ? Day(due, culture) : null),
        (document.Kind is InvoiceKind.CreditNote ? "Refunded to" : "Paid by", document.PaidBy), ("Reference", Reference(document.Reference)),
        ("Currency", $"{document.Net.Currency}, {Currency.Of(document.Net.Currency).Name}"),
    ]);

    public static PdfTable Lines(InvoiceDocument document, CultureInfo culture) => new(
        [new("Item"), new("Tax", Rate, IsNumber: true), new("Price", Amount, IsNumber: true), new("Net amount", Amount, IsNumber: true)],
        [
            .. document.Lines.Select(line => new PdfRow(
            [
                Item(line, culture),
                PdfCell.Of(document.Taxes.Count == 0 ? "–" : string.Join(" + ", document.Taxes.Select(tax => culture.Percent(tax.Rate.Percent))),
                    PdfStyle.Body),
                PdfCell.Of(culture.Amount(line.List), PdfStyle.Body), PdfCell.Of(culture.Amount(line.Net), PdfStyle.Body),
            ])),
        ]);

    /// <summary>The sums, and the tax in them by rate.</summary>
    public static PdfTable Sums(InvoiceDocument document, CultureInfo culture)
    {
        PdfRow Sum(string name, Money amount, PdfStyle style, bool isRuled = false) =>
            new([PdfCell.Of(name, style), PdfCell.Of(culture.Amount(amount), style)], isRuled);
        return new(
            [new(""), new("", Amount, IsNumber: true)],
            [
                Sum("Net", document.Net, PdfStyle.Body, isRuled: document.Taxes.Count == 0),
                .. document.Taxes.Select((tax, at) => Sum(
                    $"{tax.Rate.Name} {culture.Percent(tax.Rate.Percent)}, {Country.NameOf(tax.Rate.Country)}, on {culture.Amount(tax.Net)}",
                    tax.Tax, PdfStyle.Body, isRuled: at == document.Taxes.Count - 1)),
                Sum(document.Kind is InvoiceKind.CreditNote ? "Credited" : "Total", document.Total, PdfStyle.Total),
                .. document.CreditUsed is { } used
                    ? [Sum("Paid by credit", -used, PdfStyle.Body), Sum("To be paid", document.Payable, PdfStyle.Total)] : (PdfRow[])[],
            ],
            Gap: 3);
    }

    public static PdfTable Bank(InvoiceDocument document, InvoiceBank bank, CultureInfo culture) => PdfTable.Facts(64, PdfStyle.Body,
    [
        ("Amount", culture.Amount(document.Payable)), ("To", document.Seller.Address.Name), ("IBAN", Grouped(bank.Iban)), ("BIC", bank.Bic),
        ("Reference", Reference(document.Reference)), ("By", document.Due is { } due ? Day(due, culture) : null),
    ]);

    /// <summary>As people read it: those of ISO 11649 in groups of four.</summary>
    public static string Reference(string reference) => RfReference.IsValid(reference) ? RfReference.Text(reference) : reference;

    private static PdfCell Item(InvoiceLine line, CultureInfo culture) => new(
    [
        new(line.Text, PdfStyle.Name), new(line.Detail, PdfStyle.Small),
        .. line is { From: { } from, To: { } to } ? [new PdfLine($"{Day(from, culture)} to {Day(to.AddDays(-1), culture)}", PdfStyle.Small)] : (PdfLine[])[],
        .. line.Discounts.Select(discount => new PdfLine($"{discount.Name}: {culture.Amount(-discount.Amount)}", PdfStyle.Small)),
    ]);

    // As it is printed, in groups of four.
    private static string Grouped(string iban) => string.Join(' ', iban.Chunk(4).Select(part => new string(part)));
}
