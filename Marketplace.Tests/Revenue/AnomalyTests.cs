using Marketplace.Billing.Changes;
using Marketplace.Billing.Subscriptions;
using Marketplace.Portal.Revenue;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Billing.Changes;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue;

/// <summary>What is far from usual is said in words, and nothing else is.</summary>
public sealed class AnomalyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100, new[] { 10, 20, 30 }, 1000, true)]
    // Not two and a half times the average.
    [InlineData(49, new[] { 10, 20, 30 }, 1000, false)]
    // It was as much before.
    [InlineData(100, new[] { 0, 0, 0, 0, 100 }, 1000, false)]
    // A trifle.
    [InlineData(40, new[] { 1, 2, 3 }, 1000, false)]
    [InlineData(50, new[] { 0, 0, 0 }, 1000, true)]
    // It brought nothing, so it can only be new.
    [InlineData(50, new[] { 0, 0, 0 }, 0, false)]
    [InlineData(50, new int[0], 1000, false)]
    public void Far_from_usual_is_a_large_part_and_more_than_ever(int now, int[] before, int opening, bool isUnusual) =>
        Assert.Equal(isUnusual, Anomaly.Of(1, "Shop", true, now, [.. before.Select(month => (decimal)month)], opening) is not null);

    [Fact]
    public async Task A_module_that_loses_much_is_named()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]));
        for (var bought = 0; bought < 3; bought++)
        {
            await BuyAsync(shop);
            shop.Advance(TimeSpan.FromDays(1));
        }

        shop.Advance(TimeSpan.FromDays(35));
        await RenewAsync(shop);
        await Revising.DoAsync(shop, new SubscriptionChange.CancelNow(""), shop.Read(db => db.Subscriptions.First().Id));
        var span = new RevenueSpan(new(2026, 4, 1), new(2026, 4, 30));
        RevenueView View(RevenueSpan some) => new(some, some.Before(), "EUR", null, new());

        var found = Assert.Single((await shop.Get<RevenueAnomalies>().ReadAsync(shop.Operator, View(span), Cancel))!);
        Assert.Equal((true, 100m, 0m), (found.IsLoss, found.Now, found.Usual));
        Assert.Equal(
            "Churn and contraction of Acme.Shop: €100.00, after none in the previous six months.",
            AnomalyList.Words(found with { Module = "Acme.Shop" }, "EUR"));
        Assert.Equal(
            "New revenue and expansion of Acme.Shop: €100.00, 4 times the average of €25.00 for the same days of the previous six months.",
            AnomalyList.Words(new(1, "Acme.Shop", false, 100, 25), "EUR"));
        Assert.Null(await shop.Get<RevenueAnomalies>().ReadAsync(shop.Owner, View(span), Cancel));
        Assert.Empty((await shop.Get<RevenueAnomalies>().ReadAsync(shop.Operator, View(new(new(2026, 1, 1), new(2026, 4, 30))), Cancel))!);
    }
}
