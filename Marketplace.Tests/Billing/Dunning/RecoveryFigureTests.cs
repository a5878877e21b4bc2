using Marketplace.Billing.Dunning;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Dunning.Failures;

namespace Marketplace.Tests.Billing.Dunning;

/// <summary>What campaigns recovered, counted by the database, is what a plain second count says.</summary>
public sealed class RecoveryFigureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_figures_of_each_version_are_those_of_a_plain_second_count()
    {
        using var shop = await FailedAsync();
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var id = shop.Read(db => db.DunningCampaigns.Single().Id);
        await shop.Get<CampaignChanges>().SaveAsync(shop.Operator, id, 1, Plan(new(0), new(9)), Cancel);
        shop.Read(db => Fill(db, new Random(seed), shop.Now));

        var view = (await shop.Get<CampaignQueries>().ReadAsync(shop.Operator, id, Cancel))!;
        var all = Assert.Single((await shop.Get<CampaignQueries>().ListAsync(shop.Operator, Cancel))!);

        var cases = shop.Read(db => db.DunningCases.Include(c => c.Campaign).AsNoTracking().ToList());
        Assert.Equal(cases.Count, all.Figures.Entered);
        Check(cases, all.Figures);
        Assert.Equal([2, 1], view.Versions.Select(version => version.Number));
        foreach (var version in view.Versions)
        {
            Check([.. cases.Where(one => one.Campaign.Number == version.Number)], version.Figures);
        }
    }

    private static void Check(List<DunningCase> cases, RecoveryFigures figures)
    {
        int Count(DunningState state) => cases.Count(one => one.State == state);
        var recovered = cases.Where(one => one.State is DunningState.Recovered).ToList();
        Assert.Equal(
            (cases.Count, Count(DunningState.Open), recovered.Count, Count(DunningState.Lost), Count(DunningState.WrittenOff), Count(DunningState.Credited)),
            (figures.Entered, figures.Open, figures.Recovered, figures.Lost, figures.WrittenOff, figures.Credited));
        Assert.Equal(
            recovered.GroupBy(one => one.Currency).OrderBy(some => some.Key, StringComparer.Ordinal)
                .Select(some => new Money(some.Sum(one => one.RecoveredMinor), some.Key)),
            figures.Amounts);
        var hours = recovered.Select(one => (decimal)one.Hours!.Value).Order().ToList();
        var middle = hours.Count == 0 ? (decimal?)null
            : hours.Count % 2 == 1 ? hours[hours.Count / 2] : (hours[(hours.Count / 2) - 1] + hours[hours.Count / 2]) / 2;
        Assert.Equal(middle is { } median ? Math.Round(median / 24, 1) : null, figures.MedianDays);
    }

    private static int Fill(MarketplaceDb db, Random random, DateTime now)
    {
        var versions = db.DunningVersions.OrderBy(v => v.Number).ToList();
        var subscription = db.Subscriptions.Single();
        for (var number = 100; number < 160; number++)
        {
            var period = new SubscriptionPeriod(subscription.Id, number, now, now.AddDays(30), now);
            subscription.Periods.Add(period);
            db.SaveChanges();
            var known = db.SubscriptionPeriods.Include(p => p.Subscription).Single(p => p.Id == period.Id);
            var one = new DunningCase(known, versions[random.Next(2)], 100, "DE", now);
            if (random.Next(5) is var state and > 0)
            {
                one.Close((DunningState)state, state == (int)DunningState.Recovered ? random.Next(1, 50_000) : 0, now.AddHours(random.Next(1, 700)));
            }

            db.Add(one);
        }

        return db.SaveChanges();
    }
}
