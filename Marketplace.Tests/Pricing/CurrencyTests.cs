using Marketplace.Data;

namespace Marketplace.Tests.Pricing;

public class CurrencyTests
{
    [Theory]
    [InlineData("EUR", "49", 4900)]
    [InlineData("EUR", " 1049.50 ", 104950)]
    [InlineData("EUR", "0.01", 1)]
    [InlineData("JPY", "1200", 1200)]
    [InlineData("KWD", "1.125", 1125)]
    [InlineData("KWD", "1.000", 1000)]
    [InlineData("EUR", "12,50", 1250)]
    [InlineData("EUR", "12,5", 1250)]
    [InlineData("EUR", "12.0", 1200)]
    public void An_amount_is_read_in_minor_units(string code, string text, long minor) =>
        Assert.Equal(new Money(minor, code), Currency.Find(code)!.Parse(text));

    [Theory]
    [InlineData("EUR", "0")]
    [InlineData("EUR", "-1")]
    [InlineData("EUR", "0.001")]
    [InlineData("EUR", "1.000")]
    [InlineData("EUR", "1,000")]
    [InlineData("EUR", "1.000,50")]
    [InlineData("EUR", "1,000.50")]
    [InlineData("EUR", "1.0.0")]
    [InlineData("EUR", "٣")]
    [InlineData("JPY", "1.0")]
    [InlineData("JPY", "1,000")]
    [InlineData("EUR", "1e3")]
    [InlineData("EUR", "much")]
    [InlineData("EUR", "")]
    [InlineData("JPY", "1.5")]
    [InlineData("EUR", "100000000.01")]
    [InlineData("EUR", "79228162514264337593543950335")]
    public void What_is_no_amount_is_none(string code, string text) => Assert.Null(Currency.Find(code)!.Parse(text));

    [Theory]
    [InlineData("EUR", "1.000", "“1.000” is not a price in EUR. Enter an amount such as 12.50, with at most 2 decimals and no thousands separator.")]
    [InlineData("KWD", "x", "“x” is not a price in KWD. Enter an amount such as 12.500, with at most 3 decimals and no thousands separator.")]
    [InlineData("JPY", "1.5", "“1.5” is not a price in JPY. Enter an amount such as 1250.")]
    public void What_is_no_amount_is_answered_with_one_that_is(string code, string text, string problem) =>
        Assert.Equal(problem, Currency.Find(code)!.Problem(text));

    [Theory]
    [InlineData("EUR", 1250, "12.50")]
    [InlineData("JPY", 1250, "1250")]
    [InlineData("KWD", 1, "0.001")]
    public void An_amount_is_written_as_it_is_read(string code, long minor, string text)
    {
        Assert.Equal(text, Currency.Find(code)!.Text(minor));
        Assert.Equal(new Money(minor, code), Currency.Find(code)!.Parse(text));
    }

    [Theory]
    [InlineData("EUR", 104950, "€1,049.50")]
    [InlineData("USD", -5, "−$0.05")]
    [InlineData("JPY", 1200, "¥1,200")]
    [InlineData("XTS", 100, "XTS 1.00")]
    public void An_amount_is_written_with_its_currency(string code, long minor, string text) => Assert.Equal(text, $"{new Money(minor, code)}");

    [Fact]
    public void Every_active_currency_of_the_standard_is_there_once_in_order_with_its_minor_units()
    {
        Assert.Equal(165, Currency.All.Count);
        Assert.Equal(Currency.All.Select(currency => currency.Code).Distinct().Order(StringComparer.Ordinal), Currency.All.Select(currency => currency.Code));
        Assert.All(Currency.All, currency => Assert.Matches("^[A-Z]{3}$", currency.Code));
        Assert.Equal("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", With(0));
        Assert.Equal("BHD IQD JOD KWD LYD OMR TND", With(3));
        Assert.Equal("CLF UYW", With(4));
        Assert.Equal(165, Currency.All.Count(currency => currency.Digits is 0 or 2 or 3 or 4));
    }

    [Fact]
    public void A_currency_that_was_withdrawn_is_readable_and_none_to_choose()
    {
        Assert.Null(Currency.Find("BGN"));
        Assert.True(Currency.IsWithdrawn("BGN"));
        Assert.Equal("Bulgarian lev", Currency.Of("BGN").Name);
        Assert.False(Currency.IsWithdrawn("EUR"));
    }

    [Theory]
    [InlineData("CLF", "1.2345", 12345)]
    [InlineData("IQD", "1.5", 1500)]
    [InlineData("VND", "330000", 330000)]
    public void Four_three_and_no_decimals_are_read(string code, string text, long minor) =>
        Assert.Equal(new Money(minor, code), Currency.Find(code)!.Parse(text));

    [Fact]
    public void Every_country_of_the_standard_is_there_once()
    {
        Assert.Equal(249, Country.All.Count);
        Assert.Equal(249, Country.All.Select(country => country.Code).Distinct().Count());
        Assert.Equal("Greece", Country.Find("gr")?.Name);
        Assert.Null(Country.Find("EL"));
        Assert.Equal("XX", Country.NameOf("XX"));
    }

    private static string With(int digits) => string.Join(' ', Currency.All.Where(currency => currency.Digits == digits).Select(currency => currency.Code));
}
