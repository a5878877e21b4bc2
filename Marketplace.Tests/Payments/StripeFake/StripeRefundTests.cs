using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeRefundTests : StripeFakeTest
{
    [Theory]
    [MemberData(nameof(StripePlace.Names), MemberType = typeof(StripePlace))]
    public async Task Parts_are_refunded_until_nothing_is_left(string place)
    {
        await using var stripe = await StripePlace.OpenAsync(place);
        var intent = await stripe.PayAsync("pm_card_bypassPending", 2_500);

        var part = await stripe.Api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id, Amount = 2_000, Reason = "requested_by_customer" },
            cancellationToken: Cancel);
        var above = await RefusedAsync(stripe.Api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id, Amount = 2_000 }, cancellationToken: Cancel));
        var rest = await stripe.Api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id }, cancellationToken: Cancel);
        var none = await RefusedAsync(stripe.Api.Refunds.CreateAsync(new() { PaymentIntent = intent.Id }, cancellationToken: Cancel));

        Assert.Equal(("succeeded", 500), (part.Status, rest.Amount));
        Assert.Equal(("amount", null), (above.Param, above.Code));
        Assert.Contains("greater than unrefunded amount on charge (€5.00)", above.Message, StringComparison.Ordinal);
        Assert.Equal("charge_already_refunded", none.Code);
        var charge = await stripe.Api.Charges.GetAsync(intent.LatestChargeId, cancellationToken: Cancel);
        Assert.Equal((true, 2_500), (charge.Refunded, charge.AmountRefunded));
    }

    [Fact]
    public async Task A_refund_takes_its_amount_and_no_fee_back()
    {
        var charge = await ChargeAsync("pm_card_bypassPending");
        var before = await BalanceAsync();

        var refund = await Api.Refunds.CreateAsync(new() { Charge = charge.Id, Amount = 1_000, Expand = ["balance_transaction"] }, cancellationToken: Cancel);

        Assert.Equal((-1_000, 0, -1_000, "refund"),
            (refund.BalanceTransaction.Amount, refund.BalanceTransaction.Fee, refund.BalanceTransaction.Net, refund.BalanceTransaction.Type));
        Assert.Equal(before.Available - 1_000, (await BalanceAsync()).Available);
        Assert.Equal(["refund.created", "charge.refunded", "refund.updated", "charge.refund.updated"], (await EventsAsync())[^4..]);
    }

    [Fact]
    public async Task A_refund_may_wait_a_day()
    {
        await Place.PayAsync("pm_card_visa");
        var charge = await ChargeAsync("pm_card_pendingRefund");
        var refund = await Api.Refunds.CreateAsync(new() { Charge = charge.Id }, cancellationToken: Cancel);
        Assert.Equal(("pending", "processing"), (refund.Status, refund.PendingReason));

        Fake.Advance(TimeSpan.FromDays(2));

        refund = await Api.Refunds.GetAsync(refund.Id, cancellationToken: Cancel);
        Assert.Equal(("succeeded", null), (refund.Status, refund.PendingReason));
    }

    [Fact]
    public async Task A_refund_may_fail_late_and_the_money_is_back()
    {
        await Place.PayAsync("pm_card_visa");
        var charge = await ChargeAsync("pm_card_refundFail");
        var refund = await Api.Refunds.CreateAsync(new() { Charge = charge.Id }, cancellationToken: Cancel);
        Assert.Equal("succeeded", refund.Status);

        Fake.Advance(TimeSpan.FromDays(3));

        refund = await Api.Refunds.GetAsync(refund.Id, new() { Expand = ["failure_balance_transaction"] }, cancellationToken: Cancel);
        Assert.Equal(("failed", "expired_or_canceled_card", 4_200), (refund.Status, refund.FailureReason, refund.FailureBalanceTransaction.Amount));
        Assert.Equal((2 * 4_112, 0), await BalanceAsync());
        Assert.Contains("refund.failed", await EventsAsync());
        Assert.False((await Api.Charges.GetAsync(charge.Id, cancellationToken: Cancel)).Refunded);
    }

    [Fact]
    public async Task A_refund_waits_for_a_balance_that_is_too_small()
    {
        var charge = await ChargeAsync(amount: 1_000);

        var refund = await Api.Refunds.CreateAsync(new() { Charge = charge.Id }, cancellationToken: Cancel);
        Assert.Equal(("pending", "insufficient_funds", null), (refund.Status, refund.PendingReason, refund.BalanceTransactionId));
        await Place.PayAsync("pm_card_visa", 9_000);

        Assert.Equal("succeeded", (await Api.Refunds.GetAsync(refund.Id, cancellationToken: Cancel)).Status);
    }
}
