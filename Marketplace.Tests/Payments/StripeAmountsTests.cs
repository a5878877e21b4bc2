using Marketplace.Data;
using Marketplace.Payments.Stripe;

namespace Marketplace.Tests.Payments;

public sealed class StripeAmountsTests
{
    [Theory]
    [InlineData("EUR", 1234, 1234)]
    [InlineData("JPY", 500, 500)]
    [InlineData("MGA", 50000, 500)]
    [InlineData("ISK", 500, 50000)]
    [InlineData("UGX", 3000, 300000)]
    [InlineData("KWD", 1230, 1230)]
    public void Amounts_are_written_as_Stripe_counts_and_read_back(string currency, long ours, long theirs)
    {
        Assert.Null(StripeAmounts.Problem(new(ours, currency)));
        Assert.Equal(theirs, StripeAmounts.ToStripe(new(ours, currency)));
        Assert.Equal(new Money(ours, currency), StripeAmounts.FromStripe(theirs, currency.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("EUR", 49, "at least €0.50")]
    [InlineData("GBP", 29, "at least £0.30")]
    [InlineData("JPY", 49, "at least ¥50")]
    [InlineData("HUF", 17499, "at least HUF 175.00")]
    [InlineData("EUR", 100_000_000, "at most €999,999.00")]
    [InlineData("KWD", 1234, "the last of the three has to be 0")]
    [InlineData("MGA", 50050, "whole MGA only")]
    [InlineData("LYD", 1230, "no payments in LYD")]
    [InlineData("CLF", 12300, "no payments in CLF")]
    public void What_Stripe_would_refuse_is_refused_before(string currency, long minor, string words) =>
        Assert.Contains(words, StripeAmounts.Problem(new(minor, currency)), StringComparison.Ordinal);

    [Fact]
    public void Every_currency_that_is_taken_comes_back_as_it_went() => Assert.All(
        Currency.All.Where(currency => StripeAmounts.Problem(new(5_000_000, currency.Code)) is null),
        currency => Assert.Equal(
            new Money(5_000_000, currency.Code), StripeAmounts.FromStripe(StripeAmounts.ToStripe(new(5_000_000, currency.Code)), currency.Code)));
}
