namespace Marketplace.Portal.Demo;

/// <summary>
/// Two years of forty clients: they come, most in autumn and few in summer, buy more or less, leave, and some return. What they do is drawn from a fixed
/// seed, but for what happens once; what that comes to is computed by the marketplace alone.
/// </summary>
internal sealed class DemoYears(DemoPeople people)
{
    public const int Months = 24;

    // From January to December.
    private static readonly double[] Seasons = [1, 1, 1.1, .9, .8, .5, .3, .5, 1.6, 1.8, 1.6, .8];

    /// <param name="now">When the two years end.</param>
    public async Task<IReadOnlyList<DemoStep>> PlanAsync(DemoPast past, DateTime now, CancellationToken cancel)
    {
        var (start, random) = (now.Date.AddMonths(-Months), new Random(24));
        past.GoTo(start);
        var clients = await DemoClients.EnsureAsync(past, cancel);
        var staff = await people.ActorAsync(DemoPeople.Operator, cancel);
        var seasons = Enumerable.Range(0, Months).Select(month => Seasons[start.AddMonths(month).Month - 1]).ToList();
        // More come in the second year than in the first, and nobody in the last month, so that all have had time to do something.
        var weights = seasons.SkipLast(1).Select((season, month) => season * (.5 + (1.5 * month / Months))).ToList();
        return
        [
            .. new DemoYearOffers(people).Steps(past, start),
            .. clients.Index().SelectMany(one =>
            {
                var share = (one.Index + .5) / clients.Count * weights.Sum();
                var first = Enumerable.Range(0, weights.Count).First(month => weights.Take(month + 1).Sum() >= share);
                return new DemoLife(past, one.Item, start, seasons, random).Tell(one.Index, first, staff);
            }),
        ];
    }
}
