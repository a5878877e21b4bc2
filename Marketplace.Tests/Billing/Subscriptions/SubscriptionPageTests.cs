using System.Text.Json;
using Bunit;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Portal.Billing;
using Marketplace.Portal.Billing.Subscriptions;
using Marketplace.Pricing;
using Marketplace.Pricing.Succession;
using Marketplace.Tests.Support;
using static Marketplace.Tests.Billing.Subscriptions.Renewals;

namespace Marketplace.Tests.Billing.Subscriptions;

/// <summary>The page of a subscription, for its client and for operators.</summary>
public sealed class SubscriptionPageTests : PageTest
{
    private readonly Shop _shop;

    public SubscriptionPageTests()
        : this(Shop.OpenAsync(new(OfferTier.Basic, OfferModel.Monthly, 1, [new(10000, "EUR")])).GetAwaiter().GetResult())
    {
    }

    private SubscriptionPageTests(Shop shop)
        : base(shop.Portal) => _shop = shop;

    [Fact]
    public async Task An_owner_sees_what_comes_next_cancels_and_reactivates()
    {
        await BuyAsync(_shop);
        SignIn(_shop.Owner);
        var page = Draw(One(_shop).Id);
        page.Says("Apr 2, 2026");
        page.Says("€119.00");
        page.Says("Default, Visa •••• 4242");

        page.Press("Cancel subscription");
        Floating.Submit();
        page.Says("None: it ends on Apr 2, 2026.");
        page.Press("Reactivate");
        Floating.Says("It is renewed again.");
        page.Says("Jun 2, 2026");

        SignIn(_shop.Member);
        var members = Draw(One(_shop).Id);
        members.Says("Next charges");
        Assert.DoesNotContain("Cancel subscription", members.Markup, StringComparison.Ordinal);
        SignIn(_shop.Seller);
        Draw(One(_shop).Id).Says("There is no such subscription");
    }

    [Fact]
    public async Task An_offer_that_was_announced_is_shown_until_it_counts()
    {
        await BuyAsync(_shop);
        var next = await _shop.OfferAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(15000, "EUR")]));
        Assert.IsType<ListingOutcome.Done>(await _shop.Get<Successions>().AnnounceAsync(
            _shop.Seller, "Acme.Shop", _shop.Offer, next, new(2026, 4, 10), Xunit.TestContext.Current.CancellationToken));
        SignIn(_shop.Owner);

        var page = Draw(One(_shop).Id);

        page.Says("The publisher has announced a new offer: Premium, monthly, 1 site, €150.00 / month without tax");
        page.Says("renewal on May 2, 2026");
        using var client = await _shop.Portal.ClientAsync(_shop.Member);
        using var read = JsonDocument.Parse(await client.GetStringAsync(
            $"/api/v1/subscriptions/{One(_shop).Id:D}", Xunit.TestContext.Current.CancellationToken));
        Assert.Equal(15000, read.RootElement.GetProperty("announced").GetProperty("price").GetInt32());
        _shop.Advance(TimeSpan.FromDays(61));
        Assert.Equal(2, await RenewAsync(_shop));
        Assert.DoesNotContain("has announced", Draw(One(_shop).Id).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_paid_says_why_and_when_it_is_tried_again()
    {
        await BuyAsync(_shop, keeps: false);
        _shop.Advance(TimeSpan.FromDays(31));
        await RenewAsync(_shop);
        SignIn(_shop.Owner);

        var page = Draw(One(_shop).Id);

        page.Says("Past due");
        page.Says("There is no payment method.");
        page.Says("The payment is tried again on Apr 3, 2026, or as soon as another payment method is added.");
        page.Says("Pay now");

        SignIn(_shop.Operator);
        var staff = Draw(One(_shop).Id);
        staff.Says("Past due");
        Assert.DoesNotContain("Pay now", staff.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_parked_tells_operators_why_and_is_billed_again_by_them()
    {
        await BuyAsync(_shop);
        _shop.Read(db =>
        {
            db.Subscriptions.Single().Park("It would end before it begins.", _shop.Now);
            return db.SaveChanges();
        });
        SignIn(_shop.Owner);
        var client = Draw(One(_shop).Id);
        client.Says("Not billed until staff have looked at it.");
        Assert.DoesNotContain("before it begins", client.Markup, StringComparison.Ordinal);

        SignIn(_shop.Operator);
        var page = Draw(One(_shop).Id);
        page.Says("It would end before it begins.");
        page.Press("Bill Acme Shop again");
        Floating.Submit();
        Floating.Says("It is billed with the next run.");
        Assert.Equal(SubscriptionState.Active, One(_shop).StateAt(_shop.Now));
    }

    private IRenderedComponent<SubscriptionPage> Draw(Guid id) => Draw<SubscriptionPage>(parameters => parameters.Add(page => page.Id, id));
}
