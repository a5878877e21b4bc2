using System.Globalization;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using UglyToad.PdfPig;

namespace Marketplace.Tests.Pricing.Quotes;

/// <summary>A quote's document says what the quote says.</summary>
public sealed class QuotePdfTests
{
    private static readonly DateTime At = new(2026, 11, 30, 9, 0, 0, DateTimeKind.Utc);
    private static readonly TaxDecision German = new TaxDecision.Taxed(new("VAT", "DE", "", 19));

    [Fact]
    public void Both_parties_lines_sums_and_later_payments_stand_on_it()
    {
        var text = Text(Quote("monthly:29:1 trial=14 + once:100.10 setup=10", "EUR", German), CultureInfo.InvariantCulture);

        foreach (var part in new[]
        {
            "Market GmbH", "Hauptstraße 1", "10115 Berlin", "VAT ID DE136695976", "Globex GmbH", "20457 Hamburg", "Germany", "Valid until", "2026-11-30",
            "Module 0", "Basic, monthly, trial until 2026-12-14", "Basic, once", "Setup fee", "€100.10", "VAT 19%, Germany, on €139.10", "Due today",
            "Every month from 2026-12-14", "1 of 1",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("de-DE", "EUR", "1234.50", "1.234,50 €")]
    [InlineData("fr-FR", "EUR", "1234.50", "1 234,50 €")]
    [InlineData("en-US", "JPY", "1234", "¥1,234")]
    [InlineData("en-US", "KWD", "1.234", "KWD 1.234")]
    [InlineData("en-US", "EUR", "0.05", "€0.05")]
    public void Amounts_have_the_minor_units_of_their_currency_and_the_formats_of_the_culture(string culture, string currency, string amount, string written) =>
        Assert.Contains(
            written, Text(Quote($"once:{amount}", currency, new TaxDecision.OutsideScope("Outside.")), new CultureInfo(culture)), StringComparison.Ordinal);

    [Fact]
    public void What_takes_the_place_of_tax_is_said()
    {
        var reverse = new TaxDecision.ReverseCharge(
            "Reverse charge: the customer is liable for the VAT.", "Articles 44 and 196 of Council Directive 2006/112/EC");

        Assert.Contains("Reverse charge: the customer is liable for the VAT. Articles 44", Text(Quote("once:10", "EUR", reverse)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_lines_go_over_pages_and_none_is_lost()
    {
        var quote = Quote(string.Join(" + ", Enumerable.Range(0, 60).Select(at => $"once:{at + 1}.00")), "EUR", German);
        using var pdf = PdfDocument.Open(Written(quote, CultureInfo.InvariantCulture, Pictures.Png(600, 200)));
        var words = pdf.GetPages().Select(page => page.GetWords().Select(word => word.Text).ToList()).ToList();

        Assert.True(words.Count >= 3);
        Assert.All(words.SkipLast(1), page => Assert.Contains("Amount", page));
        var all = words.SelectMany(page => page).ToList();
        Assert.Equal(
            Enumerable.Range(0, 60).Select(at => $"{at}"), all.Zip(all.Skip(1)).Where(pair => pair.First == "Module").Select(pair => pair.Second));
        Assert.Contains("€1,830.00", all);
        Assert.Single(pdf.GetPage(1).GetImages());
        Assert.Empty(pdf.GetPage(2).GetImages());
    }

    [Fact]
    public void Consumers_see_amounts_with_tax()
    {
        var quote = Quote("once:100", "EUR", German) with { ShowsGross = true };

        Assert.Contains("€119.00", Text(quote), StringComparison.Ordinal);
        Assert.DoesNotContain("Price", Text(quote), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_names_and_writings_that_the_fonts_lack_do_no_harm()
    {
        var quote = Quote("once:100", "EUR", German);
        var address = new PostalAddress(new string('M', 200), "شارع الملك", string.Concat(Enumerable.Repeat("עברית ", 30)), "1", "京都市", "", "JP");

        Assert.Contains("€119.00", Text(quote with { Buyer = new(address, []), Seller = null }), StringComparison.Ordinal);
    }

    private static Quote Quote(string offers, string currency, TaxDecision tax) =>
        Quoting.Of(new(currency, ExampleOffers.Read(offers, currency), new("DE", false), [], tax, ShowsGross: false, At)) with
        {
            Seller = new(new("Market GmbH", "Hauptstraße 1", "", "10115", "Berlin", "", "DE"), ["DE136695976"]),
            Buyer = new(new("Globex GmbH", "Speicherstraße 1", "", "20457", "Hamburg", "", "DE"), []),
        };

    private static byte[] Written(Quote quote, CultureInfo culture, byte[]? logo = null) => new QuotePdf(
        new(quote, "Globex", new string('a', 64), IsWhole: true, QuoteState.Valid), Guid.Empty, "http://localhost/quotes/1", logo, culture).Write();

    private static string Text(Quote quote, CultureInfo? culture = null)
    {
        using var pdf = PdfDocument.Open(Written(quote, culture ?? CultureInfo.InvariantCulture));
        return string.Join(' ', pdf.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text)).Replace('\u00a0', ' ');
    }
}
