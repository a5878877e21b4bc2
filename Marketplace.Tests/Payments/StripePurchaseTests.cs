using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Ledger;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Stripe;
using Marketplace.Tests.Billing;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Payments;

public sealed class StripePurchaseTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purchase_ends_in_license_invoice_and_books_that_agree_with_Stripe()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.StartAsync(order);
        var url = shop.Shop.PaymentOf(order).Url!;

        Assert.StartsWith($"{shop.Fake.ApiBase}/checkout/cs_", url, StringComparison.Ordinal);
        Assert.Null(await shop.PayAsync(order));
        await shop.DeliverAsync();

        var payment = shop.Shop.PaymentOf(order);
        Assert.Equal(
            (PaymentState.Succeeded, "Visa •••• 4242", "US", 204L, null),
            (payment.State, payment.Method, payment.MethodCountry, payment.FeeMinor, payment.Url));
        Assert.Equal(OrderState.Paid, shop.Shop.OrderOf(order).State);
        Assert.Equal((1, true), (shop.Shop.Read(db => db.Licenses.Count()), shop.Shop.Read(db => db.Invoices.Single().IsTest)));
        Assert.Equal((11900 - 204, 0), (shop.Shop.Net(StripeShop.Cash), shop.Shop.Net(AccountKey.Receivable)));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task An_organization_is_one_customer_however_often_and_at_once_its_members_pay()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => shop.Shop.PayAsync(order))));
        await shop.PayAsync(order);
        await shop.DeliverAsync();
        var second = await shop.PlaceAsync();
        await shop.PayAsync(second);
        await shop.DeliverAsync();

        Assert.Equal((1, 2), ((await shop.Fake.Client().V1.Customers.ListAsync(cancellationToken: Cancel)).Count(), await shop.ChargesAsync()));
        Assert.Equal(1, shop.Shop.Read(db => db.StripeCustomers.Count()));
        await shop.AssertBooksAsync();
    }

    [Theory]
    [InlineData("4000000000000002", PaymentFailure.Declined)]
    [InlineData("4000000000009995", PaymentFailure.InsufficientFunds)]
    [InlineData("4000000000009987", PaymentFailure.Lost)]
    [InlineData("4000000000009979", PaymentFailure.Stolen)]
    [InlineData("4000000000006975", PaymentFailure.Limit)]
    [InlineData("4000000000000069", PaymentFailure.Expired)]
    [InlineData("4000000000000127", PaymentFailure.IncorrectCvc)]
    [InlineData("4000000000000119", PaymentFailure.Processing)]
    [InlineData("4100000000000019", PaymentFailure.Fraud)]
    [InlineData("4000008400001629", PaymentFailure.Declined)]
    public async Task A_declined_card_says_why_and_another_one_pays(string card, string failure)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();

        Assert.NotNull(await shop.PayAsync(order, card));
        await shop.DeliverAsync();
        Assert.Equal((PaymentState.Started, failure), (shop.Shop.PaymentOf(order).State, shop.Shop.PaymentOf(order).Failure));

        Assert.Null(await shop.PayAsync(order));
        await shop.DeliverAsync();
        Assert.Equal((OrderState.Paid, null), (shop.Shop.OrderOf(order).State, shop.Shop.PaymentOf(order).Failure));
        Assert.Equal(1, await shop.ChargesAsync());
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task Secure_payments_wait_for_the_payer()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        Assert.Null(await shop.PayAsync(order, Shop.Secure, authenticates: null));
        await shop.DeliverAsync();
        Assert.Equal(PaymentState.ActionNeeded, shop.Shop.PaymentOf(order).State);

        Assert.NotNull(await shop.PayAsync(order, Shop.Secure, authenticates: false));
        await shop.DeliverAsync();
        Assert.Equal((PaymentState.Started, PaymentFailure.Authentication), (shop.Shop.PaymentOf(order).State, shop.Shop.PaymentOf(order).Failure));

        Assert.Null(await shop.PayAsync(order, Shop.Secure));
        await shop.DeliverAsync();
        Assert.Equal(OrderState.Paid, shop.Shop.OrderOf(order).State);
        await shop.AssertBooksAsync();
    }

    [Theory]
    [InlineData(Shop.SlowDebit, PaymentState.Succeeded)]
    [InlineData(Shop.FailingDebit, PaymentState.Failed)]
    public async Task A_debit_is_decided_days_later(string account, PaymentState end)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, account);
        await shop.DeliverAsync();
        Assert.Equal((PaymentState.Processing, OrderState.AwaitingPayment), (shop.Shop.PaymentOf(order).State, shop.Shop.OrderOf(order).State));

        shop.Advance(TimeSpan.FromDays(3));
        await shop.DeliverAsync();

        var payment = shop.Shop.PaymentOf(order);
        Assert.Equal((end, end is PaymentState.Failed ? PaymentFailure.DebitReturned : null), (payment.State, payment.Failure));
        Assert.Equal(end is PaymentState.Succeeded, shop.Shop.OrderOf(order).State is OrderState.Paid);
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task An_order_that_ends_expires_its_session_and_one_paid_at_that_moment_is_paid()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (ended, paid) = (await shop.PlaceAsync(), Guid.Empty);
        await shop.StartAsync(ended);
        Assert.IsType<OrderOutcome.Placed>(await shop.Shop.Get<OrderPayments>().CancelAsync(shop.Shop.Owner, ended, Cancel));
        Assert.Equal((PaymentState.Canceled, OrderEnd.Canceled), (shop.Shop.PaymentOf(ended).State, shop.Shop.OrderOf(ended).End));
        shop.Fake.Pay(shop.Shop.PaymentOf(ended).ProviderId!, Shop.Good);
        Assert.Equal(0, await shop.ChargesAsync());

        paid = await shop.PlaceAsync();
        await shop.PayAsync(paid);
        Assert.IsType<OrderOutcome.Invalid>(await shop.Shop.Get<OrderPayments>().CancelAsync(shop.Shop.Owner, paid, Cancel));

        Assert.Equal((OrderState.Paid, 1), (shop.Shop.OrderOf(paid).State, await shop.ChargesAsync()));
        await shop.DeliverAsync();
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task What_nobody_tells_is_found_by_asking()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order, StripeShop.Disputed);
        shop.Fake.Webhooks.Take();

        await shop.Shop.Get<ProviderInbox>().FindMissingAsync(Cancel);
        await shop.Shop.WorkAsync();

        Assert.Equal((OrderState.Paid, DisputeState.NeedsResponse), (shop.Shop.OrderOf(order).State, shop.DisputeOf(order).State));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task Refunds_go_back_in_parts_late_or_not_at_all()
    {
        await using var shop = await StripeShop.OpenAsync();
        // So that there is something to refund from.
        await shop.PayAsync(await shop.PlaceAsync());
        await shop.DeliverAsync();
        var parts = await shop.PlaceAsync();
        await shop.PayAsync(parts);
        await shop.DeliverAsync();
        await shop.CreditAsync(parts, 2500);
        await shop.CreditAsync(parts, 7500, revokes: true);
        Assert.Equal([2975L, 8925L], shop.Shop.Read(db => db.Refunds.OrderBy(r => r.At).ThenBy(r => r.Minor).Select(r => r.Minor).ToList()));
        Assert.Equal((11900L, 1), (shop.Shop.PaymentOf(parts).RefundedMinor, shop.Shop.Read(db => db.Licenses.Count(l => l.RevokedAt != null))));
        await shop.AssertBooksAsync();

        var late = await shop.PlaceAsync();
        await shop.PayAsync(late, StripeShop.RefundIsLate);
        await shop.DeliverAsync();
        await shop.CreditAsync(late, 10000);
        Assert.Equal(RefundState.Pending, RefundOf(late).State);
        shop.Advance(TimeSpan.FromDays(1));
        await shop.DeliverAsync();
        Assert.Equal(RefundState.Succeeded, RefundOf(late).State);
        await shop.AssertBooksAsync();

        var failing = await shop.PlaceAsync();
        await shop.PayAsync(failing, StripeShop.RefundFails);
        await shop.DeliverAsync();
        await shop.CreditAsync(failing, 10000);
        Assert.Equal(RefundState.Succeeded, RefundOf(failing).State);
        shop.Advance(TimeSpan.FromDays(1));
        await shop.DeliverAsync();
        Assert.Equal((RefundState.Failed, 0L), (RefundOf(failing).State, shop.Shop.PaymentOf(failing).RefundedMinor));
        await shop.AssertBooksAsync();

        Refund RefundOf(Guid order) => shop.Shop.Read(db => db.Refunds.AsNoTracking().Single(r => r.Payment.Document == Order.DocumentOf(order)));
    }

    [Fact]
    public async Task A_customer_deleted_at_Stripe_is_made_once_more()
    {
        await using var shop = await StripeShop.OpenAsync();
        await shop.PayAsync(await shop.PlaceAsync());
        await shop.DeliverAsync();
        await shop.Fake.Client().V1.Customers.DeleteAsync(shop.Shop.Read(db => db.StripeCustomers.Single().CustomerId!), cancellationToken: Cancel);

        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync();

        Assert.Equal(OrderState.Paid, shop.Shop.OrderOf(order).State);
    }
}
