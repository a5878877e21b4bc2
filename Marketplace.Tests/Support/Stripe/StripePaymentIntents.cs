using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Payments: made, confirmed with a method, captured, canceled. What a confirmation comes to is in <see cref="StripeAttempts"/>.</summary>
internal sealed class StripePaymentIntents(StripeBackend stripe)
{
    private static readonly string[] Plain =
    [
        "description", "receipt_email", "statement_descriptor", "statement_descriptor_suffix", "transfer_group", "setup_future_usage", "shipping",
        "payment_method_options", "capture_method", "confirmation_method", "automatic_payment_methods", "allowed_payment_method_types",
        "excluded_payment_method_types",
    ];

    private readonly StripeAttempts _attempts = new(stripe);

    public StripeAttempts Attempts => _attempts;

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["PaymentIntents.create"] = Create;
        routes["PaymentIntents.update"] = Update;
        routes["PaymentIntents.confirm"] = call => Confirm(call, stripe.Get("payment_intent", call.Id, call.Account));
        routes["PaymentIntents.capture"] = call =>
        {
            call.Ignore("final_capture", "statement_descriptor", "statement_descriptor_suffix");
            var intent = stripe.Get("payment_intent", call.Id, call.Account);
            Capture(intent, call.Number("amount_to_capture"));
            call.Into(intent.Body);
            return intent.Shown();
        };
        routes["PaymentIntents.cancel"] = Cancel;
    }

    public StripeObject Add(string account, long amount, string currency, string? customer, JsonObject values)
    {
        var intent = stripe.State.Add("payment_intent", account, stripe.Clocks.NowFor(customer), values);
        (intent["amount"], intent["currency"], intent["customer"]) = (amount, StripeAmounts.Check(amount, currency), customer);
        (intent["status"], intent["client_secret"]) = ("requires_payment_method", stripe.State.NewId($"{intent.Id}_secret_", 16));
        intent["capture_method"] ??= "automatic_async";
        intent["confirmation_method"] ??= "automatic";
        intent["metadata"] ??= new JsonObject();
        intent["payment_method_types"] = intent.Text("currency") is "eur" ? new JsonArray("card", "sepa_debit") : new JsonArray("card");
        if (intent["allowed_payment_method_types"] is JsonArray allowed)
        {
            intent["payment_method_types"] = allowed.DeepClone();
        }
        else
        {
            intent["automatic_payment_methods"] ??= new JsonObject { ["enabled"] = true, ["allow_redirects"] = "always" };
        }

        stripe.Events.Add("payment_intent.created", intent);
        return intent;
    }

    public void Capture(StripeObject intent, long? amount)
    {
        var most = intent.Number("amount_capturable");
        if (intent.Text("status") is not "requires_capture")
        {
            throw Unexpected(intent, "captured");
        }

        if (amount is { } wanted && (wanted > most || wanted < 1))
        {
            throw StripeFailure.Invalid("amount_too_large", $"The provided capture amount ({wanted}) is greater than the authorized amount ({most}).",
                "amount_to_capture");
        }

        _attempts.Capture(intent, amount ?? most);
    }

    private JsonObject Create(StripeCall call)
    {
        call.Ignore("use_stripe_sdk", "radar_options");
        var customer = call.Text("customer") is { } id ? stripe.Get("customer", id, call.Account, "customer").Id : null;
        var intent = Add(call.Account, call.Number("amount")!.Value, call.Needed("currency"), customer, call.Into([], Plain));
        TakeMethod(call, intent);
        if (call.Flag("confirm"))
        {
            return Confirm(call, intent);
        }

        return call.Has("off_session") || call.Has("return_url") || call.Has("error_on_requires_action")
            ? throw StripeFailure.Invalid(null, "off_session, return_url and error_on_requires_action need confirm=true.", "confirm")
            : intent.Shown();
    }

    private JsonObject Update(StripeCall call)
    {
        var intent = stripe.Get("payment_intent", call.Id, call.Account);
        var isOpen = intent.Text("status") is "requires_payment_method" or "requires_confirmation" or "requires_action";
        foreach (var name in new[] { "amount", "currency", "customer", "payment_method", "capture_method" }.Where(call.Has))
        {
            _ = isOpen ? name : throw Unexpected(intent, $"updated ({name})");
        }

        if (call.Has("amount") || call.Has("currency"))
        {
            var amount = call.Number("amount") ?? intent.Number("amount");
            (intent["currency"], intent["amount"]) = (StripeAmounts.Check(amount, call.Text("currency") ?? intent.Text("currency")!), amount);
        }

        if (call.Text("customer") is { } customer)
        {
            intent["customer"] = stripe.Get("customer", customer, call.Account, "customer").Id;
        }

        call.Into(intent.Body, Plain);
        TakeMethod(call, intent);
        return intent.Shown();
    }

    private void TakeMethod(StripeCall call, StripeObject intent)
    {
        call.Ignore("mandate_data");
        if (call.Has("payment_method") && call.Has("payment_method_data"))
        {
            throw StripeFailure.Invalid("parameters_exclusive", "You may only specify one of these parameters: payment_method, payment_method_data.");
        }

        var id = call.Text("payment_method") ?? (call.Object("payment_method_data") is { } data ? stripe.Methods.FromData(call, name => data[name]).Id : null);
        if (id is not null)
        {
            (intent["payment_method"], intent["status"]) = (stripe.Methods.Usable(id, intent.Text("customer"), call.Account).Id, "requires_confirmation");
        }
    }

    private JsonObject Confirm(StripeCall call, StripeObject intent)
    {
        call.Ignore("use_stripe_sdk", "radar_options", "client_secret");
        if (intent.Text("status") is not ("requires_payment_method" or "requires_confirmation" or "requires_action"))
        {
            throw Unexpected(intent, "confirmed");
        }

        call.Into(intent.Body, "receipt_email", "setup_future_usage", "shipping", "payment_method_options", "capture_method");
        TakeMethod(call, intent);
        var isOffSession = call.Read("off_session") is { } off && off.ToString() is not "false";
        var (url, refusesAction) = (call.Text("return_url"), call.Flag("error_on_requires_action"));
        if (url is null && !isOffSession && (string?)intent["automatic_payment_methods"]?["allow_redirects"] is "always")
        {
            throw StripeFailure.Invalid(null, "Payment methods that redirect are allowed for this PaymentIntent: provide a return_url, "
                + "or set automatic_payment_methods[allow_redirects] to never.", "return_url");
        }

        if (intent.Text("payment_method") is not { } method)
        {
            throw StripeFailure.State("You cannot confirm this PaymentIntent because it's missing a payment method.");
        }

        _attempts.Try(intent, stripe.Methods.Usable(method, intent.Text("customer"), call.Account), isOffSession, isOffSession || refusesAction, url);
        return intent.Shown();
    }

    private JsonObject Cancel(StripeCall call)
    {
        var intent = stripe.Get("payment_intent", call.Id, call.Account);
        if (intent.Text("status") is "succeeded" or "canceled" or "processing")
        {
            throw Unexpected(intent, "canceled");
        }

        _attempts.Cancel(intent, call.Text("cancellation_reason"));
        return intent.Shown();
    }

    private static StripeFailure Unexpected(StripeObject intent, string act) =>
        new(400, "invalid_request_error", "payment_intent_unexpected_state",
            $"This PaymentIntent could not be {act} because it has a status of {intent.Text("status")}.")
        {
            With = new JsonObject { ["payment_intent"] = intent.Shown() },
        };
}
