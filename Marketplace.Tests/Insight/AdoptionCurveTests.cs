using Marketplace.Insight;
using Marketplace.Resolution;
using Marketplace.Usage;

namespace Marketplace.Tests.Insight;

public class AdoptionCurveTests
{
    private static readonly DateOnly Day = new(2026, 3, 10);

    // On day 0 four sites have 1.0. On day 1 one of them takes 2.0, on day 3 two more; a fifth comes with 2.0 on day 4.
    private static readonly AdoptionLine[] Changes =
    [
        new(Day.AddDays(-30), "1.0.0", 4), new(Day.AddDays(1), "1.0.0", 3), new(Day.AddDays(1), "2.0.0", 1),
        new(Day.AddDays(3), "1.0.0", 1), new(Day.AddDays(3), "2.0.0", 3), new(Day.AddDays(4), "2.0.0", 4),
    ];

    [Fact]
    public void A_curve_is_the_share_of_sites_by_day_after_the_release()
    {
        var curves = AdoptionCurve.Of(Changes, [("2.0.0", Day), ("1.0.0", Day.AddDays(-30))], least: 1, Day.AddDays(4));

        Assert.Equal([0, .25, .25, .75, .8], curves[0].Shares);
        Assert.Equal((35, 1d, .2), (curves[1].Shares.Count, curves[1].Shares[0], curves[1].Shares[^1]!.Value));
    }

    [Fact]
    public void A_day_with_too_few_sites_has_no_share() =>
        Assert.Equal([null, null, null, null, .8], AdoptionCurve.Of(Changes, [("2.0.0", Day)], least: 5, Day.AddDays(4)).Single().Shares);

    [Fact]
    public void Before_any_site_has_the_module_there_is_no_share() =>
        Assert.Equal([null, 1], AdoptionCurve.Of([new(Day.AddDays(1), "2.0.0", 1)], [("2.0.0", Day)], least: 1, Day.AddDays(1)).Single().Shares);

    [Fact]
    public void A_curve_ends_after_ninety_days() =>
        Assert.Equal(91, AdoptionCurve.Of(Changes, [("2.0.0", Day)], least: 1, Day.AddDays(400)).Single().Shares.Count);
}
