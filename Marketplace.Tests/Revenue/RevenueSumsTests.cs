using Marketplace.Billing.Changes;
using Marketplace.Billing.Subscriptions;
using Marketplace.Notifications;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Billing.Changes;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue;

/// <summary>Kept sums change no figure: they are exact with what came after them, made again, and compared.</summary>
public sealed class RevenueSumsTests
{
    private static readonly RevenueFilter[] Filters =
    [
        new(), new() { Tier = OfferTier.Basic }, new() { Tier = OfferTier.Premium }, new() { Model = OfferModel.Monthly }, new() { Country = "DE" },
        new() { Currency = "EUR" }, new() { Tier = OfferTier.Premium, Country = "DE" },
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_are_the_same_before_with_and_after_the_sums()
    {
        using var shop = await OpenAsync();
        var sums = shop.Get<RevenueSums>();
        var first = await FiguresAsync(shop);
        await sums.AddAsync(Cancel);
        // What was there at one run is summed by the next.
        Assert.Empty(shop.Read(db => db.RevenueDays.ToList()));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => sums.AddAsync(Cancel), Cancel)));
        Assert.Equal(first, await FiguresAsync(shop));
        Assert.Equal(shop.Read(db => db.RecurringMovements.Max(m => m.Id)), shop.Read(db => db.RevenueMarks.Single().SummedTo));
        Assert.Equal(4, shop.Read(db => db.RevenueDays.Where(d => d.Part == "").Sum(d => d.Count)));

        await Revising.DoAsync(shop, new SubscriptionChange.CancelNow(""), shop.Read(db => db.Subscriptions.First().Id));
        var then = await FiguresAsync(shop);
        Assert.NotEqual(first, then);
        await sums.AddAsync(Cancel);
        await sums.AddAsync(Cancel);
        Assert.Equal(then, await FiguresAsync(shop));
        Assert.Empty(await sums.VerifyAsync(Cancel));
        // Without any sums it is what movements alone say.
        shop.Read(db => db.RevenueDays.ExecuteDelete() + db.RevenueMarks.ExecuteDelete());
        Assert.Equal(then, await FiguresAsync(shop));
    }

    [Fact]
    public async Task A_difference_is_found_told_to_operators_and_mended()
    {
        using var shop = await OpenAsync();
        var sums = shop.Get<RevenueSums>();
        var figures = await FiguresAsync(shop);
        await sums.AddAsync(Cancel);
        await sums.AddAsync(Cancel);
        shop.Read(db => db.RevenueDays.Where(d => d.Part == "tier/Premium").ExecuteUpdate(set => set.SetProperty(d => d.Minor, d => d.Minor + 1)));
        shop.Read(db => db.RevenueDays.Where(d => d.Part == "country/DE" && d.Kind == MovementKind.New).ExecuteDelete());

        var problems = await sums.VerifyAsync(Cancel);

        Assert.Equal(
            ["Expansion in EUR of tier/Premium sums to 62001, and its movements to 62000", "New in EUR of country/DE sums to 0, and its movements to 10000"],
            problems);
        Assert.Contains(
            shop.Read(db => db.Set<Notification>().Select(n => n.Text).ToList()),
            text => text.StartsWith("Revenue totals do not match", StringComparison.Ordinal));
        await sums.RebuildAsync(Cancel);
        Assert.Empty(await sums.VerifyAsync(Cancel));
        Assert.Equal(figures, await FiguresAsync(shop));
    }

    [Fact]
    public async Task The_command_makes_them_again()
    {
        using var shop = await OpenAsync();
        var sums = shop.Get<RevenueSums>();
        var figures = await FiguresAsync(shop);
        await new RevenueSumsJob(sums).RunAsync(Cancel);
        await new RevenueSumsJob(sums).RunAsync(Cancel);
        Assert.NotEqual(0, shop.Read(db => db.RevenueDays.ExecuteDelete()));
        Assert.NotEmpty(await sums.VerifyAsync(Cancel));

        Assert.Equal(
            (0, "Revenue totals were rebuilt from their movements."),
            await CommandLine.RunAsync(shop.Portal.Database, "revenue", "rebuild") is var (code, said) ? (code, said.Trim()) : default);
        Assert.Empty(await sums.VerifyAsync(Cancel));
        Assert.Equal(figures, await FiguresAsync(shop));
    }

    private static async Task<Shop> OpenAsync()
    {
        var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        var premium = await shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        await BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(1));
        await Revising.DoAsync(shop, new SubscriptionChange.Terms(premium, 2, AtPeriodEnd: false));
        shop.Advance(TimeSpan.FromDays(1));
        await BuyAsync(shop);
        return shop;
    }

    private static async Task<List<string>> FiguresAsync(Shop shop)
    {
        var (queries, figures) = (shop.Get<RevenueQueries>(), new List<string>());
        foreach (var filter in Filters)
        {
            var report = (await queries.ReadAsync(shop.Operator, new(queries.ThisMonth, queries.ThisMonth.Before(), "EUR", null, filter), Cancel))!;
            figures.AddRange(report.Values.Where(value => value.Measure is not BookMeasure)
                .Select(value => $"{filter} {value.Measure.Code} {value.Now:0.########}"));
            figures.Add($"{report.Movements}");
        }

        return figures;
    }
}
