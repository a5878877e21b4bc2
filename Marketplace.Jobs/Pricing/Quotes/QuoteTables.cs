using System.Globalization;
using Marketplace.Data;
using Marketplace.Data.Pdf;

namespace Marketplace.Pricing.Quotes;

/// <summary>The tables of a quote's document.</summary>
internal static class QuoteTables
{
    private const double Sites = 40, Amount = 92;

    /// <summary>What each line costs at its first payment: businesses compare without tax, consumers see what they pay.</summary>
    public static PdfTable Lines(Quote quote, QuoteWords words, CultureInfo culture) => quote.ShowsGross
        ? new(
            [new("Item"), new("Sites", Sites, IsNumber: true), new("Amount with tax", Amount, IsNumber: true)],
            [.. quote.Lines.Select(line => new PdfRow([Item(quote, line, words, culture), Count(line, culture), Figure(line.Gross, culture)]))])
        : new(
            [new("Item"), new("Sites", Sites, IsNumber: true), new("Price", Amount, IsNumber: true), new("Amount", Amount, IsNumber: true)],
            [
                .. quote.Lines.Select(line => new PdfRow(
                    [Item(quote, line, words, culture), Count(line, culture), Figure(line.List, culture), Figure(line.Net, culture)])),
            ]);

    /// <summary>The sums, and the tax in them by rate.</summary>
    public static PdfTable Sums(Quote quote, CultureInfo culture)
    {
        PdfRow Sum(string name, Money amount, PdfStyle style, bool isRuled = false) =>
            new([PdfCell.Of(name, style), PdfCell.Of(culture.Amount(amount), style)], isRuled);
        return new(
            [new(""), new("", Amount, IsNumber: true)],
            [
                Sum("Net", quote.Net, PdfStyle.Body, isRuled: quote.Taxes.Count == 0),
                .. quote.Taxes.Select((tax, at) => Sum(
                    $"{tax.Rate.Name} {culture.Percent(tax.Rate.Percent)}, {Country.NameOf(tax.Rate.Country)}, on {culture.Amount(tax.Net)}",
                    tax.Tax, PdfStyle.Body, isRuled: at == quote.Taxes.Count - 1)),
                Sum("Total", quote.Total, PdfStyle.Name),
                Sum("Due today", quote.DueToday, PdfStyle.Total),
            ],
            Gap: 3);
    }

    public static PdfTable Later(Quote quote, QuoteWords words, CultureInfo culture) => new(
        [new("When"), new("Net", Amount, IsNumber: true), new("Tax", Amount, IsNumber: true), new("Total", Amount, IsNumber: true)],
        [
            .. quote.Later.Select(payment => new PdfRow(
            [
                PdfCell.Of(words.When(payment), PdfStyle.Body), Figure(payment.Net, culture), Figure(payment.Tax, culture),
                PdfCell.Of(culture.Amount(payment.Total), PdfStyle.Name),
            ])),
        ]);

    private static PdfCell Item(Quote quote, QuoteLine line, QuoteWords words, CultureInfo culture) => new(
    [
        new(line.Name, PdfStyle.Name), new(words.What(line), PdfStyle.Small),
        .. line.Discounts.Select(discount => new PdfLine(
            quote.ShowsGross ? discount.Name : $"{discount.Name}: {culture.Amount(new(-discount.Minor, quote.Currency))}", PdfStyle.Small)),
    ]);

    private static PdfCell Count(QuoteLine line, CultureInfo culture) => PdfCell.Of(line.Sites.ToString("#,0", culture), PdfStyle.Body);

    private static PdfCell Figure(Money amount, CultureInfo culture) => PdfCell.Of(culture.Amount(amount), PdfStyle.Body);
}
