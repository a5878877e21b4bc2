using System.Globalization;
using Marketplace.Billing.Orders;
using Marketplace.Ledger;
using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Tests.Billing;
using Marketplace.Tests.Support;
using Marketplace.Tests.Support.Stripe;
using Microsoft.Extensions.Logging;

namespace Marketplace.Tests.Payments;

/// <summary>Whatever goes wrong between the marketplace and Stripe: there is one charge, one refund, and the books agree.</summary>
public sealed class StripeFaultTests
{
    private static readonly string[] Endpoints =
    [
        "Customers.create", "Checkout.Sessions.create", "Checkout.Sessions.retrieve", "Checkout.Sessions.expire",
        "Refunds.create", "Refunds.list", "Refunds.retrieve", "Events.list",
    ];

    public static TheoryData<string> Faults => [.. Enum.GetNames<StripeFault>()];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_each_request_ends_with_one_charge_and_one_refund(string fault)
    {
        await using var shop = await StripeShop.OpenAsync(("Payments:Stripe:Timeout", "00:00:01"));
        shop.Fake.Rules.RefundsNeedBalance = false;
        foreach (var endpoint in Endpoints)
        {
            shop.Fake.Faults.Next(Enum.Parse<StripeFault>(fault), endpoint);
        }

        var ended = await shop.PlaceAsync();
        await shop.StartAsync(ended);
        for (var attempt = 0; await shop.Shop.Get<OrderPayments>().CancelAsync(shop.Shop.Owner, ended, Cancel) is not OrderOutcome.Placed; attempt++)
        {
            Assert.True(attempt < 20);
            shop.Advance(TimeSpan.FromMinutes(2));
            await shop.Shop.WorkAsync();
        }

        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await SettleAsync(shop, () => shop.Shop.OrderOf(order).State is OrderState.Paid);
        await shop.CreditAsync(order, 10000, revokes: true);
        await SettleAsync(shop, () => shop.Shop.Read(db => db.Refunds.Single().State) is RefundState.Succeeded);
        await shop.Shop.Get<ProviderInbox>().FindMissingAsync(Cancel);
        await shop.Shop.Get<ProviderInbox>().FindMissingAsync(Cancel);

        Assert.True(shop.Fake.Faults.Met >= Endpoints.Length - 1, $"Only {shop.Fake.Faults.Met} faults were met.");
        shop.Fake.Faults.None();
        var refunds = await shop.Fake.Client().V1.Refunds.ListAsync(cancellationToken: Cancel);
        Assert.Equal((1, 1, 11900L), (await shop.ChargesAsync(), refunds.Count(), refunds.Sum(refund => refund.Amount)));
        Assert.Equal((PaymentState.Canceled, -204L), (shop.Shop.PaymentOf(ended).State, shop.Shop.Net(StripeShop.Cash)));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task The_same_request_by_two_at_once_is_one_act()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync();
        shop.Fake.Rules.RefundsNeedBalance = false;
        var held = shop.Fake.Faults.Hold("Refunds.create");
        var credit = Task.Run(() => shop.CreditAsync(order, 10000), Cancel);
        while (shop.Shop.Read(db => db.ProviderRequests.Where(r => r.Act == ProviderAct.Refund).Select(r => r.Attempts).FirstOrDefault()) == 0)
        {
            await Task.Yield();
        }

        // The lease has passed, and another worker sends it too: Stripe has it in hand, and says so.
        shop.Advance(TimeSpan.FromMinutes(1));
        await shop.Shop.Get<PaymentSweep>().RunAsync(Cancel);
        held.SetResult();
        await credit;
        await SettleAsync(shop, () => shop.Shop.Read(db => db.Refunds.Single().State) is RefundState.Succeeded);

        Assert.Single(await shop.Fake.Client().V1.Refunds.ListAsync(cancellationToken: Cancel));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task A_refund_whose_answer_was_lost_for_days_is_not_made_twice()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = await shop.PlaceAsync();
        await shop.PayAsync(order);
        await shop.DeliverAsync();
        shop.Fake.Faults.Next(StripeFault.AnswerLost, "Refunds.create");
        await shop.CreditAsync(order, 4000);
        Assert.Equal(RefundState.Pending, shop.Shop.Read(db => db.Refunds.Single().State));

        shop.Fake.Idempotency.Forget();
        shop.Advance(TimeSpan.FromDays(2));
        await shop.Shop.Get<PaymentSweep>().RunAsync(Cancel);

        Assert.Equal(RefundState.Succeeded, shop.Shop.Read(db => db.Refunds.Single().State));
        Assert.Single(await shop.Fake.Client().V1.Refunds.ListAsync(cancellationToken: Cancel));
        await shop.AssertBooksAsync();
    }

    [Fact]
    public async Task A_wrong_key_says_so_in_the_log_and_the_order_waits()
    {
        var log = new CapturedLog(LogLevel.Trace);
        var shop = await StripeShop.OpenAsync(("Payments:Stripe:SecretKey", "sk_test_wrongwrongwrong"));
        await using var _ = shop;
        shop.Shop.Get<ILoggerFactory>().AddProvider(log);
        var order = await shop.PlaceAsync();

        Assert.Contains("is not responding", Assert.IsType<PayOutcome.Refused>(await shop.Shop.PayAsync(order)).Problem, StringComparison.Ordinal);

        Assert.Contains(log.Lines, line => line.Contains("Payments:Stripe:SecretKey is not a key that Stripe knows", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("wrongwrongwrong", StringComparison.Ordinal));
        Assert.Equal(OrderState.AwaitingPayment, shop.Shop.OrderOf(order).State);
    }

    private static async Task SettleAsync(StripeShop shop, Func<bool> isThere)
    {
        for (var round = 0; !isThere(); round++)
        {
            Assert.True(round < 40, string.Create(CultureInfo.InvariantCulture, $"Nothing came of it in {round} rounds."));
            shop.Advance(TimeSpan.FromMinutes(2));
            await shop.Shop.WorkAsync();
        }
    }
}
