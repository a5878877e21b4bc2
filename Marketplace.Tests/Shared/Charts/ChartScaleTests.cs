using Marketplace.Portal.Shared.Charts;

namespace Marketplace.Tests.Shared.Charts;

public class ChartScaleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(11, 20)]
    [InlineData(501, 600)]
    [InlineData(700, 1000)]
    public void Ends_at_a_round_number(long largest, long top) => Assert.Equal((0, top), Ends([0, largest]));

    [Theory]
    [InlineData("-3 11", "-10 20")]
    [InlineData("-5 -1", "-6 0")]
    [InlineData("0.1 0.43", "0 0.6")]
    [InlineData("0.00004 0.00009", "0 0.0001")]
    [InlineData("99999999999999999 1", "0 100000000000000000")]
    public void Contains_zero_and_every_amount(string amounts, string ends)
    {
        var (low, high) = Ends(Parsed(amounts));

        Assert.Equal(Parsed(ends), new[] { low, high });
    }

    [Fact]
    public void Amounts_far_above_zero_may_have_an_axis_that_begins_near_them()
    {
        var scale = ChartScale.Of([184_260, 199_130], 4, isShortened: true);

        Assert.Equal([200_000, 195_000, 190_000, 185_000, 180_000], scale.Lines);
        Assert.Equal(0, ChartScale.Of([40, 199], 4, isShortened: true).Low);
    }

    [Fact]
    public void Counts_get_no_lines_between_them() => Assert.Equal([1, 0], ChartScale.Of([1, 0, 1]).Lines);

    [Fact]
    public void Tells_how_far_below_the_top_an_amount_lies()
    {
        var scale = ChartScale.Of([-10, 10]);

        Assert.Equal([0, 50, 75, 100], new decimal[] { 10, 0, -5, -10 }.Select(scale.Below));
    }

    private static (decimal, decimal) Ends(IEnumerable<decimal> amounts) => ChartScale.Of(amounts) is var scale ? (scale.Low, scale.High) : default;

    private static decimal[] Parsed(string numbers) =>
        [.. numbers.Split(' ').Select(number => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];
}
