using Bunit;
using Marketplace.Accounts;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Orders;
using Marketplace.Billing.Sales;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Portal;
using Marketplace.Portal.Billing;
using Marketplace.Pricing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

/// <summary>What publishers see of what was sold of their modules.</summary>
public sealed class SalesTests : PageTest
{
    private readonly Shop _shop;

    public SalesTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private SalesTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_is_shown_with_what_was_refunded_and_the_share_that_the_ledger_has()
    {
        var order = await BuyAsync(_shop.Offer);
        var yearly = await _shop.OfferAsync(new(OfferTier.Premium, OfferModel.Yearly, 1, [new(36500, "EUR")]));
        await BuyAsync(yearly);
        var invoice = _shop.Read(db => db.Set<Marketplace.Billing.Invoices.Invoice>().Single(i => i.OrderId == order).Id);
        Assert.IsType<CreditOutcome.Issued>(
            await _shop.Get<CreditNotes>().IssueAsync(_shop.Operator, new(invoice, [new(0, new(4000, "EUR"))], "It did not fit.", false), Cancel));
        _shop.Advance(TimeSpan.FromDays(10));
        await _shop.Get<RecognitionRun>().RunAsync(Cancel);
        var queries = _shop.Get<SalesQueries>();

        var rows = (await queries.ListAsync(_shop.Seller, null, ListQuery.First, Cancel)).Rows;

        // Of 100.00 for good 40.00 went back, of 365.00 for a year ten days are earned; the commission is 15%.
        Assert.Equal(
            [("Premium, a year, 1 site", "DE", 36500L, 0L, 850L), ("Basic, once, 1 site", "DE", 10000L, 4000L, 5100L)],
            rows.Select(row => (row.Offer, row.Country, row.NetMinor, row.RefundedMinor, row.ShareMinor)));
        Assert.Equal(new SalesSum("EUR", 2, 46500, 4000, 5950), Assert.Single(await queries.SumsAsync(_shop.Seller, null, Cancel)));
        Assert.Equal(5950, -_shop.Net(AccountKey.PayableHeld(_shop.Acme.Id)));
        Assert.Empty(await queries.SumsAsync(_shop.Seller, 9, Cancel));
        Assert.Equal(2, (await queries.ListAsync(_shop.Seller, 11, ListQuery.First, Cancel)).Total);
        Assert.DoesNotContain(rows, row => $"{row}".Contains("Globex", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_members_of_the_publisher_see_its_sales()
    {
        await BuyAsync(_shop.Offer);
        var rival = _shop.Portal.Database.Member(_shop.Portal.Database.Publisher("Rival"), MemberRole.Owner);
        var (queries, colleague) = (_shop.Get<SalesQueries>(), _shop.Portal.Database.Member(_shop.Acme));

        foreach (var (actor, count) in new[] { (_shop.Seller, 1), (colleague, 1), (rival, 0), (_shop.Owner, 0), (_shop.Operator, 0) })
        {
            Assert.Equal(count, (await queries.ListAsync(actor, null, ListQuery.First, Cancel)).Total);
            Assert.Equal(count, (await queries.SumsAsync(actor, null, Cancel)).Count);
            using var client = await _shop.Portal.ClientAsync(actor);
            var file = await client.GetStringAsync(PortalUrls.PublisherSalesCsv(90), Cancel);
            Assert.Equal(count == 1, file.Contains("100.00", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_page_sums_the_period()
    {
        await BuyAsync(_shop.Offer);
        SignIn(_shop.Seller);

        var page = Draw<SalesPage>();

        page.Says("€100.00");
        page.Says("€85.00");
        page.Says("Germany");
        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".tiles dd").TextContent.Trim()));
        _shop.Advance(TimeSpan.FromDays(31));
        Draw<SalesPage>().Says("No sales in this period.");
    }

    private async Task<Guid> BuyAsync(long offer)
    {
        var (id, hash) = await _shop.QuoteAsync(1, offer);
        var order = Assert.IsType<OrderOutcome.Placed>(await _shop.TryPlaceAsync(id, hash, again: true)).OrderId;
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
        Assert.Equal(OrderState.Paid, _shop.OrderOf(order).State);
        return order;
    }
}
