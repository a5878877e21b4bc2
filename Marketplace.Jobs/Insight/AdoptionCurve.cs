using Marketplace.Usage;

namespace Marketplace.Insight;

/// <summary>How a release spread.</summary>
/// <param name="Released">The day (UTC) on which it was approved.</param>
/// <param name="Shares">
/// Of the sites with the module the share that ran it, from 0 to 1, at the end of each day after its release: first that day itself.
/// Null on days with too few sites to say.
/// </param>
public sealed record AdoptionCurve(string Version, DateOnly Released, IReadOnlyList<double?> Shares)
{
    /// <summary>How many days a curve follows a release.</summary>
    public const int MaxDays = 90;

    /// <param name="changes">On how many sites a version was from a day on, until a later day has another number.</param>
    /// <param name="releases">Whose curves are drawn.</param>
    /// <param name="least">On fewer sites than these a day has no share.</param>
    /// <param name="today">Where the curves end.</param>
    internal static IReadOnlyList<AdoptionCurve> Of(
        IReadOnlyCollection<AdoptionLine> changes, IEnumerable<(string Version, DateOnly Released)> releases, int least, DateOnly today)
    {
        var versions = changes.GroupBy(c => c.Version).ToDictionary(g => g.Key, g => g.OrderBy(c => c.Day).ToList());
        return [.. releases.Select(release => new AdoptionCurve(release.Version, release.Released,
            [.. Enumerable.Range(0, Math.Min(MaxDays, today.DayNumber - release.Released.DayNumber) + 1)
                .Select(after => Share(release.Version, release.Released.AddDays(after)))]))];

        double? Share(string version, DateOnly day)
        {
            var all = versions.Values.Sum(line => Sites(line, day));
            return all < Math.Max(1, least) ? null : versions.TryGetValue(version, out var own) ? (double)Sites(own, day) / all : 0;
        }
    }

    private static int Sites(List<AdoptionLine> ordered, DateOnly day) => ordered.FindLast(line => line.Day <= day)?.Sites ?? 0;
}
