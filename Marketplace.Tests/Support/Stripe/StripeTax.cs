using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Tax on lines, always at 20%: enough to see that amounts are sent and read.</summary>
internal sealed class StripeTax(StripeBackend stripe)
{
    private const decimal Percentage = 20m;

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes)
    {
        routes["Tax.Calculations.create"] = Create;
        routes["Tax.Calculations.listLineItems"] = call => StripeLists.Page(call,
            stripe.Get("tax.calculation", call.Id, call.Account).Known<List<StripeObject>>("line_items")!);
    }

    private JsonObject Create(StripeCall call)
    {
        var customer = call.Object("customer_details") ?? throw StripeFailure.Lacking("customer_details");
        var country = (string?)customer["address"]?["country"] ?? throw StripeFailure.Invalid("customer_tax_location_invalid",
            "The customer's location isn't recognized. Set a valid customer address in order to calculate tax.", "customer_details[address]");
        var isFree = (string?)customer["taxability_override"] is "reverse_charge" or "customer_exempt";
        var lines = call.Objects("line_items").Select(line => Line(call, line, isFree ? 0 : Percentage)).ToList();
        var (exclusive, inclusive) = (Tax(lines, "exclusive"), Tax(lines, "inclusive"));
        var now = stripe.Clocks.Now;
        var made = stripe.State.Add("tax.calculation", call.Account, now, new JsonObject
        {
            ["currency"] = StripeAmounts.Currency(call.Needed("currency")), ["customer"] = call.Text("customer"), ["expires_at"] = now + 90 * 86_400,
            ["amount_total"] = lines.Sum(line => line.Number("amount")) + exclusive, ["tax_amount_exclusive"] = exclusive, ["tax_amount_inclusive"] = inclusive,
            ["tax_date"] = call.Number("tax_date") ?? now,
            ["customer_details"] = new JsonObject
            {
                ["address"] = customer["address"]?.DeepClone(), ["address_source"] = (string?)customer["address_source"] ?? "billing",
                ["tax_ids"] = customer["tax_ids"]?.DeepClone(), ["taxability_override"] = (string?)customer["taxability_override"] ?? "none",
            },
            ["tax_breakdown"] = new JsonArray(new JsonObject
            {
                ["amount"] = exclusive + inclusive, ["inclusive"] = inclusive > 0, ["taxable_amount"] = lines.Sum(line => line.Number("amount")) - inclusive,
                ["taxability_reason"] = isFree ? "reverse_charge" : "standard_rated",
                ["tax_rate_details"] = new JsonObject
                {
                    ["country"] = country, ["percentage_decimal"] = isFree ? "0.0" : "20.0", ["rate_type"] = "percentage", ["tax_type"] = "vat",
                },
            }),
        });
        made.Hidden["line_items"] = lines;
        return made.Shown();
    }

    private StripeObject Line(StripeCall call, JsonObject line, decimal percentage)
    {
        var (amount, behavior) = ((long)line["amount"]!, (string?)line["tax_behavior"] ?? "exclusive");
        var tax = (long)decimal.Round(behavior is "inclusive" ? amount * percentage / (100 + percentage) : amount * percentage / 100,
            MidpointRounding.AwayFromZero);
        return stripe.State.Add("tax.calculation_line_item", call.Account, stripe.Clocks.Now, new JsonObject
        {
            ["amount"] = amount, ["amount_tax"] = tax, ["quantity"] = (long?)line["quantity"] ?? 1, ["reference"] = (string?)line["reference"] ?? "L1",
            ["tax_behavior"] = behavior, ["tax_code"] = (string?)line["tax_code"] ?? "txcd_10103001",
        });
    }

    private static long Tax(List<StripeObject> lines, string behavior) =>
        lines.Where(line => line.Text("tax_behavior") == behavior).Sum(line => line.Number("amount_tax"));
}
