namespace Marketplace.Portal.Catalog;

/// <param name="Heading">What it is called over a column of numbers.</param>
/// <param name="Name">What follows a number: 12 downloads.</param>
public sealed record ChartSeries(string Heading, string Name, IReadOnlyList<long> Values)
{
    /// <summary>Where the scale ends: 1, 2 or 5 with noughts, not below the largest value.</summary>
    public static long Top(long largest)
    {
        for (var power = 1L; ; power *= 10)
        {
            foreach (var step in (ReadOnlySpan<long>)[1, 2, 5])
            {
                if (step * power >= largest)
                {
                    return step * power;
                }
            }
        }
    }
}
