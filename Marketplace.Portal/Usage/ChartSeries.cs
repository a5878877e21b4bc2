namespace Marketplace.Portal.Usage;

/// <param name="Heading">What it is called over a column of numbers.</param>
/// <param name="Name">What follows a number: 12 downloads.</param>
public sealed record ChartSeries(string Heading, string Name, IReadOnlyList<long> Values)
{
    /// <summary>It counts what went wrong, and has the color of losses.</summary>
    public bool IsLoss { get; init; }

    public string Class(int at) => IsLoss ? "loss" : $"s{at}";

    /// <summary>Where the scale ends: 1, 2, 4 or 6 with noughts, not below the largest value. Half of it is a whole number too, but for 1.</summary>
    public static long Top(long largest)
    {
        for (var power = 1L; ; power *= 10)
        {
            foreach (var step in (ReadOnlySpan<long>)[1, 2, 4, 6])
            {
                if (step * power >= largest)
                {
                    return step * power;
                }
            }
        }
    }
}
