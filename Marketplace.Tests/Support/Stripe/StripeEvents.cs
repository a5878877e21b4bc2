using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Notes what happened, each with the object as it was at that moment.</summary>
internal sealed class StripeEvents(StripeBackend stripe)
{
    public void Add(string type, StripeObject about, JsonObject? previous = null)
    {
        if (!StripeApi.IsEvent(type))
        {
            throw new InvalidOperationException($"Stripe has no event {type}.");
        }

        var data = new JsonObject { ["object"] = about.Shown() };
        if (previous is not null)
        {
            data["previous_attributes"] = previous;
        }

        // What happens to a connected account is news of that account, not of the platform.
        var account = about.Resource is "account" ? about.Id : about.Account;
        var made = stripe.State.Add("event", account, stripe.Clocks.NowFor(about.Resource is "customer" ? about.Id : CustomerOf(about)), new JsonObject
        {
            ["api_version"] = StripeApi.Version,
            ["type"] = type,
            ["data"] = data,
            ["request"] = new JsonObject { ["id"] = stripe.Current?.Request, ["idempotency_key"] = stripe.Current?.Key },
        });
        if (account.Length > 0)
        {
            made["account"] = account;
        }

        stripe.Webhooks.Note(made);
    }

    /// <summary>Changes an object, and says in the event what its changed fields were before.</summary>
    public void Change(string type, StripeObject about, Action change)
    {
        var before = about.Shown();
        change();
        var after = about.Shown();
        Add(type, about, new JsonObject(after.Select(field => field.Key).Union(before.Select(field => field.Key))
            .Where(name => !JsonNode.DeepEquals(before[name], after[name])).Select(name => KeyValuePair.Create(name, before[name]?.DeepClone()))));
    }

    public void AddTo(Dictionary<string, Func<StripeCall, JsonObject>> routes) => routes["Events.list"] = call =>
    {
        var wanted = call.Text("type") is { } one ? [one] : (call.Read("types") as JsonArray)?.Select(type => (string)type!).ToArray();
        var delivered = call.Has("delivery_success") ? call.Flag("delivery_success") : (bool?)null;
        return StripeLists.Page(call, stripe.State.NewestFirst("event", call.Account)
            .Where(made => wanted is null || wanted.Any(type => Fits(type, made.Text("type")!)))
            .Where(made => delivered is null || delivered == (made.Number("pending_webhooks") is 0)));
    };

    public static bool Fits(string pattern, string type) =>
        pattern is "*" || pattern == type || (pattern.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static string? CustomerOf(StripeObject about) => about.Body["customer"] is JsonValue customer ? (string?)customer : null;
}
