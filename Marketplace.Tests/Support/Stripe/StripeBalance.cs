using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>The lines of each account's balance; the balance is their sum and nothing else.</summary>
internal sealed class StripeBalance(StripeBackend stripe)
{
    public StripeObject Book(string account, string type, long amount, string currency, StripeObject source, long fee = 0, TimeSpan? waits = null,
        string? category = null)
    {
        var rate = stripe.Rules.Rates.GetValueOrDefault(currency, 1);
        var settled = rate is 1 ? currency : stripe.Rules.SettlementCurrency;
        var gross = (long)decimal.Round(amount * rate, MidpointRounding.AwayFromZero);
        var customer = source.Body["customer"] is JsonValue value ? (string?)value : null;
        var now = stripe.Clocks.NowFor(customer);
        var line = stripe.State.Add("balance_transaction", account, now, new JsonObject
        {
            ["amount"] = gross, ["currency"] = settled, ["fee"] = fee, ["net"] = gross - fee, ["type"] = type, ["source"] = source.Id,
            ["exchange_rate"] = rate is 1 ? null : rate, ["reporting_category"] = category ?? Category(type), ["balance_type"] = "payments",
            ["available_on"] = now + (long)(waits ?? TimeSpan.Zero).TotalSeconds, ["status"] = waits is null ? "available" : "pending",
            ["description"] = source.Body["description"] is { } words ? (string?)words : null,
            ["fee_details"] = fee is 0 ? [] : new JsonArray(new JsonObject
            {
                ["amount"] = fee, ["currency"] = settled, ["type"] = "stripe_fee", ["description"] = type is "adjustment" ? "Dispute fee"
                    : "Stripe processing fees",
            }),
        });
        if (waits is { } wait)
        {
            stripe.Clocks.After(wait, customer, () => line["status"] = "available");
        }

        return line;
    }

    public long Available(string account, string currency) => Sum(account, currency, "available");

    public long Total(string account, string currency) => Available(account, currency) + Sum(account, currency, "pending");

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes) => routes["Balance.retrieve"] = call => StripeShapes.Complete(new JsonObject
    {
        ["object"] = "balance", ["available"] = Amounts(call.Account, "available"), ["pending"] = Amounts(call.Account, "pending"),
    });

    private JsonArray Amounts(string account, string status)
    {
        var currencies = Lines(account).Select(line => line.Text("currency")!).Append(stripe.Rules.SettlementCurrency).Distinct();
        return [.. currencies.Order().Select(currency => new JsonObject
        {
            ["amount"] = Sum(account, currency, status), ["currency"] = currency,
            ["source_types"] = new JsonObject { ["card"] = Sum(account, currency, status) },
        })];
    }

    private long Sum(string account, string currency, string status) =>
        Lines(account).Where(line => line.Text("currency") == currency && line.Text("status") == status).Sum(line => line.Number("net"));

    private IEnumerable<StripeObject> Lines(string account) => stripe.State.NewestFirst("balance_transaction", account);

    private static string Category(string type) => type switch
    {
        "payment" => "charge",
        "payment_refund" => "refund",
        "transfer_refund" => "transfer_reversal",
        "payout_failure" or "payout_cancel" => "payout_reversal",
        _ => type,
    };
}
