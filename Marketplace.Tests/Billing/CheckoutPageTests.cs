using Bunit;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Portal.Billing;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

/// <summary>The checkout in each of its states.</summary>
public sealed class CheckoutPageTests : PageTest
{
    private readonly Shop _shop;

    public CheckoutPageTests()
        : this(new Shop())
    {
    }

    private CheckoutPageTests(Shop shop)
        : base(shop.Portal)
    {
        _shop = shop;
        SignIn(shop.Owner);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Paying_orders_and_leads_to_the_provider()
    {
        var page = await OpenAsync();
        page.Says("Buy Acme Shop Basic");
        page.Says("Sandbox: no money moves");
        page.Says("Globex GmbH");

        page.Press("Pay €119.00");

        page.WaitForAssertion(() => Assert.StartsWith("sandbox/sbx_", Address, StringComparison.Ordinal));
        Assert.Equal((1, 1), (_shop.Read(db => db.Orders.Count()), _shop.Read(db => db.Payments.Count())));
    }

    [Fact]
    public async Task Credit_is_shown_with_what_is_left_to_pay_and_pays_first()
    {
        await _shop.FillAsync();
        Credit(3000);
        var page = Open((await _shop.QuoteAsync()).Id);
        page.Says("Credit used");
        page.Says("−€30.00");
        page.Says("Left to pay");

        page.Press("Pay €89.00");

        page.WaitForAssertion(() => Assert.StartsWith("sandbox/sbx_", Address, StringComparison.Ordinal));
        Assert.Equal((8900, 3000L), (_shop.Read(db => db.Payments.Single().Minor), _shop.Read(db => db.Orders.Single().CreditMinor)));
    }

    [Fact]
    public async Task Where_credit_pays_all_of_it_no_payment_method_is_asked_for()
    {
        await _shop.FillAsync();
        Credit(20000);
        var page = Open((await _shop.QuoteAsync()).Id);
        page.Says("Left to pay");
        Assert.DoesNotContain("Payment method", page.Markup, StringComparison.Ordinal);

        page.Press("Pay by credit");

        page.WaitForAssertion(() => Assert.StartsWith("orders/", Address, StringComparison.Ordinal));
        Assert.Equal((OrderState.Paid, 0), (_shop.Read(db => db.Orders.Single()).State, _shop.Read(db => db.Payments.Count())));
    }

    // As if it had been credited before, in the sandbox.
    private void Credit(long minor)
    {
        _shop.Portal.Database.Saved(new ClientBalance(_shop.Globex.Id, "EUR", isTest: true));
        _shop.Read(db => db.ClientBalances.ExecuteUpdate(set => set.SetProperty(b => b.Minor, minor)));
    }

    [Fact]
    public async Task A_quote_that_was_ordered_leads_to_its_order_also_from_another_tab()
    {
        var (id, hash) = await QuoteAsync();
        var page = Open(id);
        page.Says("Pay €119.00");

        var order = Assert.IsType<OrderOutcome.Placed>(await _shop.TryPlaceAsync(id, hash)).OrderId;
        Changed(Marketplace.Live.LiveTopic.Billing(_shop.Globex.Id));

        page.WaitForAssertion(() => Assert.Equal($"orders/{order:N}", Address));
    }

    [Fact]
    public async Task Tax_that_changed_is_said_before_anything_is_ordered()
    {
        var page = await OpenAsync();
        Assert.IsType<PartyOutcome.Saved>(await _shop.Get<BillingProfiles>().SaveAsync(
            _shop.Owner, _shop.Globex.Id,
            new(new("Globex AG", "Bahnhofstr. 1", "", "8001", "Zürich", "", "CH"), BuyerKind.Business, "", "", null, "EUR"), Cancel));

        page.Press("Pay €119.00");

        page.Says("Tax changed from €19.00");
        page.WaitForAssertion(() => Assert.StartsWith("/checkout/", page.Find("[role=alert] a").GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal(0, _shop.Read(db => db.Orders.Count()));
    }

    [Fact]
    public async Task An_expired_quote_says_so_and_is_checked_once_more()
    {
        await _shop.FillAsync();
        var (id, _) = await _shop.QuoteAsync();
        _shop.Advance(Quoting.Validity);
        var page = Open(id);
        page.Says("The quote has expired.");

        page.Press("Pay €119.00");

        page.WaitForAssertion(() => Assert.StartsWith("sandbox/", Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_bought_a_moment_ago_is_bought_again_only_by_another_click()
    {
        await _shop.FillAsync();
        var order = await _shop.PlaceAsync();
        var (id, _) = await _shop.QuoteAsync();
        var page = Open(id);
        page.Press("Pay €119.00");
        page.Says("has an open order of the same.");

        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
        // What was paid is told to the page meanwhile, which draws it again.
        await page.InvokeAsync(() => page.Press("Pay €119.00"));
        page.Says("To buy it once more, click again.");
        await page.InvokeAsync(() => page.Press("Pay €119.00"));

        page.WaitForAssertion(() => Assert.StartsWith("sandbox/", Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_member_asks_an_owner_unless_the_limit_lets_it_buy()
    {
        await _shop.FillAsync();
        var (id, _) = await _shop.QuoteAsync();
        SignIn(_shop.Member);
        var page = Open(id);
        page.Says("has to approve it before it is paid");

        page.Press("Ask an owner to approve");

        page.WaitForAssertion(() => Assert.StartsWith("orders/", Address, StringComparison.Ordinal));
        Assert.Equal(OrderState.AwaitingApproval, _shop.Read(db => db.Orders.Single()).State);
    }

    [Fact]
    public async Task A_trial_needs_no_payment()
    {
        await _shop.FillAsync(new(OfferTier.Premium, OfferModel.Monthly, 1, [new(2900, "EUR")])
        {
            Details = new() { Trial = new(14, NeedsPaymentMethod: false) },
        });
        var page = Open((await _shop.QuoteAsync()).Id);
        Assert.DoesNotContain("Payment method", page.Markup, StringComparison.Ordinal);

        page.Press("Start trial");

        page.WaitForAssertion(() => Assert.StartsWith("orders/", Address, StringComparison.Ordinal));
        Assert.Equal(
            (OrderState.Paid, 1, 0),
            (_shop.Read(db => db.Orders.Single()).State, _shop.Read(db => db.Licenses.Count()), _shop.Read(db => db.Invoices.Count())));
    }

    [Fact]
    public async Task A_code_takes_another_quote_and_a_wrong_one_says_why_not()
    {
        var page = await OpenAsync();
        var before = Address;
        Assert.IsType<PromotionOutcome.Made>(await _shop.Get<PublisherPromotions>().MakeAsync(
            _shop.Seller, _shop.Acme.Id,
            new("Spring", new(new PercentOff(10), new()), new(_shop.Now.AddDays(-1), null, "Europe/Berlin")) { CodeKind = CodeKind.Shared, Code = "SPRING" },
            Cancel));
        page.Field("Promotion code").Change("NOTHING");
        page.Submit();
        page.WaitForElement("[role=alert]");
        // Later than a double click.
        _shop.Advance(TimeSpan.FromSeconds(1));

        page.Field("Promotion code").Change("spring");
        page.Submit();

        page.WaitForAssertion(() => Assert.NotEqual(before, Address));
        var other = Open(Guid.Parse(Address.Split('/')[^1]));
        other.Button("Pay €107.10");
        other.Press("Remove the code SPRING");
        other.WaitForAssertion(() => Assert.Equal(3, _shop.Read(db => db.Quotes.Count())));
    }

    [Fact]
    public async Task Strangers_find_no_quote()
    {
        await _shop.FillAsync();
        var (id, _) = await _shop.QuoteAsync();
        SignIn(_shop.Seller);

        Open(id).Says("There is no such quote of an organization of yours.");
    }

    private async Task<(Guid Id, string Hash)> QuoteAsync()
    {
        await _shop.FillAsync();
        return await _shop.QuoteAsync();
    }

    private async Task<IRenderedComponent<CheckoutPage>> OpenAsync() => Open((await QuoteAsync()).Id);

    private IRenderedComponent<CheckoutPage> Open(Guid quote)
    {
        Navigation.NavigateTo($"/checkout/{quote}");
        return Draw<CheckoutPage>(page => page.Add(p => p.QuoteId, quote));
    }
}
