using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Sandbox;
using Marketplace.Pricing;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Billing;

/// <summary>Orders that an owner has to approve, that end, or that cannot be kept.</summary>
public sealed class OrderEndTests
{
    private static readonly AccountKey Cash = AccountKey.ProviderCash("sandbox");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_need_an_owner_unless_a_limit_lets_them_buy()
    {
        using var shop = await Shop.OpenAsync();
        var asked = await shop.PlaceAsync(shop.Member);
        Assert.Equal(OrderState.AwaitingApproval, shop.OrderOf(asked).State);
        Assert.IsType<PayOutcome.Refused>(await shop.PayAsync(asked, shop.Member));
        Assert.IsType<OrderOutcome.NotFound>(await shop.Get<OrderPayments>().ApproveAsync(shop.Member, asked, Cancel));
        Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPayments>().DeclineAsync(shop.Owner, asked, "Too dear", Cancel));
        Assert.Equal((OrderState.Ended, OrderEnd.Declined), (shop.OrderOf(asked).State, shop.OrderOf(asked).End));

        Assert.Null(await shop.Get<BuyingRules>().SaveAsync(shop.Owner, shop.Globex.Id, new(20000, "EUR"), Cancel));
        var first = await shop.PlaceAsync(shop.Member);
        Assert.Equal(OrderState.AwaitingPayment, shop.OrderOf(first).State);
        await shop.PayAtSandboxAsync(first, Shop.Good);
        await shop.WorkAsync();
        var (id, hash) = await shop.QuoteAsync();
        var second = Assert.IsType<OrderOutcome.Placed>(await shop.TryPlaceAsync(id, hash, shop.Member, again: true)).OrderId;
        Assert.Equal(OrderState.AwaitingApproval, shop.OrderOf(second).State);
        Assert.IsType<OrderOutcome.Placed>(await shop.Get<OrderPayments>().ApproveAsync(shop.Owner, second, Cancel));
        Assert.Equal(OrderState.AwaitingPayment, shop.OrderOf(second).State);
    }

    [Fact]
    public async Task An_order_that_nobody_pays_ends_after_a_day_and_with_it_its_payment()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);

        shop.Advance(Order.Lasts);
        await shop.WorkAsync();

        Assert.Equal((OrderEnd.Expired, PaymentState.Canceled), (shop.OrderOf(order).End, shop.PaymentOf(order).State));
        Assert.Equal(PaymentState.Canceled, shop.Read(db => db.SandboxPayments.Single().State));
        Assert.IsType<TillOutcome.Done>(await shop.Get<SandboxTill>().PayAsync(shop.PaymentOf(order).ProviderId!, Shop.Good, Cancel));
        await shop.WorkAsync();
        Assert.Equal(0, shop.Net(Cash));
    }

    [Fact]
    public async Task What_was_paid_for_an_order_that_cannot_be_kept_goes_back()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);
        await using (var db = shop.Portal.Database.CreateDbContext())
        {
            db.Releases.Single().Suspend(new Suspension("It calls home.", shop.Operator.UserId, shop.Now));
            await db.SaveChangesAsync(Cancel);
        }

        await shop.WorkAsync();

        Assert.Equal((OrderEnd.Unavailable, 0), (shop.OrderOf(order).End, shop.Read(db => db.Licenses.Count())));
        await shop.WorkAsync();
        Assert.Equal(RefundState.Succeeded, shop.Read(db => db.Refunds.Single().State));
        Assert.Equal((-204, 0), (shop.Net(Cash), shop.Net(AccountKey.Receivable)));
    }

    [Fact]
    public async Task A_paid_order_is_not_canceled_and_an_open_one_takes_its_payment_along()
    {
        using var shop = await Shop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAtSandboxAsync(order, Shop.Good);

        // The provider has the money, and nobody told us yet.
        Assert.IsType<OrderOutcome.Invalid>(await shop.Get<OrderPayments>().CancelAsync(shop.Owner, order, Cancel));
        Assert.Equal(OrderState.Paid, shop.OrderOf(order).State);
    }
}
