namespace Marketplace.Revenue.Measures;

/// <summary>What is to be expected of a series of months.</summary>
/// <param name="Values">Of each month to come.</param>
/// <param name="Low">Below it is one month of ten, if the future is like the past.</param>
/// <param name="High">Above it is one month of ten.</param>
/// <param name="Method">By which the months are expected: the one that would have erred less in the last year.</param>
/// <param name="Error">By how much it would have erred, as a part of what there was, on average.</param>
public sealed record Forecast(IReadOnlyList<double> Values, IReadOnlyList<double> Low, IReadOnlyList<double> High, string Method, double Error)
{
    public const int Season = 12;
    private const int HalfSeason = Season / 2;

    // Of a normal distribution eight of ten lie so many deviations around the middle.
    private const double Deviations = 1.2816;

    /// <param name="months">Complete ones, the newest last.</param>
    /// <returns>Null where there are less than nine months to learn from.</returns>
    public static Forecast? Of(IReadOnlyList<double> months, int ahead)
    {
        var tried = ((string Name, Func<double[], int, double[]> Method, int Least)[])
        [
            ("seasonal naïve", SeasonalNaive, Season), ("Holt’s trend", HoltWinters.PredictTrend, HalfSeason),
            ("Holt–Winters", HoltWinters.Predict, 2 * Season),
        ];
        var best = tried.Select(one => (one.Name, one.Method, Tested: Test(months, one.Method, one.Least))).Where(one => one.Tested.Count > 0)
            .OrderBy(one => one.Tested.Average(Math.Abs)).FirstOrDefault();
        if (best.Method is null)
        {
            return null;
        }

        var values = best.Method([.. months], ahead);
        var spread = Math.Sqrt(best.Tested.Average(error => error * error));
        double Band(int month) => Deviations * spread * Math.Sqrt(month + 1);
        var recent = months.TakeLast(best.Tested.Count).ToList();
        var whole = recent.Sum(Math.Abs);
        return new(
            values, [.. values.Select((value, month) => Math.Max(0, value - Band(month)))], [.. values.Select((value, month) => value + Band(month))],
            best.Name, whole > 0 ? best.Tested.Sum(Math.Abs) / whole : 0);
    }

    /// <summary>By how much each month of the last year would have been missed from what was known before it.</summary>
    private static List<double> Test(IReadOnlyList<double> months, Func<double[], int, double[]> method, int least) =>
    [
        .. Enumerable.Range(Math.Max(least, months.Count - Season), Math.Max(0, months.Count - Math.Max(least, months.Count - Season)))
            .Where(_ => months.Count >= least + 3).Select(at => months[at] - method([.. months.Take(at)], 1)[0]),
    ];

    private static double[] SeasonalNaive(double[] months, int ahead) =>
        [.. Enumerable.Range(0, ahead).Select(month => months[months.Length - Season + (month % Season)])];
}
