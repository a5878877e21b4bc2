namespace Marketplace.Revenue.Measures;

/// <summary>
/// Holt–Winters with an additive trend and season of a year. How much of each is learned from the newest month is what would have missed the known months
/// by the least.
/// </summary>
internal static class HoltWinters
{
    private const int Season = Forecast.Season;
    private static readonly double[] Weights = [0.05, 0.2, 0.4, 0.6, 0.8];

    /// <param name="months">Two years of them or more.</param>
    public static double[] Predict(double[] months, int ahead)
    {
        var best = (from level in Weights from trend in Weights from season in Weights select Fit(months, level, trend, season)).MinBy(fit => fit.Error);
        return [.. Enumerable.Range(0, ahead).Select(month => best.Level + ((month + 1) * best.Trend) + best.Seasons[(months.Length + month) % Season])];
    }

    /// <summary>Without a season, for those who have not seen one twice.</summary>
    /// <param name="months">Two of them or more.</param>
    public static double[] PredictTrend(double[] months, int ahead)
    {
        var best = (from level in Weights from trend in Weights select FitTrend(months, level, trend)).MinBy(fit => fit.Error);
        return [.. Enumerable.Range(1, ahead).Select(month => best.Level + (month * best.Trend))];
    }

    private static (double Level, double Trend, double Error) FitTrend(double[] months, double alpha, double beta)
    {
        var (level, trend, error) = (months[0], months[1] - months[0], 0.0);
        foreach (var month in months.Skip(1))
        {
            error += Math.Pow(month - level - trend, 2);
            var before = level;
            level = (alpha * month) + ((1 - alpha) * (level + trend));
            trend = (beta * (level - before)) + ((1 - beta) * trend);
        }

        return (level, trend, error);
    }

    private static (double Level, double Trend, double[] Seasons, double Error) Fit(double[] months, double alpha, double beta, double gamma)
    {
        var (first, second) = (months.Take(Season).Average(), months.Skip(Season).Take(Season).Average());
        var (level, trend, error) = (first, (second - first) / Season, 0.0);
        // The first year is its own season, less its trend.
        var seasons = months.Take(Season).Select((month, at) => month - (first + ((at - ((Season - 1) / 2.0)) * trend))).ToArray();
        level = first + ((Season - 1) / 2.0 * trend);
        for (var at = Season; at < months.Length; at++)
        {
            var (season, expected) = (at % Season, level + trend + seasons[at % Season]);
            error += Math.Pow(months[at] - expected, 2);
            var before = level;
            level = (alpha * (months[at] - seasons[season])) + ((1 - alpha) * (level + trend));
            trend = (beta * (level - before)) + ((1 - beta) * trend);
            seasons[season] = (gamma * (months[at] - level)) + ((1 - gamma) * seasons[season]);
        }

        return (level, trend, seasons, error);
    }
}
