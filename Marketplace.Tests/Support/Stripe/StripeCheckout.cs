using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Sessions of the hosted checkout page. What a customer does there is <see cref="Pay"/> and <see cref="Authenticate"/>.</summary>
internal sealed class StripeCheckout(StripeBackend stripe)
{
    private static readonly string[] Plain =
    [
        "cancel_url", "success_url", "return_url", "client_reference_id", "customer_email", "customer_creation", "mode", "locale",
        "billing_address_collection", "ui_mode",
        "submit_type", "payment_method_options", "saved_payment_method_options", "tax_id_collection", "phone_number_collection", "consent_collection",
        "currency",
        "allow_promotion_codes", "redirect_on_completion", "allowed_payment_method_types", "payment_method_collection", "custom_text", "origin_context",
    ];

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Checkout.Sessions.create"] = Create;
        routes["Checkout.Sessions.update"] = call =>
        {
            var session = stripe.Get("checkout.session", call.Id, call.Account);
            call.Into(session.Body);
            return session.Shown();
        };
        routes["Checkout.Sessions.expire"] = call =>
        {
            var session = stripe.Get("checkout.session", call.Id, call.Account);
            Expire(session, session.Text("status") is "open" ? null
                : $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {session.Text("status")}.");
            return session.Shown();
        };
        routes["Checkout.Sessions.listLineItems"] = call => StripeLists.Page(call,
            stripe.Get("checkout.session", call.Id, call.Account).Known<List<StripeObject>>("line_items")!);
    }

    /// <summary>The customer pays by this card; null where the bank wants to authenticate first. A refusal leaves the session open.</summary>
    public StripeFailure? Pay(StripeObject session, StripeCard card, bool keeps = false) => Attempt(session, () =>
    {
        var data = session.Known<JsonObject>("data") ?? [];
        var customer = CustomerOf(session);
        var method = stripe.Methods.Add(card, session.Account, new JsonObject { ["email"] = session.Text("customer_email") });
        if (session.Text("mode") is "setup")
        {
            var setup = session.Text("setup_intent") is { } id ? stripe.State.Find(id)! : stripe.Setups.Add(session.Account, customer, Copy(data));
            session["setup_intent"] = setup.Id;
            stripe.Setups.Try(setup, method, $"{stripe.Base}/checkout/{session.Id}");
            return;
        }

        var intent = session.Text("payment_intent") is { } known ? stripe.State.Find(known)!
            : stripe.Payments.Add(session.Account, session.Number("amount_total"), session.Text("currency")!, customer, Copy(data));
        (session["payment_intent"], intent.Hidden["session"]) = (intent.Id, session);
        if (keeps)
        {
            intent["setup_future_usage"] ??= "on_session";
        }

        stripe.Payments.Attempts.Try(intent, method, false, false, $"{stripe.Base}/checkout/{session.Id}");
    });

    public StripeFailure? Authenticate(StripeObject session, bool succeeds) => Attempt(session, () =>
    {
        var intent = stripe.State.Find(session.Text("payment_intent") ?? session.Text("setup_intent")!)!;
        if (intent.Resource is "setup_intent")
        {
            stripe.Setups.Authenticate(intent, succeeds);
        }
        else
        {
            stripe.Payments.Attempts.Authenticate(intent, succeeds);
        }
    });

    /// <summary>A bank debit of a session came to its end.</summary>
    public void Settled(StripeObject intent)
    {
        if (intent.Known<StripeObject>("session") is { } session)
        {
            var isPaid = intent.Text("status") is "succeeded";
            session["payment_status"] = isPaid ? "paid" : "unpaid";
            stripe.Events.Add(isPaid ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed", session);
        }
    }

    private StripeFailure? Attempt(StripeObject session, Action act)
    {
        if (session.Text("status") is not "open")
        {
            return StripeFailure.Invalid(null, $"This checkout is {session.Text("status")}.");
        }

        try
        {
            act();
        }
        catch (StripeFailure refusal)
        {
            return refusal;
        }

        var intent = stripe.State.Find(session.Text("payment_intent") ?? session.Text("setup_intent")!)!;
        if (intent.Text("status") is "succeeded" or "processing" or "requires_capture")
        {
            (session["status"], session["url"]) = ("complete", null);
            session["payment_status"] = intent.Resource is "setup_intent" ? "no_payment_required" : intent.Text("status") is "succeeded" ? "paid" : "unpaid";
            session["customer_details"] = new JsonObject { ["email"] = session.Text("customer_email"), ["name"] = "Test Customer", ["tax_exempt"] = "none" };
            stripe.Events.Add("checkout.session.completed", session);
        }

        return null;
    }

    private JsonObject Create(StripeCall call)
    {
        var mode = call.Text("mode") ?? throw StripeFailure.Lacking("mode");
        if (mode is "subscription" || call.Has("automatic_tax") && (bool?)call.Object("automatic_tax")!["enabled"] is true)
        {
            throw new StripeFailure(501, "api_error", null, "The fake of Stripe plays neither subscriptions nor automatic tax.");
        }

        var isHosted = call.Text("ui_mode") is null or "hosted_page";
        var needed = isHosted ? "success_url" : "return_url";
        if (!call.Has(needed) && call.Text("redirect_on_completion") is not "never")
        {
            throw StripeFailure.Lacking(needed);
        }

        if (call.Has("customer") && call.Has("customer_email"))
        {
            throw StripeFailure.Invalid("parameters_exclusive", "You may only specify one of these parameters: customer, customer_email.", "customer");
        }

        var customer = call.Text("customer") is { } id ? stripe.Get("customer", id, call.Account, "customer") : null;
        call.Ignore("customer_update");
        var now = stripe.Clocks.NowFor(customer?.Id);
        var ends = call.Number("expires_at") ?? now + 86_400;
        if (ends < now + 1_800 - 5 || ends > now + 86_400 + 5)
        {
            throw StripeFailure.Invalid(null, "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
                "expires_at");
        }

        var lines = call.Objects("line_items").Index().Select(item => StripePrices.Line(stripe, call.Account, item.Item, $"line_items[{item.Index}]")).ToList();
        if (mode is "payment" && lines.Count is 0)
        {
            throw StripeFailure.Lacking("line_items");
        }

        var session = stripe.State.Add("checkout.session", call.Account, now, call.Into(new JsonObject { ["metadata"] = new JsonObject() }, Plain));
        (session["customer"], session["expires_at"], session["status"]) = (customer?.Id, ends, "open");
        (session["payment_status"], session["payment_method_types"]) = (mode is "setup" ? "no_payment_required" : "unpaid", new JsonArray("card"));
        session["ui_mode"] ??= "hosted_page";
        session["url"] = isHosted ? $"{stripe.Base}/checkout/{session.Id}" : null;
        session["client_secret"] = isHosted ? null : stripe.State.NewId($"{session.Id}_secret_", 16);
        session["automatic_tax"] = new JsonObject { ["enabled"] = false };
        session.Hidden["line_items"] = lines;
        session.Hidden["data"] = call.Object(mode is "setup" ? "setup_intent_data" : "payment_intent_data") ?? [];
        if (mode is "payment")
        {
            var total = lines.Sum(line => line.Number("amount_total"));
            (session["amount_subtotal"], session["amount_total"], session["currency"]) = (total, total, StripeAmounts.Check(total, lines[0].Text("currency")!));
            session["total_details"] = new JsonObject { ["amount_discount"] = 0, ["amount_shipping"] = 0, ["amount_tax"] = 0 };
        }

        stripe.Clocks.After(TimeSpan.FromSeconds(ends - now), customer?.Id, () => Expire(session, null));
        return session.Shown();
    }

    private void Expire(StripeObject session, string? refusal)
    {
        if (refusal is not null)
        {
            throw StripeFailure.Invalid(null, refusal);
        }

        if (session.Text("status") is "open")
        {
            (session["status"], session["url"]) = ("expired", null);
            if (session.Text("payment_intent") is { } id && stripe.State.Find(id) is { } intent && intent.Text("status") is not "canceled")
            {
                stripe.Payments.Attempts.Cancel(intent, "automatic");
            }

            stripe.Events.Add("checkout.session.expired", session);
        }
    }

    private string? CustomerOf(StripeObject session)
    {
        if (session.Text("customer") is null && (session.Text("customer_creation") is "always" || session.Text("mode") is "setup"))
        {
            var made = stripe.State.Add("customer", session.Account, stripe.Clocks.Now, new JsonObject { ["email"] = session.Text("customer_email") });
            session["customer"] = made.Id;
            stripe.Events.Add("customer.created", made);
        }

        return session.Text("customer");
    }

    private static JsonObject Copy(JsonObject data) => (JsonObject)data.DeepClone();
}
