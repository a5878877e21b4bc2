using System.Globalization;
using System.Numerics;
using Marketplace.Data;
using Marketplace.Pricing.Tax;

namespace Marketplace.Tests.Pricing.Tax;

public class TaxLinesTests
{
    [Theory]
    [InlineData("EUR", new long[] { 4900 }, "19", false, 4900, 931, new long[] { 931 })]
    [InlineData("EUR", new long[] { 11900 }, "19", true, 10000, 1900, new long[] { 1900 })]
    [InlineData("EUR", new long[] { 100, 100, 100 }, "19", false, 300, 57, new long[] { 19, 19, 19 })]
    [InlineData("EUR", new long[] { 33, 33, 33 }, "19", false, 99, 19, new long[] { 7, 6, 6 })]
    [InlineData("EUR", new long[] { 1, 1, 1 }, "25.5", false, 3, 1, new long[] { 1, 0, 0 })]
    [InlineData("EUR", new long[] { 0, 1000 }, "20", false, 1000, 200, new long[] { 0, 200 })]
    [InlineData("EUR", new long[] { 0 }, "20", false, 0, 0, new long[] { 0 })]
    [InlineData("EUR", new long[] { -4900 }, "19", false, -4900, -931, new long[] { -931 })]
    [InlineData("EUR", new long[] { 999, 1 }, "8.1", true, 925, 75, new long[] { 75, 0 })]
    [InlineData("JPY", new long[] { 1005 }, "10", false, 1005, 101, new long[] { 101 })]
    [InlineData("KWD", new long[] { 12345 }, "5", false, 12345, 617, new long[] { 617 })]
    public void Tax_is_rounded_once_and_the_lines_share_it(
        string currency, long[] amounts, string percent, bool includes, long net, long tax, long[] lines)
    {
        var taxed = TaxLines.Of([.. amounts.Select(amount => new Money(amount, currency))], Decision(percent), includes);

        Assert.Equal((new Money(net, currency), new Money(tax, currency)), (taxed.Net, taxed.Tax));
        Assert.Equal(lines, taxed.Lines.Select(line => line.Tax.Minor));
    }

    [Fact]
    public void What_is_not_taxed_has_no_tax()
    {
        var taxed = TaxLines.Of([new(4900, "EUR"), new(100, "EUR")], new TaxDecision.ReverseCharge("", ""), includesTax: true);

        Assert.Equal((new Money(5000, "EUR"), Money.Zero("EUR"), new Money(5000, "EUR")), (taxed.Net, taxed.Tax, taxed.Total));
        Assert.Empty(taxed.ByRate);
    }

    [Fact]
    public void A_discount_line_and_no_line_at_all_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TaxLines.Of([new(100, "EUR"), new(-1, "EUR")], Decision("19"), false));
        Assert.Throws<ArgumentException>(() => TaxLines.Of([], Decision("19"), false));
        Assert.Throws<InvalidOperationException>(() => TaxLines.Of([new(100, "EUR"), new(1, "USD")], Decision("19"), false));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void Total_is_net_and_tax_and_lines_and_rates_sum_to_the_same(string? culture)
    {
        CultureInfo.CurrentCulture = culture is null ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(culture);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 50_000; round++)
        {
            var largest = random.Next(3) switch { 0 => 10, 1 => 100_000, _ => 10_000_000_000L };
            Money[] lines = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => new Money(random.NextInt64(largest), "EUR"))];
            AppliedRate[] rates = [.. Enumerable.Range(0, random.Next(4))
                .Select(at => new AppliedRate($"R{at}", "DE", "", random.Next(0, 1_000_001) / 10_000m))];
            var includes = random.Next(2) == 0;

            var taxed = TaxLines.Of(lines, rates, includes);

            var says = $"Seed {seed}, round {round}: {string.Join(' ', lines.Select(line => line.Minor))} at "
                + $"{string.Join(' ', rates.Select(rate => rate.Percent))}, {includes}";
            Check(lines, rates, includes, taxed, says);
        }
    }

    private static void Check(Money[] lines, AppliedRate[] rates, bool includes, TaxLines taxed, string says)
    {
        var given = lines.Sum("EUR");
        Assert.True(taxed.Total == taxed.Net + taxed.Tax && (includes ? taxed.Total : taxed.Net) == given, says);
        Assert.True(taxed.Lines.Select(line => line.Net).Sum("EUR") == taxed.Net && taxed.Lines.Select(line => line.Tax).Sum("EUR") == taxed.Tax, says);
        Assert.True(taxed.ByRate.Select(rate => rate.Tax).Sum("EUR") == taxed.Tax, says);
        Assert.True(taxed.Lines.Zip(lines).All(one => (includes ? one.First.Gross : one.First.Net) == one.Second), says);
        Assert.True(taxed.Lines.All(line => line.Net.Minor >= 0 && line.Tax.Minor >= 0 && line.ByRate.All(part => part.Minor >= 0)), says);
        Assert.True(taxed.Lines.All(line => line.ByRate.Sum("EUR") == line.Tax), says);
        for (var at = 0; at < rates.Length; at++)
        {
            Assert.True(taxed.Lines.Select(line => line.ByRate[at]).Sum("EUR") == taxed.ByRate[at].Tax, says);
            Assert.True(includes || taxed.ByRate[at].Tax == given.Share(rates[at].Percent), says);
        }

        // The tax within a gross amount is that of the net, but for the rounding.
        var percent = (BigInteger)(rates.Sum(rate => rate.Percent) * 10_000);
        Assert.True(!includes || BigInteger.Abs((taxed.Tax.Minor * (1_000_000 + percent)) - (given.Minor * percent)) * 2 <= 1_000_000 + percent, says);
    }

    private static TaxDecision.Taxed Decision(string percent) => new(new AppliedRate("VAT", "DE", "", decimal.Parse(percent, CultureInfo.InvariantCulture)));
}
