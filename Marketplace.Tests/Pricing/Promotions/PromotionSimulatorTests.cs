using Marketplace.Accounts;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Pricing.Promotions;

/// <summary>Amounts by hand: the shop costs €30.00 a month, so €360.00 in its first year; the tool €100.00 once.</summary>
public sealed class PromotionSimulatorTests : IDisposable
{
    private readonly PromotionShop _shop = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static PromotionTerms Percent(decimal percent, int? periods = 1) =>
        new("Draft", new(new PercentOff(percent), PromotionConditions.None, Periods: periods), PromotionShop.Now);

    [Fact]
    public async Task Last_months_quotes_are_listed_as_they_were_and_as_they_would_have_been()
    {
        await _shop.OpenAsync();
        await QuotedAsync(day: 2);
        await QuotedAsync(day: 5, offers: _shop.Tool);
        await QuotedAsync(day: 9, currency: "USD", offers: _shop.Tool);
        await _shop.QuoteAsync();

        var first = await SimulateAsync(Percent(20));
        Assert.Equal([(36_000L, 35_400L), (10_000L, 8_000L), (11_000L, 8_800L)], first.Rows.Select(row => (row.Before.Minor, row.After.Minor)));
        Assert.Equal(
            [(2, 2, new Money(46_000, "EUR"), new Money(43_400, "EUR")), (1, 1, new Money(11_000, "USD"), new Money(8_800, "USD"))],
            first.Sums.Select(sum => (sum.Quotes, sum.Changed, sum.Before, sum.After)));
        Assert.Equal((3, "DE", "Acme Shop"), (first.Total, first.Rows[0].Country, first.Rows[0].Modules));

        Assert.Equal([28_800L, 8_000L, 8_800L], After(await SimulateAsync(Percent(20, periods: null))));
        Assert.Equal([30_000L, 10_000L, 11_000L], After(await SimulateAsync(Percent(20) with { Rule = new(new FreeMonths(2), PromotionConditions.None) })));
        var dollars = await SimulateAsync(Percent(20) with { Rule = new(new AmountOff([new(1500, "USD")]), PromotionConditions.None) });
        Assert.Equal([36_000L, 10_000L, 9_500L], After(dollars));
        Assert.Equal([false, false, true], dollars.Rows.Select(row => row.IsChanged));
        var upgrade = await SimulateAsync(Percent(20) with { Rule = new(new TierUpgrade(OfferTier.Premium), PromotionConditions.None) });
        Assert.Equal([(true, 36_000L), (false, 10_000L), (false, 11_000L)], upgrade.Rows.Select(row => (row.IsChanged, row.After.Minor)));
    }

    [Fact]
    public async Task Orders_are_the_quotes_that_were_ordered_and_did_not_end_unpaid()
    {
        await _shop.OpenAsync();
        await QuotedAsync(day: 2);
        await QuotedAsync(day: 3, offers: _shop.Tool);
        await QuotedAsync(day: 4);
        await OrderAsync(day: 3, ends: false);
        await OrderAsync(day: 4, ends: true);

        Assert.Equal([8_000L], After(await SimulateAsync(Percent(20), basis: SimulatedBasis.Orders)));
        Assert.Equal(3, (await SimulateAsync(Percent(20))).Total);
    }

    [Fact]
    public async Task Limits_count_in_the_order_of_the_quotes()
    {
        await _shop.OpenAsync();
        var initech = _shop.Portal.Database.Client("Initech");
        var buyer = _shop.Portal.Database.Member(initech, MemberRole.Owner);
        await _shop.BillAsync(initech, buyer, "FR");
        await QuotedAsync(day: 3);
        await QuotedAsync(day: 4);
        await QuotedAsync(day: 5, client: (initech, buyer));
        await QuotedAsync(day: 6, client: (initech, buyer));

        Assert.Equal([true, true, true, false], Changed(await SimulateAsync(Percent(10) with { MaxUses = 3 })));
        Assert.Equal([true, false, true, false], Changed(await SimulateAsync(Percent(10) with { MaxUsesPerClient = 1 })));
        Assert.Equal([true, true, false, false], Changed(await SimulateAsync(Percent(10) with { CodeKind = CodeKind.Many, Codes = 2 })));
        Assert.Equal([false, false, true, true], Changed(await SimulateAsync(
            Percent(10) with { CodeKind = CodeKind.Client, Code = "CODE1", Client = initech.Name })));
        Assert.Equal([false, false, true, true], Changed(await SimulateAsync(
            Percent(10) with { Rule = new(new PercentOff(10), new() { Countries = ["FR"] }) })));
        Assert.Equal([true, true, true, true], Changed(await SimulateAsync(
            Percent(10) with { Rule = new(new PercentOff(10), new() { FirstPurchaseOnly = true }) })));
    }

    [Fact]
    public async Task Promotions_that_lowered_a_quote_go_on_doing_so_and_one_code_is_enough()
    {
        await _shop.OpenAsync();
        var half = await _shop.PromoteAsync(new("Half", new(new PercentOff(50), PromotionConditions.None), PromotionShop.Now)
        {
            CodeKind = CodeKind.Shared, Code = "HALF1",
        });
        await QuotedAsync(day: 3, code: "HALF1");

        // Of the first 30.00 half, and of the 15.00 that are left ten percent.
        Assert.Equal((34_500L, 34_350L), (await SimulateAsync(Percent(10))).Rows.Select(row => (row.Before.Minor, row.After.Minor)).Single());
        Assert.Equal([false], Changed(await SimulateAsync(Percent(10) with { CodeKind = CodeKind.Shared, Code = "TENOFF" })));
        Assert.Equal([false], Changed(await SimulateAsync(Percent(50), half)));
    }

    [Fact]
    public async Task Of_a_quote_over_several_publishers_each_sees_its_own_part()
    {
        await _shop.OpenAsync();
        var rival = _shop.Portal.Database.Publisher("Rival");
        var owner = _shop.Portal.Database.Member(rival, MemberRole.Owner);
        _shop.Portal.Database.Available(rival, "Rival.Chat");
        await _shop.Portal.Get<Offers>().OfferAsync(owner, "Rival.Chat", new(OfferTier.Basic, OfferModel.OneTime, 1, [new(4000, "EUR")]), Cancel);
        var chat = _shop.Portal.Database.Read(db => db.Offers.OrderByDescending(o => o.Id).First().Id);
        await QuotedAsync(day: 3, offers: [_shop.Tool, chat]);

        Assert.Equal((10_000L, 9_000L), (await SimulateAsync(Percent(10))).Rows.Select(row => (row.Before.Minor, row.After.Minor)).Single());
        var theirs = (await _shop.Portal.Get<PromotionSimulator>().SimulateAsync(
            owner, rival.Id, Percent(10), null, SimulatedBasis.Quotes, Cancel))!;
        Assert.Equal(("Rival Chat", 4000L, 3600L), theirs.Rows.Select(row => (row.Modules, row.Before.Minor, row.After.Minor)).Single());
    }

    public void Dispose() => _shop.Dispose();

    private static IEnumerable<long> After(Simulation simulation) => simulation.Rows.Select(row => row.After.Minor);

    private static IEnumerable<bool> Changed(Simulation simulation) => simulation.Rows.Select(row => row.IsChanged);

    private async Task<Simulation> SimulateAsync(PromotionTerms terms, long? promotion = null, SimulatedBasis basis = SimulatedBasis.Quotes) =>
        (await _shop.Portal.Get<PromotionSimulator>().SimulateAsync(_shop.Seller, _shop.Acme.Id, terms, promotion, basis, Cancel))!;

    private async Task OrderAsync(int day, bool ends)
    {
        await using var db = _shop.Portal.Database.CreateDbContext();
        var id = (await db.Set<QuoteSeller>().ToListAsync(Cancel)).Single(s => s.At.Day == day && s.At.Month != DateTime.UtcNow.Month).QuoteId;
        var kept = await db.Quotes.SingleAsync(q => q.Id == id, Cancel);
        var order = new Order(kept, QuoteDocument.Read(kept.Document), _shop.Buyer.UserId, needsApproval: false, null, DateTime.UtcNow);
        if (ends)
        {
            order.Finish(OrderEnd.Canceled, null, DateTime.UtcNow);
        }

        db.Add(order);
        await db.SaveChangesAsync(Cancel);
    }

    // Made now, and put into last month.
    private async Task QuotedAsync(
        int day, string? currency = null, string? code = null, (Organization Organization, Actor Owner)? client = null, params long[] offers)
    {
        var (organization, owner) = client ?? (_shop.Globex, _shop.Buyer);
        var made = Assert.IsType<QuoteOutcome.Made>(await _shop.Portal.Get<QuoteRequests>().MakeAsync(
            owner, new(organization.Id, [.. (offers.Length == 0 ? [_shop.Shop] : offers).Select(offer => new QuoteRequestLine(offer, 1))], currency, code),
            Cancel));
        var now = DateTime.UtcNow;
        var at = new DateTime(now.Year, now.Month, 1, 9, 0, 0, DateTimeKind.Utc).AddMonths(-1).AddDays(day - 1);
        await using var db = _shop.Portal.Database.CreateDbContext();
        await db.Set<QuoteSeller>().Where(s => s.QuoteId == made.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.At, at), Cancel);
    }
}
