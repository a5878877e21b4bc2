using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Cards and accounts to pay with: made by the names of test cards, kept with customers.</summary>
internal sealed class StripePaymentMethods(StripeBackend stripe)
{
    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["PaymentMethods.create"] = call => FromData(call, name => call.Read(name)).Shown();
        routes["PaymentMethods.attach"] = AttachTo;
        routes["PaymentMethods.detach"] = Detach;
        routes["Customers.listPaymentMethods"] = call => stripe.Get("customer", call.Id, call.Account) is var customer
            ? StripeLists.Page(call, stripe.State.NewestFirst("payment_method", call.Account).Where(method => method.Text("customer") == customer.Id)) : [];
        routes["Customers.retrievePaymentMethod"] = call => stripe.Get("payment_method", call.Id, call.Account) is var method
            && method.Text("customer") == call.Parent
            ? method.Shown() : throw StripeFailure.Missing("payment_method", call.Id);
    }

    /// <summary>A method that is kept, or a new one of a test card's name.</summary>
    public StripeObject Find(string id, string account, string param = "payment_method") =>
        StripeCards.Named(id) is { } card ? Add(card, account) : stripe.Get("payment_method", id, account, param);

    public StripeObject Add(StripeCard card, string account, JsonNode? billing = null)
    {
        var type = card.IsBankDebit ? "sepa_debit" : "card";
        var method = stripe.State.Add("payment_method", account, stripe.Clocks.Now, new JsonObject
        {
            ["type"] = type, ["billing_details"] = billing?.DeepClone(), [type] = card.IsBankDebit ? Debit(card) : Card(card), ["metadata"] = new JsonObject(),
            ["allow_redisplay"] = "unspecified",
        });
        method.Hidden["card"] = card;
        return method;
    }

    public static StripeCard CardOf(StripeObject method) => method.Known<StripeCard>("card")!;

    /// <summary>The method that a payment of this customer may use, or the refusal.</summary>
    public StripeObject Usable(string id, string? customer, string account)
    {
        var method = Find(id, account);
        if (method.Text("customer") is { } owner && owner != customer)
        {
            throw StripeFailure.Invalid(null, customer is null
                ? $"The payment method you provided belongs to a customer. Please include the customer {owner} in the `customer` parameter."
                : "The payment method you provided belongs to another customer.", "payment_method");
        }

        return method.Text("customer") is null && method.Hidden.ContainsKey("used")
            ? throw StripeFailure.Invalid(null,
                "The provided PaymentMethod was previously used without being attached to a customer, or was detached. It may not be used again.",
                "payment_method")
            : method;
    }

    public void Attach(StripeObject method, string customer)
    {
        if (method.Text("customer") == customer)
        {
            return;
        }

        method["customer"] = customer;
        stripe.Events.Add("payment_method.attached", method);
    }

    /// <summary>From <c>payment_method_data</c>, or the same parameters of a method that is made by itself.</summary>
    public StripeObject FromData(StripeCall call, Func<string, JsonNode?> read)
    {
        var (type, card, debit) = ((string?)read("type"), read("card") as JsonObject, read("sepa_debit") as JsonObject);
        var method = (type, card, debit) switch
        {
            ("card", { } one, _) => Add(Given(one), call.Account, read("billing_details")),
            ("sepa_debit", _, { } one) => Add(StripeCards.Find(((string)one["iban"]!).Replace(" ", "", StringComparison.Ordinal))
                ?? throw StripeFailure.Invalid("parameter_invalid", "Invalid IBAN.", "sepa_debit[iban]"), call.Account, read("billing_details")),
            (null, _, _) => throw StripeFailure.Lacking("type"),
            ("card" or "sepa_debit", _, _) => throw StripeFailure.Lacking(type),
            _ => throw StripeFailure.Invalid("payment_method_unsupported_type", $"The fake of Stripe does not play {type}.", "type"),
        };
        call.Into(method.Body, "allow_redisplay");
        return method;
    }

    private StripeCard Given(JsonObject card)
    {
        if (card["token"] is { } token)
        {
            return StripeCards.Named((string)token!) ?? throw StripeFailure.Missing("token", (string)token!, "card[token]");
        }

        var number = ((string?)card["number"] ?? throw StripeFailure.Lacking("card[number]")).Replace(" ", "", StringComparison.Ordinal);
        return !stripe.Rules.TakesCardNumbers
            ? throw new StripeFailure(402, "invalid_request_error", null, "Sending credit card numbers directly to the Stripe API is generally unsafe.")
            : ByNumber(number);
    }

    /// <summary>As a person types it.</summary>
    public static StripeCard ByNumber(string number) => StripeCards.Find(number)
        ?? throw new StripeFailure(402, "card_error", StripeCards.IsNumber(number) ? "card_declined" : "incorrect_number",
            StripeCards.IsNumber(number) ? "Your card was declined. It is not a test card." : "Your card number is incorrect.", "number");

    private JsonObject AttachTo(StripeCall call)
    {
        var customer = stripe.Get("customer", call.Needed("customer"), call.Account, "customer");
        var method = Find(call.Id, call.Account, "id");
        if (method.Text("customer") is { } owner && owner != customer.Id)
        {
            throw StripeFailure.Invalid(null, "The payment method you provided has already been attached to a customer.");
        }

        Usable(method.Id, customer.Id, call.Account);
        if (CardOf(method) is { Decline: { } decline, AttachesAnyway: false, IsBankDebit: false })
        {
            throw StripeCharges.Refusal(decline);
        }

        Attach(method, customer.Id);
        return method.Shown();
    }

    private JsonObject Detach(StripeCall call)
    {
        var method = stripe.Get("payment_method", call.Id, call.Account);
        if (method.Text("customer") is null)
        {
            throw StripeFailure.Invalid(null, "The payment method you provided is not attached to a customer so detachment is impossible.");
        }

        stripe.Events.Change("payment_method.detached", method, () => (method["customer"], method.Hidden["used"]) = (null, true));
        return method.Shown();
    }

    private JsonObject Card(StripeCard card) => new()
    {
        ["brand"] = card.Brand, ["display_brand"] = card.Brand, ["country"] = card.Country, ["funding"] = card.Funding, ["last4"] = card.Last4,
        ["exp_month"] = 12, ["exp_year"] = DateTimeOffset.FromUnixTimeSeconds(stripe.Clocks.Now).Year + 2,
        ["fingerprint"] = $"fp{card.Number[..8]}{card.Last4}",
        ["checks"] = Checks(card), ["networks"] = new JsonObject { ["available"] = new JsonArray(card.Brand) },
        ["three_d_secure_usage"] = new JsonObject { ["supported"] = true }, ["regulated_status"] = "unregulated",
    };

    public static JsonObject Checks(StripeCard card)
    {
        var checks = new JsonObject { ["cvc_check"] = "pass", ["address_line1_check"] = "pass", ["address_postal_code_check"] = "pass" };
        if (card.FailedCheck is { } failed)
        {
            checks[failed] = "fail";
        }

        return checks;
    }

    private static JsonObject Debit(StripeCard card) => new()
    {
        ["bank_code"] = card.Number[4..9], ["country"] = card.Country, ["fingerprint"] = $"fp{card.Number}", ["last4"] = card.Last4,
    };
}
