using Bunit;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.AccountStatements;
using Marketplace.Portal;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing.AccountStatements;

/// <summary>The statement of account among what one's organizations buy, and by its own address.</summary>
public sealed class StatementPageTests : PageTest
{
    private readonly Shop _shop;

    public StatementPageTests()
        : this(Shop.OpenAsync().GetAwaiter().GetResult())
    {
    }

    private StatementPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task A_member_sees_what_was_invoiced_and_paid_in_the_period_of_the_address()
    {
        await BuyAsync();
        SignIn(_shop.Member);
        Navigation.NavigateTo(PortalUrls.BillingStatement(new(_shop.Globex.Id, "EUR", new(2026, 3, 1), new(2026, 3, 31))));

        var page = Draw<PurchasesPage>();

        page.Says("Opening balance");
        page.Says("M-2026-000001");
        page.Says("Visa •••• 4242");
        page.Says("−€119.00");
        Assert.Contains(
            page.FindAll("a"), link => link.GetAttribute("href") == PortalUrls.StatementPdf(new(_shop.Globex.Id, "EUR", new(2026, 3, 1), new(2026, 3, 31))));
    }

    [Fact]
    public async Task An_operator_sees_it_and_strangers_nothing()
    {
        await BuyAsync();
        SignIn(_shop.Operator);
        Page().Says("Closing balance");
        SignIn(_shop.Seller);
        Page().Says("There is no such client of yours.");
    }

    private IRenderedComponent<StatementPage> Page()
    {
        Navigation.NavigateTo(PortalUrls.Statement(_shop.Globex.Id));
        return Draw<StatementPage>(parameters => parameters.Add(page => page.Id, _shop.Globex.Id));
    }

    private async Task BuyAsync()
    {
        var order = await _shop.PlaceAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
    }
}
