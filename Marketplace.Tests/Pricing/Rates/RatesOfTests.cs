using System.Globalization;
using System.Numerics;
using Marketplace.Data;
using Marketplace.Pricing.Rates;

namespace Marketplace.Tests.Pricing.Rates;

public class RatesOfTests
{
    private static readonly RatesOf Rates = RatesText.Of("USD=1.1476 JPY=182.85 KWD=0.35 CLF=0.0271 CHF=0.9034 HUF=391.48 ISK=144.20");

    [Theory]
    [InlineData("EUR", 4900, "USD", 5623)]
    [InlineData("EUR", 4900, "JPY", 8960)]
    [InlineData("EUR", 4900, "KWD", 17150)]
    [InlineData("EUR", 4900, "CLF", 13279)]
    [InlineData("USD", 5623, "EUR", 4900)]
    [InlineData("JPY", 8960, "CHF", 4427)]
    [InlineData("JPY", 1, "KWD", 2)]
    [InlineData("KWD", 1, "JPY", 1)]
    [InlineData("EUR", -4900, "USD", -5623)]
    [InlineData("EUR", 0, "JPY", 0)]
    [InlineData("ISK", 1000, "ISK", 1000)]
    [InlineData("XTS", 5, "XTS", 5)]
    public void An_amount_is_converted_through_the_euro_and_rounded_once(string from, long minor, string to, long converted) =>
        Assert.Equal(new Money(converted, to), Rates.Convert(new(minor, from), to));

    [Fact]
    public void Halves_are_rounded_away_from_zero_exactly()
    {
        var rates = RatesText.Of("USD=1.5 JPY=0.005 CZK=25.00000001");

        Assert.Equal(new Money(2, "USD"), rates.Convert(new(1, "EUR"), "USD"));
        Assert.Equal(new Money(-2, "USD"), rates.Convert(new(-1, "EUR"), "USD"));
        Assert.Equal(new Money(1, "JPY"), rates.Convert(new(10_000, "EUR"), "JPY"));
        Assert.Equal(new Money(225_000_000_090_000_000, "CZK"), rates.Convert(new(9_000_000_000_000_000, "EUR"), "CZK"));
    }

    [Fact]
    public void It_is_the_nearest_amount_for_any_amount_and_rate()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        string[] codes = ["EUR", "USD", "JPY", "KWD", "CLF"];
        for (var round = 0; round < 20_000; round++)
        {
            var rates = new RatesOf(RatesText.Today, codes.Skip(1).ToDictionary(code => code, _ => random.Next(1, 2_000_000_000) / 100_000m));
            var (from, to) = (codes[random.Next(5)], codes[random.Next(5)]);
            var amount = new Money(random.NextInt64(-10_000_000_000, 10_000_000_000), from);

            var above = amount.Minor * (BigInteger)(rates.PerEuro(to)!.Value * 100_000m) * BigInteger.Pow(10, Currency.Of(to).Digits);
            var below = (BigInteger)(rates.PerEuro(from)!.Value * 100_000m) * BigInteger.Pow(10, Currency.Of(from).Digits);
            if (BigInteger.Abs(above) / below > long.MaxValue - 1)
            {
                Assert.Throws<OverflowException>(() => rates.Convert(amount, to));
                continue;
            }

            var got = rates.Convert(amount, to);

            Assert.True(BigInteger.Abs((got.Minor * below) - above) * 2 <= below, $"Seed {seed}, round {round}: {amount} is {got}");
        }
    }

    [Fact]
    public void A_currency_without_a_rate_is_named_with_the_day()
    {
        Assert.False(Rates.Has("UAH"));
        Assert.True(Rates.Has("EUR"));
        Assert.Null(Rates.PerEuro("UAH"));
        Assert.Equal(
            "There is no exchange rate of UAH on 2026-03-02.",
            Assert.Throws<InvalidOperationException>(() => Rates.Convert(new(1, "EUR"), "UAH")).Message);
        Assert.Throws<ArgumentException>(() => RatesText.Of("USD=0"));
        Assert.Throws<OverflowException>(() => Rates.Convert(new(long.MaxValue, "EUR"), "HUF"));
    }

    [Theory]
    [InlineData(PriceEnding.Zero, "USD", 1249, 1200)]
    [InlineData(PriceEnding.Zero, "USD", 1250, 1300)]
    [InlineData(PriceEnding.Zero, "USD", 1, 100)]
    [InlineData(PriceEnding.Ninety, "USD", 1249, 1290)]
    [InlineData(PriceEnding.Ninety, "USD", 1240, 1290)]
    [InlineData(PriceEnding.Ninety, "USD", 1239, 1190)]
    [InlineData(PriceEnding.Ninety, "USD", 3, 90)]
    [InlineData(PriceEnding.NinetyNine, "USD", 1249, 1299)]
    [InlineData(PriceEnding.NinetyNine, "USD", 1248, 1199)]
    [InlineData(PriceEnding.NinetyNine, "USD", 1299, 1299)]
    [InlineData(PriceEnding.NinetyNine, "USD", 0, 99)]
    [InlineData(PriceEnding.None, "USD", 1249, 1249)]
    [InlineData(PriceEnding.None, "USD", 0, 1)]
    [InlineData(PriceEnding.Zero, "JPY", 1249, 1200)]
    [InlineData(PriceEnding.Ninety, "JPY", 1249, 1290)]
    [InlineData(PriceEnding.NinetyNine, "JPY", 1301, 1299)]
    [InlineData(PriceEnding.NinetyNine, "JPY", 5, 99)]
    [InlineData(PriceEnding.NinetyNine, "KWD", 12345, 11990)]
    [InlineData(PriceEnding.Ninety, "KWD", 12500, 12900)]
    [InlineData(PriceEnding.Zero, "CLF", 14999, 10000)]
    [InlineData(PriceEnding.NinetyNine, "CLF", 15000, 19900)]
    public void A_price_gets_the_nearest_with_its_ending_and_is_never_zero(PriceEnding ending, string currency, long minor, long price) =>
        Assert.Equal(new Money(price, currency), ending.Nearest(new Money(minor, currency)));

    [Fact]
    public void A_price_is_converted_with_its_ending_and_what_is_free_stays_free()
    {
        Assert.Equal(new Money(5599, "USD"), Rates.Price(new(4900, "EUR"), "USD", PriceEnding.NinetyNine));
        Assert.Equal(new Money(4900, "EUR"), Rates.Price(new(4900, "EUR"), "EUR", PriceEnding.NinetyNine));
        Assert.Equal(Money.Zero("JPY"), Rates.Price(Money.Zero("EUR"), "JPY", PriceEnding.Zero));
        Assert.Equal(new Money(1, "EUR"), Rates.Price(new(1, "JPY"), "EUR", PriceEnding.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriceEnding.Zero.Nearest(new Money(-1, "EUR")));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void It_is_the_same_in_any_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(new Money(5623, "USD"), Rates.Convert(new(4900, "EUR"), "USD"));
        Assert.IsType<RatesFile.Read>(RatesText.Read(RatesText.File(("2026-02-27", "USD=1.1476 ISK=144.20"))));
        Assert.IsType<RatesFile.Read>(ShippedRates.Read(new(2026, 3, 13)));
    }
}
