using Bunit;
using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Payouts.Shares;
using Marketplace.Portal;
using Marketplace.Portal.Payouts;
using Marketplace.Pricing;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Payouts;

/// <summary>What publishers see of what they earned.</summary>
public sealed class EarningsPageTests : PageTest
{
    private readonly Shop _shop;

    public EarningsPageTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private EarningsPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_is_shown_with_its_price_tax_fee_commission_share_and_when_that_becomes_available()
    {
        var invoice = await _shop.BuyAsync();
        await _shop.CreditAsync(invoice, 4000);
        var yearly = await _shop.BuyAsync(await _shop.OfferAsync(new(OfferTier.Premium, OfferModel.Yearly, 1, [new(36500, "EUR")])));
        await _shop.PassAsync(10);
        var fees = _shop.Read(db => db.Payments.OrderBy(p => p.At).Select(p => p.FeeMinor).ToList());
        var queries = _shop.Get<EarningQueries>();

        var rows = (await queries.ListAsync(_shop.Seller, ListQuery.First, Cancel)).Rows;

        // Of 100.00 for good 40.00 went back; of 365.00 for a year ten days are earned, and their commission is 15%.
        Assert.Equal(
            [(36500L, 6935L, 150L, 850L, 0L), (6000L, 1140L, 900L, 5100L, 0L)],
            rows.Select(row => (row.NetMinor, row.TaxMinor, row.CommissionMinor, row.ShareMinor, row.AvailableMinor)));
        Assert.All(rows, row => Assert.Equal(Shop.Start.UtcDateTime.AddDays(14), row.AvailableAt));
        Assert.Equal([fees[1] ?? 0, fees[0] ?? 0], rows.Select(row => row.FeeMinor));
        await _shop.PassAsync(4);
        rows = (await queries.ListAsync(_shop.Seller, ListQuery.First, Cancel)).Rows;
        Assert.Equal([1190L, 5100L], rows.Select(row => row.AvailableMinor));
        Assert.All(rows, row => Assert.Null(row.AvailableAt));
        Assert.Equal(yearly.Id, _shop.Read(db => db.InvoiceItems.Where(i => i.Id == rows[0].Id).Select(i => i.InvoiceId).Single()));
    }

    [Fact]
    public async Task Only_members_of_the_publisher_see_its_earnings()
    {
        await _shop.BuyAsync();
        var rival = _shop.Portal.Database.Member(_shop.Portal.Database.Publisher("Rival"), MemberRole.Owner);
        var (sales, held, colleague) = (_shop.Get<EarningQueries>(), _shop.Get<HeldShares>(), _shop.Portal.Database.Member(_shop.Acme));

        foreach (var (actor, count) in new[] { (_shop.Seller, 1), (colleague, 1), (rival, 0), (_shop.Owner, 0), (_shop.Operator, 0) })
        {
            Assert.Equal(count, (await sales.BalancesAsync(actor, Cancel)).Count);
            Assert.Equal(count, (await sales.ListAsync(actor, ListQuery.First, Cancel)).Total);
            Assert.Equal(count, (await held.ListAsync(actor, ListQuery.First, Cancel)).Total);
            using var client = await _shop.Portal.ClientAsync(actor);
            Assert.Equal(count == 1, (await client.GetStringAsync(PortalUrls.EarningsCsv, Cancel)).Contains("85.00", StringComparison.Ordinal));
            Assert.Equal(count == 1, (await client.GetStringAsync(PortalUrls.HeldSharesCsv, Cancel)).Contains("85.00", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_page_shows_the_balance_and_why_what_is_held_is_held()
    {
        await _shop.BuyAsync();
        SignIn(_shop.Seller);

        var page = Draw<EarningsPage>();

        page.Says("€85.00");
        page.Says("Nothing is kept in reserve");
        page.Says("Mar 16, 2026");
        Navigation.NavigateTo(PortalUrls.EarningsIn("held"));
        Draw<EarningsPage>().Says("May be refunded");
        await _shop.PassAsync(14);
        Draw<EarningsPage>().Says("Nothing is held.");
        Navigation.NavigateTo(PortalUrls.EarningsIn("account"));
        Draw<EarningsPage>().Says("Nothing is paid out until an account is entered.");
        await _shop.OpenAccountAsync();
        Draw<EarningsPage>().Says("FR76 3000 6000 0112 3456 7890 189");
    }
}
