using Marketplace.Revenue.Measures;

namespace Marketplace.Tests.Revenue;

public sealed class ForecastTests
{
    private const int Ahead = 12;

    [Fact]
    public void Growth_with_a_season_goes_on_with_both()
    {
        double Month(int at) => 1000 + (25 * at) + (120 * Math.Sin(at * Math.PI / 6));
        var forecast = Forecast.Of([.. Enumerable.Range(0, 36).Select(Month)], Ahead)!;

        Assert.Equal("Holt–Winters", forecast.Method);
        Assert.All(forecast.Values.Index(), month => Assert.InRange(month.Item, Month(36 + month.Index) - 40, Month(36 + month.Index) + 40));
        Assert.InRange(forecast.Error, 0, 0.02);
    }

    [Fact]
    public void What_repeats_from_year_to_year_repeats_and_is_never_missed()
    {
        double[] year = [10, 40, 20, 90, 5, 60, 70, 15, 80, 35, 55, 25];
        var forecast = Forecast.Of([.. year, .. year, .. year], Ahead)!;

        Assert.Equal(year, forecast.Values);
        Assert.Equal((0, true), (forecast.Error, forecast.Low.SequenceEqual(forecast.High)));
    }

    [Fact]
    public void The_band_widens_and_holds_what_comes_in_eight_of_ten()
    {
        var (random, inside, all) = (new Random(7), 0, 0);
        for (var world = 0; world < 60; world++)
        {
            var level = 1000.0;
            var months = Enumerable.Range(0, 37)
                .Select(_ => level += 10 + (40 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))).ToList();
            var forecast = Forecast.Of([.. months.Take(36)], Ahead)!;
            Assert.All(forecast.Low.Zip(forecast.High).Zip(forecast.Low.Skip(1).Zip(forecast.High.Skip(1))), pair =>
                Assert.True(pair.Second.Second - pair.Second.First > pair.First.Second - pair.First.First));
            inside += months[36] >= forecast.Low[0] && months[36] <= forecast.High[0] ? 1 : 0;
            all++;
        }

        Assert.InRange((double)inside / all, 0.65, 0.97);
    }

    [Fact]
    public void Less_than_nine_months_tell_nothing_and_a_line_goes_on()
    {
        Assert.Null(Forecast.Of([.. Enumerable.Range(0, 8).Select(at => (double)at)], Ahead));
        Assert.Null(Forecast.Of([], Ahead));
        var forecast = Forecast.Of([.. Enumerable.Range(0, 20).Select(at => 100 + (5.0 * at))], Ahead)!;
        Assert.Equal(("Holt’s trend", 0), (forecast.Method, Math.Round(forecast.Error, 6)));
        Assert.All(forecast.Values.Index(), month => Assert.Equal(200 + (5 * month.Index), month.Item, 6));
    }
}
