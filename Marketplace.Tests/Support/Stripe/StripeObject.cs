using System.Globalization;
using System.Text.Json.Nodes;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>One object that the fake keeps. What Stripe knows of it but does not show stands in <see cref="Hidden"/>.</summary>
internal sealed record StripeObject(string Account, JsonObject Body)
{
    public Dictionary<string, object> Hidden { get; } = [];

    public string Id => (string)Body["id"]!;

    public string Resource => (string)Body["object"]!;

    public bool IsDeleted { get; set; }

    public string? Text(string name) => (string?)Body[name];

    // Whether it was written as a short or a long number.
    public long Number(string name) => Body[name] is { } value ? long.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : 0;

    public bool Flag(string name) => Body[name] is { } value && (bool)value;

    public T? Known<T>(string name)
        where T : class => Hidden.GetValueOrDefault(name) as T;

    public JsonNode? this[string name]
    {
        get => Body[name];
        set => Body[name] = value;
    }

    /// <summary>All fields, in a copy.</summary>
    public JsonObject Shown() => StripeShapes.Complete(Body);
}
