using Bunit;
using Marketplace.Billing.Changes;
using Marketplace.Billing.Subscriptions;
using Marketplace.Portal;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.Changes;
using Marketplace.Portal.Billing.Subscriptions;
using Marketplace.Pricing;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Changes;

/// <summary>The page on which a subscription is changed: what it comes to is there before the button that does it.</summary>
public sealed class ChangePageTests : PageTest
{
    private readonly Shop _shop;

    public ChangePageTests()
        : this(Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")])).GetAwaiter().GetResult())
    {
    }

    private ChangePageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task An_owner_sees_what_an_upgrade_comes_to_and_confirms_it()
    {
        await _shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(31000, "EUR")]));
        await BuyAsync(_shop);
        _shop.Advance(TimeSpan.FromDays(10));
        SignIn(_shop.Owner);
        var page = Open();
        page.Says("Choose a change to see what it costs.");

        await page.InvokeAsync(() => page.FindAll("input[type=radio]")[1].Click());
        page.Says("Premium, monthly, 1 site");
        page.Says("−€80.61");
        page.Says("€249.90");
        page.Press("Confirm and pay €169.29");
        page.WaitForAssertion(() => Assert.Equal(PortalUrls.Subscription(One(_shop).Id)[1..], Address));

        Assert.Equal(OfferTier.Premium, One(_shop).Tier);
        Render<SubscriptionPage>(one => one.Add(p => p.Id, One(_shop).Id)).Says("Changed");
    }

    [Fact]
    public async Task A_pause_is_planned_and_taken_back_and_the_reason_of_an_end_is_kept()
    {
        await BuyAsync(_shop);
        SignIn(_shop.Owner);
        var page = Open("pause");
        page.Says("The pause begins on Apr 2, 2026");
        var fields = page.FindComponent<ChangePauseFields>();
        await page.InvokeAsync(() => fields.Instance.OnChoice.InvokeAsync(new SubscriptionChange.Pause(new(2026, 5, 1))));
        page.Says("Nothing is charged now.");
        page.Press("Confirm");
        page.WaitForAssertion(() => Assert.Equal(new DateTime(2026, 4, 2, 9, 0, 0, DateTimeKind.Utc), One(_shop).PausedFrom));

        page = Open("pause");
        page.Says("It is paused from Apr 2, 2026");
        page.Press("Resume earlier");
        page.Press("Confirm");
        page.WaitForAssertion(() => Assert.Null(One(_shop).PausedFrom));

        page = Open("cancel");
        page.Says("Kept as credit");
        page.Press("Cancel now");
        page.WaitForAssertion(() => Assert.Equal(SubscriptionState.Ended, One(_shop).StateAt(_shop.Now)));
        Navigation.NavigateTo(PortalUrls.BillingIn("invoices"));
        Draw<PurchasesPage>().Says("has €119.00 in sandbox credit");
    }

    [Fact]
    public async Task Whoever_may_not_change_it_finds_nothing()
    {
        await BuyAsync(_shop);
        SignIn(_shop.Member);
        Open().Says("There is no such subscription that you may change.");
    }

    private IRenderedComponent<ChangePage> Open(string? tab = null)
    {
        Navigation.NavigateTo(PortalUrls.SubscriptionChange(One(_shop).Id, tab));
        return Draw<ChangePage>(page => page.Add(p => p.Id, One(_shop).Id));
    }
}
