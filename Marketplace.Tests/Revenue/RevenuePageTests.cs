using System.Net;
using Bunit;
using Marketplace.Billing.Changes;
using Marketplace.Portal;
using Marketplace.Portal.Revenue;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Movements;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Billing.Changes;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Revenue;

/// <summary>Operators see revenue, and come from each figure to its rows and from each row to its invoice.</summary>
public sealed class RevenuePageTests : PageTest
{
    private readonly Shop _shop;

    public RevenuePageTests()
        : this(Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")])).GetAwaiter().GetResult())
    {
    }

    private RevenuePageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_month_is_compared_and_leads_to_its_movements()
    {
        await GrowAsync();
        SignIn(_shop.Operator);

        var page = Draw<RevenuePage>();

        page.Says("1–2 April 2026");
        page.Says("vs 1–2 March 2026");
        var tiles = page.FindAll("dl.tiles .card").Select(tile => tile.TextContent).ToList();
        Assert.Equal(8, tiles.Count);
        Assert.Contains("MRR", tiles[0], StringComparison.Ordinal);
        Assert.Contains("€310.00", tiles[0], StringComparison.Ordinal);
        Assert.Contains("210%", tiles[0], StringComparison.Ordinal);
        Assert.Equal(["/revenue/movements", "/revenue/movements"], page.FindAll("dl.tiles dd > a").Take(2).Select(link => link.GetAttribute("href")));
        page.Says("+210");
        Assert.Equal(
            PortalUrls.RevenueOf(new() { Filter = new() { ModuleId = _shop.Read(db => db.Set<RecurringMovement>().First().ModuleId) } }),
            page.Find("tbody a[href^='/revenue?']").GetAttribute("href"));
    }

    [Fact]
    public async Task A_part_is_shown_with_its_name_until_it_is_let_go()
    {
        await GrowAsync();
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.RevenueOf(new() { Filter = new() { Tier = OfferTier.Premium }, Currency = "USD" }));

        var page = Draw<RevenuePage>();

        Assert.Equal("Tier: Premium", page.Find(".mud-chip-content").TextContent.Trim());
        // Accounts know no tiers.
        Assert.Equal("–", page.FindAll("dl.tiles .card")[6].QuerySelector("dd")!.TextContent.Trim());
        page.Find(".mud-chip-close-button").Click();
        Assert.Equal("revenue?in=USD", Address);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".mud-chip-content")));
    }

    [Fact]
    public async Task A_movement_leads_to_its_subscription_and_invoice()
    {
        await GrowAsync();
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.MovementsOf(new() { Span = new(new(2026, 3, 1), new(2026, 4, 30)) }));

        var page = Draw<MovementsPage>();

        Assert.Equal(
            [("Expansion", "+€310.00"), ("Expansion", "−€100.00"), ("New", "+€100.00")],
            page.FindAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList())
                .Select(cells => (cells.First(cell => cell is "New" or "Expansion"), cells.First(cell => cell is ['+' or '−', ..]))));
        Assert.Contains(PortalUrls.Invoice("M-2026-000001"), page.FindAll("tbody a").Select(link => link.GetAttribute("href")));
        Assert.Contains(PortalUrls.Subscription(One(_shop).Id), page.FindAll("tbody a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Movements_say_by_what_they_are_chosen()
    {
        await GrowAsync();
        SignIn(_shop.Operator);
        var premium = new RevenueAsk { Span = new(new(2026, 3, 1), new(2026, 4, 30)), Filter = new() { Tier = OfferTier.Premium } };
        Navigation.NavigateTo(PortalUrls.MovementsOf(premium));

        var page = Draw<MovementsPage>();

        page.WaitForAssertion(() => Assert.Equal("Tier: Premium", page.Find(".mud-chip-content").TextContent.Trim()));
        Assert.Single(page.FindAll("tbody tr"));
        page.Find(".mud-chip-close-button").Click();
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("tbody tr").Count));
        Assert.Empty(page.FindAll(".mud-chip-content"));
    }

    [Fact]
    public async Task Parts_are_listed_by_each_dimension()
    {
        await GrowAsync();
        SignIn(_shop.Operator);

        var page = Draw<RevenueByPage>(parameters => parameters.Add(one => one.By, "country"));
        page.Says("Revenue by country");
        page.Says("Germany");
        page.Says("100%");
        Draw<RevenueByPage>(parameters => parameters.Add(one => one.By, "moon")).Says("Revenue is not split by that.");
    }

    [Fact]
    public async Task What_is_shown_can_be_had_as_files_by_operators_alone()
    {
        await GrowAsync();
        var ask = new RevenueAsk { Span = new(new(2026, 4, 1), new(2026, 4, 30)) };
        string[] addresses = [PortalUrls.RevenueCsvOf(ask), PortalUrls.RevenueByCsv(RevenueDimension.Tier, ask), PortalUrls.MovementsCsvOf(ask)];
        using var client = await _shop.Portal.ClientAsync(_shop.Operator);

        var measures = await LinesAsync(client, addresses[0]);
        Assert.StartsWith("Measure,Name,Unit,2026-04-01 to 2026-04-30,2026-03-01 to 2026-03-31,2025-05,", measures[0], StringComparison.Ordinal);
        Assert.StartsWith("mrr,MRR,EUR,310,100,0,", measures[1], StringComparison.Ordinal);
        Assert.Equal(
            ["Premium,Premium,,EUR,310,310,1,0,0,0,0,0,0,310", "Basic,Basic,,EUR,0,-100,0,0,0,0,0,0,100,0"], (await LinesAsync(client, addresses[1]))[1..]);
        Assert.Equal(3, (await LinesAsync(client, addresses[2])).Length);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/revenue/by/moon.csv", Cancel)).StatusCode);

        using var owner = await _shop.Portal.ClientAsync(_shop.Owner);
        foreach (var address in addresses)
        {
            Assert.NotEqual(HttpStatusCode.OK, (await owner.GetAsync(address, Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task A_publisher_sees_its_own_figures_and_no_client()
    {
        await GrowAsync();
        SignIn(_shop.Seller);

        var page = Draw<PublisherRevenuePage>();

        Assert.Contains("€310.00", page.FindAll("dl.tiles .card")[0].TextContent, StringComparison.Ordinal);
        // No measure of the ledger, no movements with clients, and no way to anyone else's.
        Assert.DoesNotContain("Cash collected", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(_shop.Globex.Name, page.Markup, StringComparison.Ordinal);
        Assert.All(
            page.FindAll("a").Select(link => link.GetAttribute("href")!).Where(href => href.Contains("revenue", StringComparison.Ordinal)),
            href => Assert.StartsWith($"/publisher/revenue", href, StringComparison.Ordinal));
        Draw<PublisherRevenueByPage>(parameters => parameters.Add(one => one.By, "client")).Says("Revenue is not split by that.");
    }

    [Fact]
    public async Task A_publisher_reaches_no_figure_of_another_by_any_filter_page_or_file()
    {
        await GrowAsync();
        var other = _shop.Portal.Database.Publisher("Contoso");
        var stranger = _shop.Portal.Database.Member(other, Marketplace.Accounts.MemberRole.Owner);
        var span = _shop.Get<RevenueQueries>().ThisMonth;
        var acme = _shop.Acme.Id;
        RevenueFilter[] filters =
        [
            new(), new() { PublisherId = acme }, new() { PublisherId = acme, ClientId = _shop.Globex.Id }, new() { ClientId = _shop.Globex.Id },
            new() { ModuleId = 1 }, new() { Tier = OfferTier.Basic }, new() { PublisherId = other.Id, ClientId = _shop.Globex.Id },
        ];
        foreach (var (actor, filter) in filters.SelectMany(filter => ((Marketplace.Accounts.Actor[])[stranger, _shop.Owner]).Select(actor => (actor, filter))))
        {
            var view = new RevenueView(span, span.Before(), "EUR", null, filter);
            Assert.Null(await _shop.Get<RevenueQueries>().ReadAsync(actor, view, Cancel));
            Assert.Null(await _shop.Get<RevenueBoard>().ReadAsync(actor, view, Cancel));
            Assert.Null(await _shop.Get<RevenueForecasts>().ReadAsync(actor, view, Cancel));
            foreach (var by in Enum.GetValues<RevenueDimension>())
            {
                Assert.Null(await _shop.Get<RevenueBreakdowns>().ReadAsync(actor, view, by, 10, moves: false, Cancel));
            }

            using var program = await _shop.Portal.ClientAsync(actor);
            var ask = new RevenueAsk { Filter = filter, IsPublishers = true };
            Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(PortalUrls.RevenueCsvOf(ask), Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(PortalUrls.RevenueByCsv(RevenueDimension.Tier, ask), Cancel)).StatusCode);
        }

        // Of its own there is nothing, whatever else is asked for; Acme's member sees Acme's, and no client of it.
        var own = new RevenueView(span, span.Before(), "EUR", null, new() { PublisherId = other.Id, Country = "DE" });
        Assert.Equal(0, (await _shop.Get<RevenueQueries>().ReadAsync(stranger, own, Cancel))!.Movements.Closing);
        var theirs = own with { Filter = new() { PublisherId = acme, Country = "DE" } };
        Assert.Equal(310, (await _shop.Get<RevenueQueries>().ReadAsync(_shop.Seller, theirs, Cancel))!.Movements.Closing);
        Assert.Null(await _shop.Get<RevenueBreakdowns>().ReadAsync(_shop.Seller, theirs, RevenueDimension.Client, 10, moves: false, Cancel));
    }

    [Fact]
    public void What_an_address_asks_is_what_its_ask_says()
    {
        var ask = new RevenueAsk
        {
            Span = new(new(2026, 1, 1), new(2026, 3, 31)), IsYearBefore = true, Currency = "USD", RateDay = new(2026, 2, 1),
            Filter = new()
            {
                ModuleId = 1, PublisherId = 2, ClientId = 3, Tier = OfferTier.Premium, Model = OfferModel.Yearly, Currency = "GBP", Country = "DE",
                PromotionId = 4,
            },
        };
        Assert.Equal(ask, RevenueAsk.Of(PortalUrls.RevenueOf(ask)["/revenue".Length..]));
        // Nonsense counts as not given.
        Assert.Equal(new(), RevenueAsk.Of("?from=2026-03-01&to=2026-02-01&in=XXX&rates=never&module=x&tier=7&compare=moon"));
        Assert.Null(RevenueAsk.Of("?from=1990-01-01&to=2026-02-01").Span);
    }

    private async Task GrowAsync()
    {
        await BuyAsync(_shop);
        var premium = await _shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        _shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(_shop);
        await Revising.DoAsync(_shop, new SubscriptionChange.Terms(premium, 1, AtPeriodEnd: false));
        await _shop.WorkAsync();
    }

    private static async Task<string[]> LinesAsync(HttpClient client, string address) =>
        (await client.GetStringAsync(address, Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
