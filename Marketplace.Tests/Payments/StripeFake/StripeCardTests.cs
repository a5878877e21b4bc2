using Marketplace.Tests.Support.Stripe;
using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

/// <summary>Every test card comes to the end that Stripe documents for it.</summary>
public class StripeCardTests
{
    /// <summary>Name, how the payment ends (or the code of its refusal), and the reason of the bank.</summary>
    private static readonly string[] Table =
    [
        "pm_card_visa succeeded", "pm_card_visa_debit succeeded", "pm_card_mastercard succeeded", "pm_card_amex succeeded", "pm_card_us succeeded",
        "pm_card_gb succeeded", "pm_card_de succeeded", "pm_card_fr succeeded", "pm_card_jp succeeded", "pm_card_au succeeded", "pm_card_br succeeded",
        "pm_card_ca succeeded", "pm_card_mx succeeded", "pm_card_bypassPending succeeded", "pm_card_chargeDeclined card_declined generic_decline",
        "pm_card_visa_chargeDeclined card_declined generic_decline", "pm_card_chargeDeclinedInsufficientFunds card_declined insufficient_funds",
        "pm_card_visa_chargeDeclinedInsufficientFunds card_declined insufficient_funds", "pm_card_visa_chargeDeclinedLostCard card_declined lost_card",
        "pm_card_visa_chargeDeclinedStolenCard card_declined stolen_card",
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded card_declined card_velocity_exceeded",
        "pm_card_chargeDeclinedExpiredCard expired_card", "pm_card_chargeDeclinedIncorrectCvc incorrect_cvc",
        "pm_card_chargeDeclinedProcessingError processing_error",
        "pm_card_chargeCustomerFail card_declined generic_decline", "pm_card_authenticationRequiredOnSetup requires_action",
        "pm_card_authenticationRequired requires_action",
        "pm_card_authenticationRequiredSetupForOffSession requires_action", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds requires_action",
        "pm_card_threeDSecure2Required requires_action", "pm_card_threeDSecureRequiredChargeDeclined requires_action", "pm_card_threeDSecureOptional succeeded",
        "pm_card_radarBlock card_declined fraudulent", "pm_card_riskLevelElevated succeeded", "pm_card_cvcCheckFail succeeded", "pm_card_avsZipFail succeeded",
        "pm_card_createDispute succeeded", "pm_card_createDisputeProductNotReceived succeeded", "pm_card_createDisputeInquiry succeeded",
        "pm_card_createIssuerFraudRecord succeeded", "pm_card_pendingRefund succeeded", "pm_card_refundFail succeeded",
    ];

    public static TheoryData<string, string, string, string?> Cards()
    {
        var rows = new TheoryData<string, string, string, string?>();
        foreach (var (place, row) in from place in StripePlace.Names from row in Table select (place.Data, row.Split(' ')))
        {
            rows.Add(place, row[0], row[1], row.ElementAtOrDefault(2));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Cards))]
    public async Task A_payment_by_the_card_ends_as_it_is_documented(string place, string card, string end, string? reason)
    {
        await using var stripe = await StripePlace.OpenAsync(place);

        if (end is "succeeded" or "requires_action")
        {
            Assert.Equal(end, (await stripe.PayAsync(card)).Status);
            return;
        }

        var refused = (await Assert.ThrowsAsync<StripeException>(() => stripe.PayAsync(card))).StripeError;
        Assert.Equal(("card_error", end), (refused.Type, refused.Code));
        Assert.Equal(reason, reason is null ? null : refused.DeclineCode);
        Assert.Equal("requires_payment_method", refused.PaymentIntent.Status);
        Assert.Equal((end, null), (refused.PaymentIntent.LastPaymentError.Code, refused.PaymentIntent.PaymentMethodId));
        var charge = await stripe.Api.Charges.GetAsync(refused.PaymentIntent.LatestChargeId, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("failed", end is "card_declined" && reason is "fraudulent" ? "blocked" : "issuer_declined"), (charge.Status, charge.Outcome.Type));
    }

    [Theory]
    [InlineData("pm_card_chargeCustomerFail", null)]
    [InlineData("pm_card_visa", null)]
    [InlineData("pm_card_chargeDeclined", "card_declined")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card")]
    public async Task A_card_that_declines_cannot_be_attached_but_for_one(string card, string? code)
    {
        await using var stripe = await StripePlace.OpenAsync("the fake");
        var customer = await stripe.Api.Customers.CreateAsync(new() { Email = "a@example.com" }, cancellationToken: TestContext.Current.CancellationToken);

        var attach = () => stripe.Api.PaymentMethods.AttachAsync(card, new() { Customer = customer.Id },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(code, code is null ? (await attach()) is { CustomerId: var owner } && owner == customer.Id ? null : "not attached"
            : (await Assert.ThrowsAsync<StripeException>(attach)).StripeError.Code);
    }

    [Fact]
    public async Task A_check_that_failed_stands_on_the_charge()
    {
        await using var stripe = await StripePlace.OpenAsync("the fake");

        var intent = await stripe.PayAsync("pm_card_avsZipFail", with: options => options.Expand = ["latest_charge"]);

        Assert.Equal(("fail", "pass"), (intent.LatestCharge.PaymentMethodDetails.Card.Checks.AddressPostalCodeCheck,
            intent.LatestCharge.PaymentMethodDetails.Card.Checks.CvcCheck));
    }

    [Fact]
    public void A_number_typed_wrongly_is_refused_at_the_checkout()
    {
        Assert.False(StripeCards.IsNumber("4242424242424241"));
        Assert.Equal("incorrect_number", Assert.Throws<StripeFailure>(() =>
            StripePaymentMethods.ByNumber("4242424242424241")).Body("")["error"]!["code"]!.ToString());
        Assert.Empty(StripeCards.All.Where(card => !card.IsBankDebit && !StripeCards.IsNumber(card.Number)).Select(card => card.Number));
    }

    [Fact]
    public async Task A_server_may_not_send_card_numbers()
    {
        await using var stripe = await StripePlace.OpenAsync("the fake");

        var refused = await Assert.ThrowsAsync<StripeException>(() => stripe.Api.PaymentMethods.CreateAsync(
            new() { Type = "card", Card = new PaymentMethodCardOptions { Number = "4242424242424242", ExpMonth = 1, ExpYear = 2030, Cvc = "123" } },
            cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith("Sending credit card numbers", refused.StripeError.Message, StringComparison.Ordinal);
    }
}
