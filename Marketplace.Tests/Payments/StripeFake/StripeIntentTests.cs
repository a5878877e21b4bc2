using Stripe;

namespace Marketplace.Tests.Payments.StripeFake;

public class StripeIntentTests : StripeFakeTest
{
    [Fact]
    public async Task A_payment_goes_through_its_events_in_order()
    {
        var intent = await Place.PayAsync("pm_card_visa", with: options => options.Expand = ["latest_charge"]);

        Assert.Equal((4_200, "automatic_async", null), (intent.AmountReceived, intent.CaptureMethod, intent.LatestCharge.BalanceTransactionId));
        Assert.Equal(["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "charge.updated"], await EventsAsync());
        var charge = await Api.Charges.GetAsync(intent.LatestChargeId, new() { Expand = ["balance_transaction", "payment_intent.payment_method"] },
            cancellationToken: Cancel);
        Assert.Equal((88, 4_112, "pending"), (charge.BalanceTransaction.Fee, charge.BalanceTransaction.Net, charge.BalanceTransaction.Status));
        Assert.Equal("4242", charge.PaymentIntent.PaymentMethod.Card.Last4);
    }

    [Theory]
    [InlineData("pm_card_authenticationRequired", true, "succeeded", null)]
    [InlineData("pm_card_authenticationRequired", false, "requires_payment_method", "payment_intent_authentication_failure")]
    [InlineData("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", true, "requires_payment_method", "card_declined")]
    [InlineData("pm_card_threeDSecureRequiredChargeDeclined", true, "requires_payment_method", "card_declined")]
    [InlineData("pm_card_threeDSecure2Required", true, "succeeded", null)]
    public async Task Three_d_secure_on_session_ends_by_what_the_customer_and_the_bank_do(string card, bool passes, string status, string? code)
    {
        var intent = await Place.PayAsync(card, with: options => options.ReturnUrl = "https://shop.example/back");
        Assert.Equal(("requires_action", "redirect_to_url"), (intent.Status, intent.NextAction.Type));

        Fake.Authenticate(intent.Id, passes);

        var after = await Api.PaymentIntents.GetAsync(intent.Id, cancellationToken: Cancel);
        Assert.Equal((status, code), (after.Status, after.LastPaymentError?.Code));
        Assert.Null(after.NextAction);
    }

    [Fact]
    public async Task Off_session_a_card_that_wants_authentication_is_declined()
    {
        var customer = await Api.Customers.CreateAsync(new() { PaymentMethod = "pm_card_authenticationRequired" }, cancellationToken: Cancel);
        var method = (await Api.Customers.PaymentMethods.ListAsync(customer.Id, cancellationToken: Cancel)).Single();

        var refused = await RefusedAsync(OffSessionAsync(customer.Id, method.Id));

        Assert.Equal(("authentication_required", "authentication_required", "requires_payment_method"),
            (refused.Code, refused.DeclineCode, refused.PaymentIntent.Status));
        Assert.Equal(method.Id, refused.PaymentMethod.Id);
    }

    [Theory]
    [InlineData("pm_card_authenticationRequiredOnSetup")]
    [InlineData("pm_card_authenticationRequiredSetupForOffSession")]
    public async Task A_card_that_was_set_up_pays_off_session(string card)
    {
        var customer = await Api.Customers.CreateAsync(new(), cancellationToken: Cancel);
        var setup = await Api.SetupIntents.CreateAsync(
            new() { Customer = customer.Id, PaymentMethod = card, Confirm = true, ReturnUrl = "https://shop.example/back" }, cancellationToken: Cancel);
        Assert.Equal("requires_action", setup.Status);

        Fake.Authenticate(setup.Id);

        setup = await Api.SetupIntents.GetAsync(setup.Id, cancellationToken: Cancel);
        Assert.Equal("succeeded", setup.Status);
        Assert.Equal("succeeded", (await OffSessionAsync(customer.Id, setup.PaymentMethodId)).Status);
        Assert.Contains("payment_method.attached", await EventsAsync());
    }

    [Fact]
    public async Task A_setup_that_the_bank_refuses_says_why()
    {
        var customer = await Api.Customers.CreateAsync(new(), cancellationToken: Cancel);

        var refused = await RefusedAsync(Api.SetupIntents.CreateAsync(
            new() { Customer = customer.Id, PaymentMethod = "pm_card_chargeDeclined", Confirm = true, ReturnUrl = "https://shop.example/back" },
            cancellationToken: Cancel));

        Assert.Equal(("card_declined", "requires_payment_method", "card_declined"),
            (refused.Code, refused.SetupIntent.Status, refused.SetupIntent.LastSetupError.Code));
        Assert.Equal(["customer.created", "setup_intent.created", "setup_intent.setup_failed"], await EventsAsync());
    }

    [Fact]
    public async Task A_method_is_used_by_its_customer_and_without_one_only_once()
    {
        var (anna, bert) = (await Api.Customers.CreateAsync(new(), cancellationToken: Cancel),
            await Api.Customers.CreateAsync(new(), cancellationToken: Cancel));
        var annas = await Api.PaymentMethods.AttachAsync("pm_card_visa", new() { Customer = anna.Id }, cancellationToken: Cancel);

        Assert.Equal("payment_method", (await RefusedAsync(OffSessionAsync(bert.Id, annas.Id))).Param);
        Assert.Contains("belongs to a customer", (await RefusedAsync(Place.PayAsync(annas.Id))).Message, StringComparison.Ordinal);
        var once = (await Place.PayAsync("pm_card_visa")).PaymentMethodId;
        Assert.Contains("may not be used again", (await RefusedAsync(Place.PayAsync(once))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_must_be_impossible_or_lead_back() =>
        Assert.Equal("return_url", (await RefusedAsync(Place.PayAsync("pm_card_visa", with: options => options.AutomaticPaymentMethods = null))).Param);

    [Fact]
    public async Task Money_is_reserved_captured_in_part_and_lapses_after_a_week()
    {
        var taken = await Place.PayAsync("pm_card_visa", with: options => options.CaptureMethod = "manual");
        var lapses = await Place.PayAsync("pm_card_visa", with: options => options.CaptureMethod = "manual");
        Assert.Equal(("requires_capture", 4_200), (taken.Status, taken.AmountCapturable));

        Assert.Equal("amount_too_large", (await RefusedAsync(Api.PaymentIntents.CaptureAsync(taken.Id, new() { AmountToCapture = 4_201 },
            cancellationToken: Cancel))).Code);
        taken = await Api.PaymentIntents.CaptureAsync(taken.Id, new() { AmountToCapture = 4_000 }, cancellationToken: Cancel);
        Fake.Advance(TimeSpan.FromDays(8));

        Assert.Equal(("succeeded", 4_000), (taken.Status, taken.AmountReceived));
        lapses = await Api.PaymentIntents.GetAsync(lapses.Id, cancellationToken: Cancel);
        Assert.Equal(("canceled", "automatic"), (lapses.Status, lapses.CancellationReason));
        Assert.Contains("charge.expired", await EventsAsync());
    }

    [Fact]
    public async Task What_is_over_is_neither_confirmed_captured_nor_canceled()
    {
        var paid = await Place.PayAsync("pm_card_visa");

        foreach (var act in new Task[]
        {
            Api.PaymentIntents.ConfirmAsync(paid.Id, cancellationToken: Cancel), Api.PaymentIntents.CaptureAsync(paid.Id, cancellationToken: Cancel),
            Api.PaymentIntents.CancelAsync(paid.Id, cancellationToken: Cancel),
            Api.PaymentIntents.UpdateAsync(paid.Id, new() { Amount = 1_000 }, cancellationToken: Cancel),
        })
        {
            Assert.Equal("payment_intent_unexpected_state", (await RefusedAsync(act)).Code);
        }

        var noted = await Api.PaymentIntents.UpdateAsync(paid.Id, new() { Metadata = new() { ["order"] = "12" } }, cancellationToken: Cancel);
        Assert.Equal("12", noted.Metadata["order"]);
    }

    [Theory]
    [InlineData("pm_sepaDebit_success_at", "succeeded")]
    [InlineData("pm_sepaDebit_failed_at", "requires_payment_method")]
    public async Task A_bank_debit_is_known_days_later(string method, string end)
    {
        var intent = await Place.PayAsync(method);
        Assert.Equal("processing", intent.Status);

        Fake.Advance(TimeSpan.FromDays(4));

        intent = await Api.PaymentIntents.GetAsync(intent.Id, new() { Expand = ["latest_charge.balance_transaction"] }, cancellationToken: Cancel);
        Assert.Equal((end, end is "succeeded" ? "payment" : null), (intent.Status, intent.LatestCharge.BalanceTransaction?.Type));
    }

    private Task<PaymentIntent> OffSessionAsync(string customer, string method) => Api.PaymentIntents.CreateAsync(
        new() { Amount = 1_000, Currency = "eur", Customer = customer, PaymentMethod = method, Confirm = true, OffSession = true }, cancellationToken: Cancel);
}
