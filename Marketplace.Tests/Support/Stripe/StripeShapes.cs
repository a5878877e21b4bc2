using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>
/// Gives an object all fields of its resource: null where a field may be null, its plain default where not. A field that the resource
/// does not have, or of another type, is a mistake of the fake and stops it.
/// </summary>
internal static class StripeShapes
{
    public static JsonObject Complete(JsonObject values)
    {
        var name = (string)values["object"]!;
        var resource = StripeApi.Resource(name, values["deleted"] is not null);
        return Fields(resource.Fields, values, name);
    }

    public static JsonObject List(IEnumerable<JsonObject> items, string url, bool hasMore = false) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. items]),
        ["has_more"] = hasMore,
        ["url"] = url,
    };

    private static JsonObject Fields(Dictionary<string, StripeSchema> fields, JsonObject values, string path)
    {
        if (values.FirstOrDefault(value => !fields.ContainsKey(value.Key)).Key is { } unknown)
        {
            throw Wrong(path, $"has no field {unknown}");
        }

        var whole = new JsonObject();
        foreach (var (name, schema) in fields)
        {
            if (values[name] is { } value)
            {
                whole[name] = Value(StripeApi.OfField(schema), value, $"{path}.{name}");
            }
            else if (schema.Nullable ? !schema.Optional || values.ContainsKey(name) : !schema.Optional)
            {
                whole[name] = schema.Nullable ? null : Default(StripeApi.OfField(schema), $"{path}.{name}");
            }
        }

        return whole;
    }

    private static JsonNode? Value(StripeSchema schema, JsonNode value, string path) => schema.Type switch
    {
        "object" => value is JsonObject one ? schema.Fields.Count is 0 ? one.DeepClone() : Fields(schema.Fields, one, path) : throw Wrong(path, "is an object"),
        "array" => new JsonArray([.. Items(value, path).Select(item => Value(StripeApi.OfField(schema.Items!), item!, $"{path}[]"))]),
        "map" => value is JsonObject ? value.DeepClone() : throw Wrong(path, "is a map"),
        "list" => ListOf(value, path),
        "resource" => Complete(value as JsonObject ?? throw Wrong(path, "is an object")),
        "expandable" => value is JsonObject expanded ? Complete(expanded) : Scalar(value, JsonValueKind.String, path),
        "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.DeepClone() : throw Wrong(path, "is true or false"),
        "integer" or "timestamp" or "number" => Scalar(value, JsonValueKind.Number, path),
        "enum" => schema.Enum.Contains((string?)Scalar(value, JsonValueKind.String, path)) ? value.DeepClone() : throw Wrong(path, $"cannot be {value}"),
        "anyOf" or "any" => value.DeepClone(),
        _ => Scalar(value, JsonValueKind.String, path),
    };

    private static JsonNode? Default(StripeSchema schema, string path) => schema.Type switch
    {
        "object" => Fields(schema.Fields, [], path),
        "array" => new JsonArray(),
        "map" => new JsonObject(),
        "list" => List([], ""),
        "boolean" => false,
        "integer" or "timestamp" or "number" => 0,
        "enum" => schema.Enum[0],
        "string" => "",
        _ => throw Wrong(path, "was left out"),
    };

    private static JsonArray Items(JsonNode value, string path) => value as JsonArray ?? throw Wrong(path, "is an array");

    private static JsonObject ListOf(JsonNode value, string path) =>
        List(Items(value["data"]!, path).Select(item => Complete((JsonObject)item!)), (string)value["url"]!, (bool)value["has_more"]!);

    private static JsonNode Scalar(JsonNode value, JsonValueKind kind, string path) =>
        value.GetValueKind() == kind ? value.DeepClone() : throw Wrong(path, $"is a {kind}, not {value.ToJsonString()}");

    private static InvalidOperationException Wrong(string path, string what) => new($"The fake of Stripe made a wrong answer: {path} {what}.");
}
