using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Keeps a method for later payments, authenticated where the bank wants it.</summary>
internal sealed class StripeSetupIntents(StripeBackend stripe)
{
    private static readonly string[] Plain =
        ["description", "usage", "payment_method_options", "automatic_payment_methods", "allowed_payment_method_types", "excluded_payment_method_types"];

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["SetupIntents.create"] = call =>
        {
            var intent = Add(call.Account, call.Text("customer") is { } id ? stripe.Get("customer", id, call.Account, "customer").Id : null,
                call.Into([], Plain));
            TakeMethod(call, intent);
            return call.Flag("confirm") ? Confirm(call, intent) : intent.Shown();
        };
        routes["SetupIntents.update"] = call =>
        {
            var intent = stripe.Get("setup_intent", call.Id, call.Account);
            call.Into(intent.Body, Plain);
            TakeMethod(call, intent);
            return intent.Shown();
        };
        routes["SetupIntents.confirm"] = call => Confirm(call, stripe.Get("setup_intent", call.Id, call.Account));
        routes["SetupIntents.cancel"] = call =>
        {
            var intent = stripe.Get("setup_intent", call.Id, call.Account);
            RequireOpen(intent, "canceled");
            (intent["status"], intent["cancellation_reason"], intent["next_action"]) = ("canceled", call.Text("cancellation_reason"), null);
            stripe.Events.Add("setup_intent.canceled", intent);
            return intent.Shown();
        };
    }

    public StripeObject Add(string account, string? customer, JsonObject values)
    {
        var intent = stripe.State.Add("setup_intent", account, stripe.Clocks.NowFor(customer), values);
        (intent["customer"], intent["status"]) = (customer, "requires_payment_method");
        (intent["client_secret"], intent["payment_method_types"]) = (stripe.State.NewId($"{intent.Id}_secret_", 16), new JsonArray("card"));
        intent["usage"] ??= "off_session";
        intent["metadata"] ??= new JsonObject();
        if (intent["allowed_payment_method_types"] is null)
        {
            intent["automatic_payment_methods"] ??= new JsonObject { ["enabled"] = true, ["allow_redirects"] = "always" };
        }

        stripe.Events.Add("setup_intent.created", intent);
        return intent;
    }

    public void Try(StripeObject intent, StripeObject method, string? returnUrl, bool isAuthenticated = false)
    {
        var card = StripePaymentMethods.CardOf(method);
        (intent["payment_method"], intent["last_setup_error"], intent["next_action"]) = (method.Id, null, null);
        if (!isAuthenticated && StripeAttempts.NeedsAuthentication(card, method, isOffSession: false))
        {
            intent.Hidden["method"] = method;
            intent["status"] = "requires_action";
            intent["next_action"] = returnUrl is null
                ? new JsonObject { ["type"] = "use_stripe_sdk", ["use_stripe_sdk"] = new JsonObject() }
                : new JsonObject
                {
                    ["type"] = "redirect_to_url",
                    ["redirect_to_url"] = new JsonObject { ["return_url"] = returnUrl, ["url"] = $"{stripe.Base}/authenticate/{intent.Id}" },
                };
            stripe.Events.Add("setup_intent.requires_action", intent);
            return;
        }

        if (card is { Decline: { } decline, AttachesAnyway: false, IsBankDebit: false })
        {
            throw Fail(intent, method, decline);
        }

        intent["status"] = "succeeded";
        method.Hidden["setup"] = true;
        stripe.Events.Add("setup_intent.succeeded", intent);
        if (intent.Text("customer") is { } customer)
        {
            stripe.Methods.Attach(method, customer);
        }
    }

    public void Authenticate(StripeObject intent, bool succeeds)
    {
        var method = intent.Known<StripeObject>("method") ?? throw new InvalidOperationException($"{intent.Id} waits for no authentication.");
        if (!succeeds)
        {
            throw Fail(intent, method, new("setup_intent_authentication_failure", null));
        }

        Try(intent, method, null, isAuthenticated: true);
    }

    private void TakeMethod(StripeCall call, StripeObject intent)
    {
        call.Ignore("mandate_data");
        var id = call.Text("payment_method") ?? (call.Object("payment_method_data") is { } data ? stripe.Methods.FromData(call, name => data[name]).Id : null);
        if (id is not null)
        {
            RequireOpen(intent, "updated");
            (intent["payment_method"], intent["status"]) = (stripe.Methods.Usable(id, intent.Text("customer"), call.Account).Id, "requires_confirmation");
        }
    }

    private JsonObject Confirm(StripeCall call, StripeObject intent)
    {
        call.Ignore("use_stripe_sdk", "client_secret");
        RequireOpen(intent, "confirmed");
        TakeMethod(call, intent);
        var url = call.Text("return_url");
        if (url is null && (string?)intent["automatic_payment_methods"]?["allow_redirects"] is "always")
        {
            throw StripeFailure.Invalid(null, "Payment methods that redirect are allowed for this SetupIntent: provide a return_url, "
                + "or set automatic_payment_methods[allow_redirects] to never.", "return_url");
        }

        Try(intent, stripe.State.Find(intent.Text("payment_method") ?? throw StripeFailure.Lacking("payment_method"))!, url);
        return intent.Shown();
    }

    private StripeFailure Fail(StripeObject intent, StripeObject method, StripeDecline decline)
    {
        var error = new JsonObject
        {
            ["type"] = "card_error", ["code"] = decline.Code, ["message"] = StripeCharges.Words(decline), ["payment_method"] = method.Shown(),
        };
        if (decline.DeclineCode is { } code)
        {
            error["decline_code"] = code;
        }

        (intent["status"], intent["payment_method"], intent["next_action"], intent["last_setup_error"]) = ("requires_payment_method", null, null, error);
        stripe.Events.Add("setup_intent.setup_failed", intent);
        return StripeCharges.Refusal(decline, ("setup_intent", intent.Shown()), ("payment_method", method.Shown()));
    }

    private static void RequireOpen(StripeObject intent, string act)
    {
        if (intent.Text("status") is "succeeded" or "canceled")
        {
            throw new StripeFailure(400, "invalid_request_error", "setup_intent_unexpected_state",
                $"This SetupIntent could not be {act} because it has a status of {intent.Text("status")}.")
            {
                With = new JsonObject { ["setup_intent"] = intent.Shown() },
            };
        }
    }
}
