using Bunit;
using Marketplace.Accounts;
using Marketplace.Billing.Dunning;
using Marketplace.Billing.Invoices;
using Marketplace.Ledger;
using Marketplace.Portal;
using Marketplace.Portal.Revenue;
using Marketplace.Portal.Revenue.Finance;
using Marketplace.Pricing;
using Marketplace.Revenue;
using Marketplace.Revenue.Finance;
using Marketplace.Revenue.Measures;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Billing.Dunning;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Dunning.Failures;

namespace Marketplace.Tests.Revenue;

/// <summary>What is owed, will be earned, is to be paid as tax and was recovered agrees with the ledger and the invoices.</summary>
public sealed class FinanceTests
{
    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_open_grows_older_until_it_is_paid()
    {
        using var shop = await FailedAsync();
        Assert.Equal("11900 0 0 0 0", await AgesAsync(shop));
        shop.Advance(TimeSpan.FromDays(12));
        Assert.Equal("0 11900 0 0 0", await AgesAsync(shop));

        await Marketplace.Tests.Billing.Subscriptions.Renewals.AddAsync(shop, Shop.Good, isDefault: true);
        await WorkAsync(shop);
        Assert.Equal("0 0 0 0 0", await AgesAsync(shop));
        var report = await ReadAsync(shop);
        Assert.Equal(new DunnedAmount(DunningState.Recovered, 119, 1), report.Ended[0]);
        Assert.Equal((119, 0), (report.EndedByMonth[DunningState.Recovered][^1], report.EndedByMonth[DunningState.Lost][^1]));
        Assert.Equal(1, (await RevenueAsync(shop)).Of<PaymentRecovery>().Now);
    }

    [Fact]
    public async Task What_nobody_pays_is_lost_and_counts_against_recovery()
    {
        using var shop = await FailedAsync();
        await WaitAsync(shop, 27);

        var (report, revenue) = (await ReadAsync(shop), await RevenueAsync(shop));
        Assert.Equal((DunningState.Lost, 1), (Case(shop).State, report.Ended.Single(one => one.State is DunningState.Lost).Payments));
        Assert.Equal(0, revenue.Of<PaymentRecovery>().Now);
        // Dunning gave it up, and it is owed still, until somebody writes it off.
        Assert.Equal("0 11900 0 0 0", await AgesAsync(shop));
        Assert.Equal(11900, shop.Net(AccountKey.Receivable));
    }

    [Fact]
    public async Task The_release_by_month_sums_to_what_is_deferred()
    {
        using var shop = await Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Yearly, 1, [new(100001, "EUR")]));
        await Marketplace.Tests.Billing.Subscriptions.Renewals.BuyAsync(shop);
        shop.Advance(TimeSpan.FromDays(40));
        await shop.Get<RecognitionRun>().RunAsync(Cancel);

        var report = await ReadAsync(shop);

        // 40 of 365 days are earned on the 11th of April; the rest of that month has 20, May 31, and the last day is the 1st of March.
        Assert.Equal((13, -shop.Net(AccountKey.DeferredRevenue) / 100m), (report.Release.Count, report.Release.Sum()));
        Assert.Equal((Math.Round(1000.01m * 20 / 365, 2), 0), (report.Release[0], report.Release[^1]), (one, other) =>
            Math.Abs(one.Item1 - other.Item1) <= 0.01m && one.Item2 == other.Item2);
        Assert.Equal(0, report.Release[^1]);
        Assert.True(report.Release[11] is > 2 and < 3, $"{report.Release[11]} of one day in March");
    }

    [Fact]
    public async Task Tax_is_told_by_country_and_rate_as_the_ledger_has_it()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await shop.WorkAsync();

        var germany = Assert.Single((await ReadAsync(shop)).Taxes);

        Assert.Equal(("DE", 100, 0, 19), (germany.Country, germany.Taxed, germany.Untaxed, germany.Tax));
        Assert.Equal(new RateTax(19, 19), Assert.Single(germany.Rates));
        Assert.Equal(-shop.Net(AccountKey.TaxPayable("DE", 19)) / 100m, germany.Tax);
        Assert.Equal((100, 0), ((await RevenueAsync(shop)).Of<OneTimeSales>().Now, (await RevenueAsync(shop)).Of<RecurringSales>().Now));

        using var client = await shop.Portal.ClientAsync(shop.Operator);
        Assert.Equal(
            ["Country,Currency,Net taxed,Net not taxed,Rate,Tax", "DE,EUR,100,0,19,19"],
            (await client.GetStringAsync(PortalUrls.TaxCsv, Cancel)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Nobody_but_operators_sees_it()
    {
        using var shop = await Shop.OpenAsync();
        var view = View(shop);
        foreach (var actor in (Actor[])[shop.Owner, shop.Seller, shop.Portal.Database.Staff(StaffRole.Moderator)])
        {
            Assert.Null(await shop.Get<FinanceQueries>().ReadAsync(actor, view, Cancel));
            Assert.Null(await shop.Get<RevenueCohorts>().ReadAsync(actor, view, Cancel));
            Assert.Null(await shop.Get<SalesBreakdowns>().ReadAsync(actor, view, RevenueDimension.Client, 10, Cancel));
        }
    }

    // By age, in minor units.
    private static async Task<string> AgesAsync(Shop shop) => string.Join(' ', (await ReadAsync(shop)).Receivables.Select(one => (long)(one.Amount * 100)));

    private static async Task<FinanceReport> ReadAsync(Shop shop) => (await shop.Get<FinanceQueries>().ReadAsync(shop.Operator, View(shop), Cancel))!;

    private static async Task<RevenueReport> RevenueAsync(Shop shop) => (await shop.Get<RevenueQueries>().ReadAsync(shop.Operator, View(shop), Cancel))!;

    private static RevenueView View(Shop shop) => shop.Get<RevenueQueries>().ThisMonth is var span ? new(span, span.Before(), "EUR", null, new()) : null!;
}

/// <summary>The page of it.</summary>
public sealed class FinancePageTests : PageTest
{
    private readonly Shop _shop;

    public FinancePageTests()
        : this(FailedAsync().GetAwaiter().GetResult())
    {
    }

    private FinancePageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public void It_shows_open_invoices_release_and_tax()
    {
        SignIn(_shop.Operator);

        var page = Draw<FinancePage>();

        page.Says("Receivables by age");
        page.Says("Not due yet");
        page.Says("€119.00");
        page.Says("No dunning ended in these months.");
        page.Says("Germany");
        page.Says("19%: €19.00");
        Assert.Equal(PortalUrls.Dunning, page.FindAll(".actions a").Select(link => link.GetAttribute("href")).First(href => href == PortalUrls.Dunning));
    }

    [Fact]
    public void Parts_are_shown_by_what_moved_and_by_what_was_sold()
    {
        SignIn(_shop.Operator);
        var march = new RevenueAsk { Show = RevenueShow.Movements, Span = new(new(2026, 3, 1), new(2026, 3, 31)) };
        Navigation.NavigateTo(PortalUrls.RevenueBy(RevenueDimension.Module, march));
        var moved = Draw<RevenueByPage>(parameters => parameters.Add(one => one.By, "module"));
        Assert.Equal(
            ["Opening –", "New €100.00", "Expansion –", "Reactivation –", "Contraction –", "Churn –", "Closing €100.00"],
            moved.FindAll("tbody tr:last-child td:not(.wide)").Select(cell => $"{cell.GetAttribute("data-label")} {cell.TextContent.Trim()}"));

        Navigation.NavigateTo(PortalUrls.RevenueBy(RevenueDimension.Tier, new() { Show = RevenueShow.Sales, Span = new(new(2026, 3, 1), new(2026, 4, 30)) }));
        var sold = Draw<RevenueByPage>(parameters => parameters.Add(one => one.By, "tier"));
        Assert.Equal(
            ["Basic", "€200.00", "–", "–", "€200.00", "100%", "–"],
            sold.Find("tbody tr").QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()));
    }

    [Fact]
    public void Retention_is_of_clients_or_of_revenue()
    {
        SignIn(_shop.Operator);
        Navigation.NavigateTo(PortalUrls.RevenueOf(new() { IsRevenueKept = true }));

        var page = Draw<RevenuePage>();

        page.Says("Mar 2026 · €100");
        page.Says("Sales by stream");
    }
}
