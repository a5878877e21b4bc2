using System.Runtime.CompilerServices;
using System.Text.Json;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

/// <summary>
/// Stripe's events. They are read as data, whatever version of the interface they were written in: only what they are about is taken from them, and the
/// names of that have not changed for years.
/// </summary>
internal sealed class StripeNews(StripeCalls stripe)
{
    public async IAsyncEnumerable<ProviderNews> SinceAsync(DateTime since, [EnumeratorCancellation] CancellationToken cancel)
    {
        var from = new DateTimeOffset(since, TimeSpan.Zero).ToUnixTimeSeconds();
        var all = new List<ProviderNews>();
        for (string? after = null; ;)
        {
            var path = $"/v1/events?limit=100&created[gte]={from}{(after is null ? "" : $"&starting_after={after}")}";
            using var page = await stripe.ReadAsync("read events", async _ => JsonDocument.Parse(
                (await stripe.Client.RawRequestAsync(HttpMethod.Get, path, null, new Net.RawRequestOptions(), cancel)).Content), cancel);
            all.AddRange(page.RootElement.GetProperty("data").EnumerateArray().Select(one => Of(one)));
            if (!page.RootElement.GetProperty("has_more").GetBoolean())
            {
                break;
            }

            after = all[^1].Id;
        }

        // Stripe tells the newest first.
        foreach (var news in Enumerable.Reverse(all))
        {
            yield return news;
        }
    }

    /// <exception cref="JsonException">It is no event.</exception>
    public static ProviderNews Of(JsonElement one)
    {
        if (one.ValueKind is not JsonValueKind.Object || Text(one, "id") is not { Length: > 0 and <= 255 } id || Text(one, "type") is not { Length: > 0 } type
            || !one.TryGetProperty("created", out var created) || !created.TryGetInt64(out var at))
        {
            throw new JsonException("An event has an id, a type and a time.");
        }

        var about = one.TryGetProperty("data", out var data) && data.ValueKind is JsonValueKind.Object
            && data.TryGetProperty("object", out var it) && it.ValueKind is JsonValueKind.Object ? it : default;
        var (payment, refund, dispute) = Text(about, "object") switch
        {
            "checkout.session" => (Text(about, "client_reference_id") ?? Text(about, "id"), null, null),
            "payment_intent" or "charge" or "setup_intent" => (Named(about, StripePayments.PaymentKey), null, null),
            "refund" => (Named(about, StripePayments.PaymentKey), Named(about, StripeRefunds.RefundKey) ?? Text(about, "id"), null),
            "dispute" => (null, null, Text(about, "id")),
            _ => ((string?)null, (string?)null, (string?)null),
        };
        var connect = Text(about, "object") switch { "account" or "transfer" => Text(about, "id"), "capability" => Text(about, "account"), _ => null };
        return new(id, type, DateTimeOffset.FromUnixTimeSeconds(at).UtcDateTime, payment, refund, dispute, connect);
    }

    internal static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string? Named(JsonElement about, string key) => about.TryGetProperty("metadata", out var metadata) ? Text(metadata, key) : null;
}
