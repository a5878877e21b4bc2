using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Products and prices, as far as the lines of a checkout name them.</summary>
internal sealed class StripePrices(StripeBackend stripe)
{
    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Products.create"] = call => Noted("product.created", Product(stripe, call.Account, call.Into(
            new JsonObject { ["active"] = true }, "name", "active", "description", "images", "shippable", "statement_descriptor", "tax_code", "unit_label",
                "url")));
        routes["Prices.create"] = call =>
        {
            if (call.Has("product") == call.Has("product_data"))
            {
                throw StripeFailure.Invalid("parameter_missing", "A price has either a product or product_data.", "product");
            }

            var product = call.Text("product") is { } id ? stripe.Get("product", id, call.Account, "product")
                : Product(stripe, call.Account, new JsonObject { ["active"] = true, ["name"] = (string?)call.Object("product_data")!["name"] });
            var recurring = call.Object("recurring");
            var price = Price(stripe, call.Account, StripeAmounts.Currency(call.Needed("currency")), call.Number("unit_amount") ?? 0, product);
            price["type"] = recurring is null ? "one_time" : "recurring";
            price["recurring"] = recurring is null ? null : new JsonObject
            {
                ["interval"] = (string?)recurring["interval"], ["interval_count"] = (long?)recurring["interval_count"] ?? 1, ["usage_type"] = "licensed",
            };
            call.Into(price.Body, "active", "lookup_key", "nickname", "tax_behavior");
            return Noted("price.created", price);
        };
    }

    public static StripeObject Product(StripeBackend stripe, string account, JsonObject values) =>
        stripe.State.Add("product", account, stripe.Clocks.Now, values);

    public static StripeObject Price(StripeBackend stripe, string account, string currency, long amount, StripeObject product) =>
        stripe.State.Add("price", account, stripe.Clocks.Now, new JsonObject
        {
            ["active"] = true, ["billing_scheme"] = "per_unit", ["currency"] = currency, ["unit_amount"] = amount, ["unit_amount_decimal"] = $"{amount}",
            ["product"] = product.Id, ["type"] = "one_time", ["tax_behavior"] = "unspecified",
        });

    /// <summary>One line of a checkout, by a price that is kept or by one given with it.</summary>
    public static StripeObject Line(StripeBackend stripe, string account, JsonObject item, string path)
    {
        var quantity = (long?)item["quantity"] ?? throw StripeFailure.Lacking($"{path}[quantity]");
        var price = item["price"] is { } id ? stripe.Get("price", (string)id!, account, $"{path}[price]")
            : item["price_data"] is JsonObject data ? Given(stripe, account, data, $"{path}[price_data]") : throw StripeFailure.Lacking($"{path}[price]");
        var amount = price.Number("unit_amount") * quantity;
        return stripe.State.Add("item", account, stripe.Clocks.Now, new JsonObject
        {
            ["amount_subtotal"] = amount, ["amount_total"] = amount, ["amount_discount"] = 0, ["amount_tax"] = 0, ["currency"] = price.Text("currency"),
            ["description"] = stripe.State.Find(price.Text("product")!)!.Text("name"), ["price"] = price.Shown(), ["quantity"] = quantity,
            ["metadata"] = item["metadata"]?.DeepClone(),
        });
    }

    private static StripeObject Given(StripeBackend stripe, string account, JsonObject data, string path)
    {
        var product = data["product"] is { } id ? stripe.Get("product", (string)id!, account, $"{path}[product]")
            : Product(stripe, account, new JsonObject { ["name"] = Name(data, path) });
        var amount = (long?)data["unit_amount"] ?? throw StripeFailure.Lacking($"{path}[unit_amount]");
        return amount < 0 ? throw StripeFailure.Invalid("parameter_invalid_integer", "Invalid non-negative integer", $"{path}[unit_amount]")
            : Price(stripe, account, StripeAmounts.Currency((string)data["currency"]!), amount, product);
    }

    private static string? Name(JsonObject data, string path) =>
        (string?)(data["product_data"]?["name"] ?? throw StripeFailure.Lacking($"{path}[product_data]"));

    private JsonObject Noted(string type, StripeObject made)
    {
        stripe.Events.Add(type, made);
        return made.Shown();
    }
}
