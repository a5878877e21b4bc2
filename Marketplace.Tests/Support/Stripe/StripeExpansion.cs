using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Puts objects in place of their ids, where a request asks for it.</summary>
internal static class StripeExpansion
{
    private const int MaxDepth = 4;

    public static JsonObject Expand(StripeBackend stripe, JsonObject answer, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var steps = path.Split('.');
            var isList = (string?)answer["object"] is "list" or "search_result";
            if (steps.Length > MaxDepth + (isList ? 1 : 0) || (isList && steps[0] is not "data"))
            {
                throw Refused(path);
            }

            foreach (var item in isList ? ((JsonArray)answer["data"]!).Select(item => (JsonObject)item!) : [answer])
            {
                One(stripe, item, StripeApi.Resource((string)item["object"]!).Fields, isList ? steps[1..] : steps, path);
            }
        }

        return answer;
    }

    private static void One(StripeBackend stripe, JsonObject at, Dictionary<string, StripeSchema> fields, string[] steps, string path)
    {
        if (steps is [])
        {
            return;
        }

        var schema = StripeApi.OfField(fields.GetValueOrDefault(steps[0]) ?? throw Refused(path));
        if (schema.Type is "expandable")
        {
            if (at[steps[0]] is JsonValue id && stripe.State.Find((string)id!) is { } found)
            {
                at[steps[0]] = found.IsDeleted ? StripeBackend.Deleted(found) : found.Shown();
            }
        }
        else if (schema.Type is "list" or "resource" && schema.Optional)
        {
            at[steps[0]] ??= Included(stripe, (string)at["id"]!, steps[0]);
        }
        else if (steps.Length is 1 || schema.Type is not ("object" or "array" or "list" or "resource"))
        {
            throw Refused(path);
        }

        foreach (var next in Below(at[steps[0]]))
        {
            One(stripe, next, next["object"] is JsonValue name ? StripeApi.Resource((string)name!, next["deleted"] is not null).Fields : schema.Fields,
                steps[1..], path);
        }
    }

    private static IEnumerable<JsonObject> Below(JsonNode? node) => node switch
    {
        JsonArray items => items.OfType<JsonObject>(),
        JsonObject list when (string?)list["object"] is "list" => ((JsonArray)list["data"]!).OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    // Lists that an answer holds only where it is asked for them.
    private static JsonObject? Included(StripeBackend stripe, string id, string field) => field switch
    {
        "line_items" => StripeShapes.List(
            (stripe.State.Find(id)!.Known<List<StripeObject>>("line_items") ?? []).Select(line => line.Shown()), $"/v1/checkout/sessions/{id}/line_items"),
        "refunds" => StripeShapes.List(
            stripe.State.All("refund").Reverse().Where(refund => refund.Text("charge") == id).Select(refund => refund.Shown()), $"/v1/charges/{id}/refunds"),
        "external_accounts" => StripeShapes.List(
            stripe.State.All("bank_account").Where(bank => bank.Text("account") == id).Select(bank => bank.Shown()), $"/v1/accounts/{id}/external_accounts"),
        "sources" or "subscriptions" or "tax_ids" => StripeShapes.List([], $"/v1/customers/{id}/{field}"),
        _ => null,
    };

    private static StripeFailure Refused(string path) => StripeFailure.Invalid(null, $"This property cannot be expanded ({path}).", "expand");
}
