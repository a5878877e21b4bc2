using Bunit;
using Marketplace.Billing.Credits;
using Marketplace.Billing.Orders;
using Marketplace.Live;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Portal.Billing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Billing;

/// <summary>The page of an order in each of its states; it is told of changes.</summary>
public sealed class OrderPageTests : PageTest
{
    private readonly Shop _shop;

    public OrderPageTests()
        : this(new Shop())
    {
    }

    private OrderPageTests(Shop shop)
        : base(shop.Portal)
    {
        _shop = shop;
        SignIn(shop.Owner);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_comes_back_from_the_provider_sees_that_it_is_paid()
    {
        var order = await PlacedAsync();
        var page = Open(order);
        page.Says("Awaiting payment");
        Assert.Equal(TillDone, (await _shop.PayAtSandboxAsync(order, Shop.Good)).GetType());

        // The provider told nothing yet.
        Open(order).Says("Paid by Visa •••• 4242. The license is in place.");

        Changed(LiveTopic.Order(order));
        page.Says("Paid by Visa •••• 4242.");
        Assert.DoesNotContain("Cancel the order", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_direct_debit_is_waited_for_and_one_that_comes_back_can_be_paid_otherwise()
    {
        var order = await PlacedAsync();
        await _shop.PayAtSandboxAsync(order, Shop.FailingDebit);
        await _shop.WorkAsync();
        var page = Open(order);
        page.Says("Payment processing");
        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Contains("Pay €", StringComparison.Ordinal));

        _shop.Advance(SandboxTill.DebitTakes);
        await _shop.WorkAsync();
        Changed(LiveTopic.Order(order));

        page.Says("Your bank returned the direct debit.");
        page.Press("Pay €119.00");
        page.WaitForAssertion(() => Assert.StartsWith("sandbox/sbx_", Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_owner_approves_what_a_member_ordered_and_the_member_pays()
    {
        await _shop.FillAsync();
        var order = await _shop.PlaceAsync(_shop.Member);
        SignIn(_shop.Member);
        var ordered = Open(order);
        ordered.Says("were asked");
        SignIn(_shop.Owner);
        var page = Open(order);

        page.Press("Approve €119.00");

        page.Says("Awaiting payment");
        SignIn(_shop.Member);
        Open(order).Button("Pay €119.00");
    }

    [Fact]
    public async Task A_declined_order_says_why()
    {
        await _shop.FillAsync();
        var order = await _shop.PlaceAsync(_shop.Member);
        var page = Open(order);

        page.Press("Decline");
        Floating.Field("Reason").Change("We have one already.");
        Floating.Submit();

        page.Says("An owner declined it: We have one already.");
    }

    [Fact]
    public async Task A_canceled_order_and_one_that_nobody_paid_have_ended()
    {
        var order = await PlacedAsync();
        var page = Open(order);
        page.Press("Cancel the order");
        Floating.Submit();
        page.Says("It was canceled. Nothing was charged.");

        var late = await _shop.PlaceAsync();
        _shop.Advance(Order.Lasts);
        await _shop.WorkAsync();
        Open(late).Says("Nobody paid it in time.");
    }

    [Fact]
    public async Task A_refund_stands_on_the_order()
    {
        var order = await PlacedAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
        var page = Open(order);
        page.Says("Paid by");

        var invoice = _shop.Read(db => db.Set<Marketplace.Billing.Invoices.Invoice>().Single());
        Assert.IsType<CreditOutcome.Issued>(await _shop.Get<CreditNotes>().IssueAsync(
            _shop.Operator, new(invoice.Id, [new(0, invoice.Document.Lines[0].Net)], "It did not fit", Revokes: true), Cancel));
        await _shop.WorkAsync();
        Changed(LiveTopic.Order(order));

        page.Says("€119.00 was refunded: It did not fit");
    }

    [Fact]
    public async Task Strangers_find_no_order_and_ask_no_provider()
    {
        var order = await PlacedAsync();
        await _shop.PayAtSandboxAsync(order, Shop.Good);
        SignIn(_shop.Seller);

        Open(order).Says("There is no such order of an organization of yours.");

        Assert.Equal(OrderState.AwaitingPayment, _shop.OrderOf(order).State);
    }

    [Fact]
    public async Task Operators_read_it_with_its_journals_and_change_nothing()
    {
        var order = await PlacedAsync();
        SignIn(_shop.Operator);
        var page = Open(order);
        page.Says("Awaiting payment");
        Assert.DoesNotContain("Cancel the order", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Pay €119.00", page.Markup, StringComparison.Ordinal);

        await _shop.PayAtSandboxAsync(order, Shop.Good);
        await _shop.WorkAsync();
        Changed(LiveTopic.Order(order));

        page.Says("Payment by Visa •••• 4242");
    }

    private static Type TillDone => typeof(TillOutcome.Done);

    private async Task<Guid> PlacedAsync()
    {
        await _shop.FillAsync();
        return await _shop.PlaceAsync();
    }

    private IRenderedComponent<OrderPage> Open(Guid order) => Draw<OrderPage>(page => page.Add(p => p.IdText, $"{order:N}"));
}
