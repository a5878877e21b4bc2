using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Live;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Measures;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue;

/// <summary>Open dashboards show one computation, which is renewed when something changed; programs read the same.</summary>
public sealed class RevenueBoardTests
{
    private static readonly OfferTerms Monthly = new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_look_are_given_the_same_report_until_something_changed()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        var (board, live, told) = (shop.Get<RevenueBoard>(), shop.Get<LiveFeed>(), 0);
        using var subscription = live.Subscribe(LiveTopic.RevenueBoard, () =>
        {
            told++;
            return Task.CompletedTask;
        });
        var span = shop.Get<RevenueQueries>().ThisMonth;
        RevenueView View() => new(span, span.Before(), "EUR", null, new());

        var reports = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => board.ReadAsync(shop.Operator, View(), Cancel)));
        Assert.All(reports, report => Assert.Same(reports[0], report));
        Assert.Equal(100, reports[0]!.Of<Mrr>().Now);
        Assert.Null(await board.ReadAsync(shop.Owner, View(), Cancel));

        shop.Advance(TimeSpan.FromHours(3));
        await BuyAsync(shop);
        // Many changes are told once.
        for (var change = 0; change < 50; change++)
        {
            live.Publish(LiveTopic.Revenue.Name);
            live.Publish(LiveTopic.Ledger.Name);
        }

        await Eventually.TrueAsync(
            () =>
            {
                shop.Advance(TimeSpan.FromMilliseconds(500));
                return told > 0;
            },
            "dashboards are told of it", Cancel);
        Assert.Equal(200, (await board.ReadAsync(shop.Operator, View(), Cancel))!.Of<Mrr>().Now);
        Assert.InRange(told, 1, 3);
    }

    [Fact]
    public async Task All_that_a_dashboard_shows_is_computed_once_and_is_what_each_part_says_alone()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        var (board, span) = (shop.Get<RevenueBoard>(), shop.Get<RevenueQueries>().ThisMonth);
        var view = new RevenueView(span, span.Before(), "EUR", null, new());

        var all = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(_ => board.ReadAsync(shop.Operator, new BoardView(view, RevenueDimension.Client, true), Cancel)));

        Assert.All(all, figures => Assert.Same(all[0], figures));
        Assert.Same(await board.ReadAsync(shop.Operator, view, Cancel), all[0]!.Report);
        Assert.Equal((RevenueDimension.Client, shop.Globex.Name, 100), (all[0]!.Top.By, all[0]!.Top.Parts[0].Name, all[0]!.Top.Total));
        Assert.Equal(100, Assert.Single(all[0]!.Cohorts!).Kept[0]);
        Assert.Null(all[0]!.Forecast.Expected);
        Assert.Equal(["EUR"], all[0]!.Currencies);
        // Publishers see their own, and no client of anybody.
        var own = view with { Filter = new() { PublisherId = shop.Acme.Id } };
        Assert.NotNull(await board.ReadAsync(shop.Seller, new BoardView(own, RevenueDimension.Module, false), Cancel));
        Assert.Null(await board.ReadAsync(shop.Seller, new BoardView(own, RevenueDimension.Client, false), Cancel));
        Assert.Null(await board.ReadAsync(shop.Seller, new BoardView(view, RevenueDimension.Module, false), Cancel));
    }

    [Fact]
    public async Task Programs_of_operators_read_measures_and_parts_in_minor_units()
    {
        using var shop = await Shop.OpenAsync(Monthly);
        await BuyAsync(shop);
        using var client = await shop.Portal.ClientAsync(shop.Operator);

        var revenue = await client.GetFromJsonAsync<JsonElement>("/api/v1/revenue?from=2026-03-01&to=2026-03-31", Cancel);
        var mrr = revenue.GetProperty("measures")[0];
        Assert.Equal(
            ("mrr", "Amount", 10000m), (mrr.GetProperty("code").GetString(), mrr.GetProperty("unit").GetString(), mrr.GetProperty("value").GetDecimal()));
        var movements = revenue.GetProperty("movements");
        Assert.Equal((0m, 10000m), (movements.GetProperty("opening").GetDecimal(), movements.GetProperty("new").GetDecimal()));
        var parts = await client.GetFromJsonAsync<JsonElement>("/api/v1/revenue/by/tier", Cancel);
        Assert.Equal(("Basic", 10000m), (parts.GetProperty("parts")[0].GetProperty("key").GetString(), parts.GetProperty("mrr").GetDecimal()));

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/revenue/by/moon", Cancel)).StatusCode);
        using var owner = await shop.Portal.ClientAsync(shop.Owner);
        Assert.Equal(HttpStatusCode.Forbidden, (await owner.GetAsync("/api/v1/revenue", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await owner.GetAsync("/api/v1/revenue/by/tier", Cancel)).StatusCode);
    }
}
