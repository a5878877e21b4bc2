using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

internal sealed record StripeFile(string Name, string ContentType, byte[] Content);

/// <summary>
/// One request that the description allows. It notes which parameters were read: one that nobody reads is not played, and the fake
/// says so instead of ignoring it.
/// </summary>
internal sealed class StripeCall(StripeEndpoint endpoint, JsonObject values, Dictionary<string, string> path, string account)
{
    private readonly HashSet<string> _read = ["expand", "metadata"];

    public StripeEndpoint Endpoint => endpoint;

    public string Account => account;

    public string Request { get; init; } = "";

    public string? Key { get; init; }

    public StripeFile? File { get; init; }

    public string Id => path["id"];

    public string Parent => path.First(part => part.Key is not "id").Value;

    public IEnumerable<string> Unread => values.Select(value => value.Key).Where(name => !_read.Contains(name));

    public IEnumerable<string> Expand => (values["expand"] as JsonArray ?? []).Select(path => (string)path!);

    public bool Has(string name) => Read(name) is not null;

    /// <summary>Was sent, if only to clear it.</summary>
    public bool Names(string name)
    {
        _read.Add(name);
        return values.ContainsKey(name);
    }

    public string? Text(string name) => (string?)Read(name);

    public string Needed(string name) => Text(name) ?? throw StripeFailure.Lacking(name);

    public long? Number(string name) => (long?)Read(name);

    public bool Flag(string name) => Read(name) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public JsonNode? Read(string name)
    {
        _read.Add(name);
        return values[name];
    }

    public JsonObject? Object(string name) => Read(name) as JsonObject;

    public IEnumerable<JsonObject> Objects(string name) => (Read(name) as JsonArray ?? []).Select(item => (JsonObject)item!);

    /// <summary>Nothing of it matters to what the fake plays.</summary>
    public void Ignore(params string[] names) => _read.UnionWith(names);

    /// <summary>Takes over the parameters that are fields of the object by the same name; those of metadata one by one.</summary>
    public JsonObject Into(JsonObject body, params string[] names)
    {
        foreach (var name in names.Where(values.ContainsKey))
        {
            _read.Add(name);
            body[name] = values[name]?.DeepClone();
        }

        if (values["metadata"] is JsonObject metadata)
        {
            var kept = body["metadata"] as JsonObject ?? [];
            body["metadata"] = new JsonObject(kept.Where(entry => !metadata.ContainsKey(entry.Key)).Concat(metadata.Where(entry => entry.Value is not null))
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        }
        else if (values.ContainsKey("metadata"))
        {
            body["metadata"] = new JsonObject();
        }

        return body;
    }
}
