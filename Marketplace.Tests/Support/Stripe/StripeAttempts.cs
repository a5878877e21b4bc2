using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>What the bank and its customer make of a payment: paid, declined, authentication asked for, or days of waiting.</summary>
internal sealed class StripeAttempts(StripeBackend stripe)
{
    public void Try(StripeObject intent, StripeObject method, bool isOffSession, bool refusesAction, string? returnUrl, bool isAuthenticated = false)
    {
        var card = StripePaymentMethods.CardOf(method);
        (intent["payment_method"], intent["last_payment_error"], intent["next_action"]) = (method.Id, null, null);
        if (card.IsBankDebit)
        {
            Debit(intent, method, card);
            return;
        }

        if (!isAuthenticated && NeedsAuthentication(card, method, isOffSession))
        {
            if (refusesAction)
            {
                throw Fail(intent, method, new("authentication_required", "authentication_required"), null);
            }

            intent.Hidden["method"] = method;
            (intent["status"], intent["next_action"]) = ("requires_action", NextAction(intent, returnUrl));
            stripe.Events.Add("payment_intent.requires_action", intent);
            return;
        }

        var tooRisky = card.Risk is "highest" && stripe.Rules.BlocksHighestRisk ? new StripeDecline("card_declined", "fraudulent") : null;
        if ((card.Decline ?? tooRisky) is { } decline)
        {
            var failed = stripe.Charges.Add(intent, method, "failed", decline);
            stripe.Events.Add("charge.failed", failed);
            throw Fail(intent, method, decline, failed);
        }

        Authorize(intent, method, isAuthenticated);
    }

    /// <summary>The customer comes back from the bank's page.</summary>
    public void Authenticate(StripeObject intent, bool succeeds)
    {
        if (intent.Text("status") is not "requires_action" || intent.Known<StripeObject>("method") is not { } method)
        {
            throw new InvalidOperationException($"{intent.Id} waits for no authentication: it is {intent.Text("status")}.");
        }

        if (!succeeds)
        {
            throw Fail(intent, method, new("payment_intent_authentication_failure", null), null);
        }

        Try(intent, method, isOffSession: false, refusesAction: false, returnUrl: null, isAuthenticated: true);
    }

    public void Capture(StripeObject intent, long amount)
    {
        var charge = stripe.State.Find(intent.Text("latest_charge")!)!;
        (charge["captured"], charge["amount_captured"]) = (true, amount);
        (intent["status"], intent["amount_received"], intent["amount_capturable"]) = ("succeeded", amount, 0);
        stripe.Charges.Book(charge);
        stripe.Events.Add("charge.captured", charge);
        stripe.Events.Add("payment_intent.succeeded", intent);
    }

    public void Cancel(StripeObject intent, string? reason)
    {
        if (intent.Text("status") is "requires_capture")
        {
            var charge = stripe.State.Find(intent.Text("latest_charge")!)!;
            (charge["refunded"], charge["amount_refunded"]) = (true, charge.Number("amount"));
        }

        (intent["status"], intent["cancellation_reason"], intent["canceled_at"]) = ("canceled", reason, stripe.Clocks.NowFor(intent.Text("customer")));
        (intent["amount_capturable"], intent["next_action"]) = (0, null);
        stripe.Events.Add("payment_intent.canceled", intent);
    }

    public static bool NeedsAuthentication(StripeCard card, StripeObject method, bool isOffSession) => card.Authentication switch
    {
        StripeAuthentication.Always => true,
        StripeAuthentication.UnlessSetUp => !method.Hidden.ContainsKey("setup"),
        StripeAuthentication.OnSession => !isOffSession,
        _ => false,
    };

    private void Authorize(StripeObject intent, StripeObject method, bool isAuthenticated)
    {
        var card = StripePaymentMethods.CardOf(method);
        var charge = stripe.Charges.Add(intent, method, "succeeded", isAuthenticated: isAuthenticated);
        intent["latest_charge"] = charge.Id;
        if (intent.Text("capture_method") is "manual")
        {
            (intent["status"], intent["amount_capturable"]) = ("requires_capture", intent.Number("amount"));
            stripe.Events.Add("charge.succeeded", charge);
            stripe.Events.Add("payment_intent.amount_capturable_updated", intent);
            stripe.Clocks.After(stripe.Rules.AuthorizationLapses, intent.Text("customer"), () => Lapse(intent, charge));
            return;
        }

        Keep(intent, method);
        (charge["captured"], charge["amount_captured"]) = (true, intent.Number("amount"));
        (intent["status"], intent["amount_received"]) = ("succeeded", intent.Number("amount"));
        var isLater = stripe.Rules.BooksLater && intent.Text("capture_method") is "automatic_async";
        if (!isLater)
        {
            stripe.Charges.Book(charge);
        }

        stripe.Events.Add("charge.succeeded", charge);
        stripe.Events.Add("payment_intent.succeeded", intent);
        stripe.Clocks.Then(() =>
        {
            if (isLater)
            {
                stripe.Events.Change("charge.updated", charge, () => stripe.Charges.Book(charge));
            }

            Dispute(card, charge);
        });
    }

    // Days pass before a bank debit is known to have been paid.
    private void Debit(StripeObject intent, StripeObject method, StripeCard card)
    {
        if (intent.Text("currency") is not "eur")
        {
            throw StripeFailure.Invalid("payment_method_currency_mismatch", "SEPA debits are in eur.", "currency");
        }

        var charge = stripe.Charges.Add(intent, method, "pending");
        (intent["status"], intent["latest_charge"]) = ("processing", charge.Id);
        Keep(intent, method);
        stripe.Events.Add("charge.pending", charge);
        stripe.Events.Add("payment_intent.processing", intent);
        stripe.Clocks.After(stripe.Rules.BankDebit, intent.Text("customer"), () =>
        {
            if (card.Decline is { } decline)
            {
                (charge["status"], charge["failure_code"], charge["failure_message"]) = ("failed", decline.Code, StripeCharges.Words(decline));
                stripe.Events.Add("charge.failed", charge);
                Fail(intent, method, decline, charge);
            }
            else
            {
                (charge["status"], charge["paid"], charge["captured"], charge["amount_captured"]) = ("succeeded", true, true, charge.Number("amount"));
                (intent["status"], intent["amount_received"]) = ("succeeded", intent.Number("amount"));
                stripe.Charges.Book(charge);
                stripe.Events.Add("charge.succeeded", charge);
                stripe.Events.Add("payment_intent.succeeded", intent);
                Dispute(card, charge);
            }

            stripe.Checkout.Settled(intent);
        });
    }

    private StripeFailure Fail(StripeObject intent, StripeObject method, StripeDecline decline, StripeObject? charge)
    {
        var error = StripeCharges.Refusal(decline);
        (intent["status"], intent["payment_method"], intent["next_action"]) = ("requires_payment_method", null, null);
        intent["latest_charge"] = charge?.Id ?? intent.Text("latest_charge");
        var last = new JsonObject { ["type"] = "card_error", ["code"] = decline.Code, ["message"] = error.Message, ["payment_method"] = method.Shown() };
        foreach (var (name, value) in new[] { ("decline_code", decline.DeclineCode), ("charge", charge?.Id) }.Where(part => part.Item2 is not null))
        {
            last[name] = value;
        }

        intent["last_payment_error"] = last;
        method.Hidden["used"] = true;
        stripe.Events.Add("payment_intent.payment_failed", intent);
        var failure = StripeCharges.Refusal(decline, ("payment_intent", intent.Shown()), ("payment_method", method.Shown()));
        if (charge is not null)
        {
            failure.With["charge"] = charge.Id;
        }

        return failure;
    }

    private void Keep(StripeObject intent, StripeObject method)
    {
        if (intent.Text("setup_future_usage") is { } usage && intent.Text("customer") is { } customer)
        {
            stripe.Methods.Attach(method, customer);
            if (usage is "off_session")
            {
                method.Hidden["setup"] = true;
            }
        }
    }

    private void Dispute(StripeCard card, StripeObject charge)
    {
        if (card.DisputeReason is { } reason)
        {
            stripe.Disputes.Open(charge, reason, charge.Number("amount"), card.IsInquiry);
        }
    }

    private void Lapse(StripeObject intent, StripeObject charge)
    {
        if (intent.Text("status") is "requires_capture")
        {
            stripe.Events.Add("charge.expired", charge);
            Cancel(intent, "automatic");
        }
    }

    private JsonObject NextAction(StripeObject intent, string? returnUrl) => returnUrl is null
        ? new JsonObject { ["type"] = "use_stripe_sdk", ["use_stripe_sdk"] = new JsonObject { ["type"] = "three_d_secure_redirect" } }
        : new JsonObject
        {
            ["type"] = "redirect_to_url",
            ["redirect_to_url"] = new JsonObject { ["return_url"] = returnUrl, ["url"] = $"{stripe.Base}/authenticate/{intent.Id}" },
        };
}
