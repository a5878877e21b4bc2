using Marketplace.Insight;
using Marketplace.Resolution;

namespace Marketplace.Tests.Insight;

public class DurationFigureTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(4, 2, 4)]
    [InlineData(19, 10, 19)]
    [InlineData(20, 10, 19)]
    [InlineData(100, 50, 95)]
    public void Percentiles_are_the_values_at_the_nearest_rank(int count, int p50, int p95) =>
        Assert.Equal(
            new DurationFigure(count, TimeSpan.FromSeconds(p50), TimeSpan.FromSeconds(p95)),
            DurationFigure.Of(Enumerable.Range(1, count).Reverse().Select(s => TimeSpan.FromSeconds(s))));

    [Fact]
    public void Of_nothing_there_is_none() => Assert.Null(DurationFigure.Of([]));
}
