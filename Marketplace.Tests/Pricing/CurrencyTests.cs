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
}
