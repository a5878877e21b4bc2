using System.Globalization;
using System.Numerics;
using Marketplace.Data;

namespace Marketplace.Tests.Data;

public class MoneyTests
{
    [Theory]
    [InlineData(100, "19", 19)]
    [InlineData(50, "1", 1)]
    [InlineData(-50, "1", -1)]
    [InlineData(49, "1", 0)]
    [InlineData(1050, "8.1", 85)]
    [InlineData(1000, "25.5", 255)]
    [InlineData(1, "50", 1)]
    [InlineData(-1, "50", -1)]
    [InlineData(100, "-19", -19)]
    [InlineData(9_000_000_000_000_000_000, "100", 9_000_000_000_000_000_000)]
    [InlineData(9_000_000_000_000_000_001, "0.0001", 9_000_000_000_000)]
    public void A_share_is_rounded_once_halves_away_from_zero(long minor, string percent, long share) =>
        Assert.Equal(new Money(share, "EUR"), new Money(minor, "EUR").Share(decimal.Parse(percent, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(100, new long[] { 1, 1, 1 }, new long[] { 34, 33, 33 })]
    [InlineData(-100, new long[] { 1, 1, 1 }, new long[] { -34, -33, -33 })]
    [InlineData(100, new long[] { 0, 1, 0 }, new long[] { 0, 100, 0 })]
    [InlineData(101, new long[] { 0, 0 }, new long[] { 51, 50 })]
    [InlineData(0, new long[] { 3, 4 }, new long[] { 0, 0 })]
    [InlineData(10, new long[] { 1, 2, 4 }, new long[] { 1, 3, 6 })]
    [InlineData(1, new long[] { long.MaxValue, long.MaxValue, long.MaxValue }, new long[] { 1, 0, 0 })]
    [InlineData(long.MinValue, new long[] { 1 }, new long[] { long.MinValue })]
    public void A_split_is_by_largest_remainder(long minor, long[] weights, long[] parts) =>
        Assert.Equal(parts, new Money(minor, "EUR").Split(weights).Select(part => part.Minor));

    [Fact]
    public void Parts_sum_to_the_whole_and_each_is_its_exact_share_rounded_down_or_up()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var minor = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            long[] weights = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(3) == 0 ? 0 : random.NextInt64() >> random.Next(63))];
            var sum = weights.Aggregate(BigInteger.Zero, (total, weight) => total + weight);

            var parts = new Money(minor, "EUR").Split(weights);

            var says = $"Seed {seed}, round {round}: {minor} by {string.Join(' ', weights)}";
            Assert.True(parts.Aggregate(BigInteger.Zero, (total, part) => total + part.Minor) == minor, says);
            Assert.True(sum == 0 || parts.Zip(weights).All(one => BigInteger.Abs((one.First.Minor * sum) - ((BigInteger)minor * one.Second)) < sum), says);
            Assert.True(parts.All(part => part.Minor == 0 || Math.Sign(part.Minor) == Math.Sign(minor)), says);
        }
    }

    [Fact]
    public void What_cannot_be_split_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Money(1, "EUR").Split([]));
        Assert.Throws<ArgumentException>(() => new Money(1, "EUR").Split([1, -1]));
    }

    [Fact]
    public void Amounts_are_added_subtracted_and_compared_in_one_currency()
    {
        var (two, three) = (new Money(200, "EUR"), new Money(300, "EUR"));

        Assert.Equal(new Money(500, "EUR"), two + three);
        Assert.Equal(new Money(-100, "EUR"), two - three);
        Assert.Equal(new Money(-200, "EUR"), -two);
        Assert.True(two < three && three > two && two <= three && three >= two);
        Assert.Equal(new Money(700, "EUR"), new[] { two, two, three }.Sum("EUR"));
        Assert.Equal(Money.Zero("JPY"), Array.Empty<Money>().Sum("JPY"));
    }

    [Fact]
    public void Two_currencies_are_refused_by_name()
    {
        var (euros, dollars) = (new Money(100, "EUR"), new Money(100, "USD"));

        Assert.Equal(
            "$1.00 and €1.00 are of two currencies; convert one of them first.",
            Assert.Throws<InvalidOperationException>(() => euros + dollars).Message);
        Assert.Throws<InvalidOperationException>(() => euros - dollars);
        Assert.Throws<InvalidOperationException>(() => euros < dollars);
        Assert.Throws<InvalidOperationException>(() => euros.CompareTo(dollars));
    }

    [Fact]
    public void What_no_64_bits_hold_is_refused()
    {
        var most = new Money(long.MaxValue, "EUR");

        Assert.Throws<OverflowException>(() => most + new Money(1, "EUR"));
        Assert.Throws<OverflowException>(() => -most - new Money(2, "EUR"));
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, "EUR"));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => most.Share(101));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void It_is_the_same_in_any_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal("−€1,234.50", $"{new Money(-123450, "EUR")}");
        Assert.Equal("KWD 1.005", $"{new Money(1005, "KWD")}");
        Assert.Equal(new Money(1250, "EUR"), Currency.Of("EUR").Parse("12,50"));
        Assert.Equal("12.50", Currency.Of("eur").Text(1250));
        Assert.Equal("INR", Currency.Find("inr")?.Code);
    }
}
