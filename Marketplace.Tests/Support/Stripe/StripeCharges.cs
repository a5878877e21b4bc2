using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Attempts to take money, those that failed too.</summary>
internal sealed class StripeCharges(StripeBackend stripe)
{
    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes) => routes["Charges.capture"] = call =>
    {
        call.Ignore("receipt_email");
        var charge = stripe.Get("charge", call.Id, call.Account);
        stripe.Payments.Capture(stripe.State.Find(charge.Text("payment_intent")!)!, call.Number("amount"));
        return charge.Shown();
    };

    public StripeObject Add(StripeObject intent, StripeObject method, string status, StripeDecline? decline = null, bool isAuthenticated = false)
    {
        var card = StripePaymentMethods.CardOf(method);
        var (amount, ok) = (intent.Number("amount"), status is "succeeded");
        var charge = stripe.State.Add("charge", intent.Account, stripe.Clocks.NowFor(intent.Text("customer")), new JsonObject
        {
            ["amount"] = amount, ["currency"] = intent.Text("currency"), ["customer"] = intent.Text("customer"), ["description"] = intent.Text("description"),
            ["metadata"] = intent["metadata"]?.DeepClone(), ["payment_intent"] = intent.Id, ["payment_method"] = method.Id,
            ["billing_details"] = method["billing_details"]?.DeepClone(), ["status"] = status, ["paid"] = ok,
            ["receipt_email"] = intent.Text("receipt_email"), ["receipt_url"] = ok ? $"{stripe.Base}/receipts" : null,
            ["statement_descriptor"] = intent.Text("statement_descriptor"), ["statement_descriptor_suffix"] = intent.Text("statement_descriptor_suffix"),
            ["transfer_group"] = intent.Text("transfer_group"), ["shipping"] = intent["shipping"]?.DeepClone(),
            ["failure_code"] = decline?.Code, ["failure_message"] = decline is null ? null : Words(decline), ["outcome"] = Outcome(card, decline),
            ["payment_method_details"] = Details(card, method, isAuthenticated),
        });
        if (ok)
        {
            method.Hidden["used"] = true;
        }

        return charge;
    }

    /// <summary>Puts a charge that was captured onto the balance.</summary>
    public void Book(StripeObject charge)
    {
        var card = StripePaymentMethods.CardOf(stripe.State.Find(charge.Text("payment_method")!)!);
        var amount = charge.Number("amount_captured");
        var settled = (long)decimal.Round(amount * stripe.Rules.Rates.GetValueOrDefault(charge.Text("currency")!, 1), MidpointRounding.AwayFromZero);
        charge["balance_transaction"] = stripe.Balance.Book(charge.Account, card.IsBankDebit ? "payment" : "charge", amount, charge.Text("currency")!, charge,
            stripe.Rules.Fee(settled), card.IsAvailableAtOnce ? null : stripe.Rules.Settlement).Id;
        stripe.Refunds.RetryPending(charge.Account);
    }

    public static StripeFailure Refusal(StripeDecline decline, params (string Name, JsonObject Of)[] with) =>
        new(402, "card_error", decline.Code, Words(decline))
    {
        With = new JsonObject(with.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Of))
            .Concat(decline.DeclineCode is { } code ? [KeyValuePair.Create("decline_code", (JsonNode?)code)] : [])),
    };

    public static string Words(StripeDecline decline) => (decline.DeclineCode ?? decline.Code) switch
    {
        "insufficient_funds" => "Your card has insufficient funds.",
        "expired_card" => "Your card has expired.",
        "incorrect_cvc" => "Your card's security code is incorrect.",
        "processing_error" => "An error occurred while processing your card. Try again in a little bit.",
        "authentication_required" => "Your card was declined. This transaction requires authentication.",
        "payment_intent_authentication_failure" or "setup_intent_authentication_failure" =>
            "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
        "payment_intent_payment_attempt_failed" => "The payment failed.",
        _ => "Your card was declined.",
    };

    private static JsonObject Outcome(StripeCard card, StripeDecline? decline)
    {
        var outcome = new JsonObject { ["risk_level"] = card.Risk, ["risk_score"] = card.Risk switch { "highest" => 80, "elevated" => 65, _ => 20 } };
        (outcome["type"], outcome["network_status"], outcome["reason"], outcome["seller_message"]) = decline switch
        {
            null => (card.Risk is "elevated" ? "manual_review" : "authorized", "approved_by_network", null, "Payment complete."),
            _ when card.IsBlocked => ("blocked", "not_sent_to_network", "highest_risk_level", "Stripe blocked this payment as too risky."),
            _ => ("issuer_declined", "declined_by_network", decline.DeclineCode ?? decline.Code, "The bank declined this payment."),
        };
        return outcome;
    }

    private static JsonObject Details(StripeCard card, StripeObject method, bool isAuthenticated) => card.IsBankDebit
        ? new JsonObject { ["type"] = "sepa_debit", ["sepa_debit"] = method["sepa_debit"]?.DeepClone() }
        : new JsonObject
        {
            ["type"] = "card",
            ["card"] = new JsonObject
            {
                ["brand"] = card.Brand, ["network"] = card.Brand, ["country"] = card.Country, ["funding"] = card.Funding, ["last4"] = card.Last4,
                ["exp_month"] = method["card"]!["exp_month"]!.DeepClone(), ["exp_year"] = method["card"]!["exp_year"]!.DeepClone(),
                ["fingerprint"] = (string)method["card"]!["fingerprint"]!, ["checks"] = StripePaymentMethods.Checks(card),
                ["three_d_secure"] = isAuthenticated
                    ? new JsonObject { ["authentication_flow"] = "challenge", ["result"] = "authenticated", ["version"] = "2.2.0" } : null,
            },
        };
}
