using Bunit;
using Marketplace.Data;
using Marketplace.Portal.Shared.Forms;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Shared;

public sealed class AmountFieldTests : PageTest
{
    private Money? _amount;

    [Theory]
    [InlineData("EUR", "12.50", 1250)]
    [InlineData("EUR", "12,50", 1250)]
    [InlineData("EUR", "12,5", 1250)]
    [InlineData("JPY", "1250", 1250)]
    [InlineData("KWD", "1.125", 1125)]
    public void An_amount_may_be_typed_with_a_point_or_a_comma(string currency, string text, long minor)
    {
        var field = Field(currency);

        field.Find("input").Input(text);

        field.WaitForAssertion(() => Assert.Equal(new Money(minor, currency), _amount));
        Assert.Contains(currency, field.Find(".mud-input-adornment").TextContent, StringComparison.Ordinal);
        Assert.Equal("false", field.Find("input").GetAttribute("aria-invalid"));
    }

    [Theory]
    [InlineData("EUR", "1.000", "Enter an amount such as 12.50")]
    [InlineData("EUR", "nineteen", "“nineteen” is not a price in EUR.")]
    [InlineData("EUR", "{0}", "“{0}” is not a price in EUR.")]
    [InlineData("JPY", "12.5", "Enter an amount such as 1250.")]
    public void What_is_no_amount_stays_in_the_field_beside_what_is_wrong_with_it(string currency, string text, string problem)
    {
        var field = Field(currency);

        field.Find("input").Input(text);
        field.Find("input").Blur();

        field.Says(problem);
        Assert.Null(_amount);
        Assert.Equal(text, field.Find("input").GetAttribute("value"));
        Assert.Equal("true", field.Find("input").GetAttribute("aria-invalid"));

        field.Find("input").Input("12");
        field.WaitForAssertion(() => Assert.Equal("false", field.Find("input").GetAttribute("aria-invalid")));
        Assert.Equal(currency, _amount!.Value.Currency);
    }

    [Fact]
    public void An_amount_that_is_there_is_written_with_its_decimals()
    {
        _amount = new Money(1250, "EUR");

        Assert.Equal("12.50", Field("EUR").Find("input").GetAttribute("value"));
    }

    private IRenderedComponent<AmountField> Field(string currency) => Draw<AmountField>(field => field
        .Add(f => f.Label, "Price").Add(f => f.Currency, currency).Add(f => f.Amount, _amount).Add(f => f.AmountChanged, amount => _amount = amount));
}
