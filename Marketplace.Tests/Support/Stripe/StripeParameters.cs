using System.Globalization;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>Lets through what the description of an endpoint allows, as typed values, and refuses the rest in Stripe's words.</summary>
internal static class StripeParameters
{
    public static JsonObject Read(StripeEndpoint endpoint, StripeForm form) => Fields(endpoint.Params, form, "");

    private static JsonObject Fields(Dictionary<string, StripeSchema> fields, StripeForm form, string path)
    {
        if (form.Children.Keys.FirstOrDefault(name => !fields.ContainsKey(name)) is { } unknown)
        {
            throw StripeFailure.Unknown(Join(path, unknown));
        }

        var values = new JsonObject();
        foreach (var (name, child) in form.Children)
        {
            values[name] = Value(fields[name], child, Join(path, name));
        }

        return fields.FirstOrDefault(field => field.Value.Required && !values.ContainsKey(field.Key)).Key is { } missing
            ? throw StripeFailure.Lacking(Join(path, missing))
            : values;
    }

    private static JsonNode? Value(StripeSchema place, StripeForm form, string path)
    {
        if (form.Children.Count is 0 && form.Text is "")
        {
            return place.Emptyable || IsFile(place) ? null : throw StripeFailure.Early("parameter_invalid_empty",
                $"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; however '{path}' cannot be unset. "
                    + $"You should remove '{path}' from your request or supply a non-empty value.", path);
        }

        var schema = StripeApi.OfParameter(place);
        return schema.Type switch
        {
            "anyOf" => AnyOf(schema, form, path),
            "object" when form.Text is not null || (form.IsArray && !schema.Fields.ContainsKey("0")) => throw StripeFailure.Early(null, "Invalid object", path),
            "object" => Fields(schema.Fields, form, path),
            "array" => Array(schema, form, path),
            "map" => Map(schema, form, path),
            _ when form.Text is null => throw StripeFailure.Early(null, schema.Type is "string" or "enum" ? "Invalid string" : $"Invalid {schema.Type}", path),
            _ => Scalar(schema, form.Text, path),
        };
    }

    private static bool IsFile(StripeSchema place) => StripeApi.OfParameter(place).Type is "file";

    private static JsonNode Scalar(StripeSchema schema, string text, string path) => schema.Type switch
    {
        "integer" or "timestamp" => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw StripeFailure.Early("parameter_invalid_integer", $"Invalid integer: {text}", path),
        "number" => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number : throw StripeFailure.Early(null, $"Invalid number: {text}", path),
        "decimal" => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _)
            ? text : throw StripeFailure.Early(null, $"Invalid decimal: {text}", path),
        "boolean" => text is "true" or "false" ? text is "true" : throw StripeFailure.Early(null, $"Invalid boolean: {text}", path),
        "enum" => schema.Enum.Contains(text) ? text : throw StripeFailure.Early(null, $"Invalid {path}: must be {Choice(schema.Enum)}", path),
        _ => text,
    };

    private static JsonArray Array(StripeSchema schema, StripeForm form, string path) => form.Text is null && form.IsArray
        ? [.. form.Children.Select(child => Value(schema.Items!, child.Value, Join(path, child.Key)))]
        : throw StripeFailure.Early(null, "Invalid array", path);

    private static JsonObject Map(StripeSchema schema, StripeForm form, string path)
    {
        if (form.Text is not null)
        {
            throw StripeFailure.Early(null, "Invalid object", path);
        }

        var map = new JsonObject(form.Children.Select(child => KeyValuePair.Create(child.Key, Value(schema.Values!, child.Value, Join(path, child.Key)))));
        return map.FirstOrDefault(entry => entry.Key.Length > 40 || $"{entry.Value}".Length > 500).Key is { } tooLong
            ? throw StripeFailure.Early(null, "Metadata has keys of at most 40 characters and values of at most 500.", Join(path, tooLong))
            : map.Count > 50 ? throw StripeFailure.Early(null, "Metadata has at most 50 keys.", path) : map;
    }

    // The refusal of the form that fits best says most: that of an object for an object, of a text for a text.
    private static JsonNode? AnyOf(StripeSchema schema, StripeForm form, string path)
    {
        StripeFailure? refusal = null;
        foreach (var choice in schema.AnyOf)
        {
            try
            {
                return Value(choice, form, path);
            }
            catch (StripeFailure one)
            {
                refusal = refusal is null || (StripeApi.OfParameter(choice).Type is "object" or "map" or "array") == (form.Text is null) ? one : refusal;
            }
        }

        throw refusal!;
    }

    private static string Choice(string[] values) =>
        values is [var only] ? only : $"one of {string.Join(", ", values[..^1])}, or {values[^1]}";

    private static string Join(string path, string name) => path.Length is 0 ? name : $"{path}[{name}]";
}
