using System.Text.Json;

namespace Marketplace.Tests.Support.Stripe;

/// <summary>The description of Stripe's interface that lies in <c>Data</c>.</summary>
internal static class StripeApi
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly ApiFile Api = Load<ApiFile>("api.json");
    private static readonly ResourcesFile Shapes = Load<ResourcesFile>("resources.json");

    public static string Version => Api.ApiVersion;

    public static IReadOnlyList<StripeEndpoint> Endpoints => Api.Endpoints;

    public static IReadOnlyDictionary<string, StripeResource> Resources => Shapes.Resources;

    public static bool IsEvent(string type) => Shapes.Events.ContainsKey(type);

    public static StripeEndpoint Endpoint(string id) => Api.Endpoints.Single(endpoint => endpoint.Id == id);

    /// <summary>Where two paths fit, the one with fewer placeholders wins.</summary>
    public static StripeEndpoint? Find(string method, string path) => Api.Endpoints
        .Where(endpoint => endpoint.Method == method && endpoint.Match(path) is not null).MinBy(endpoint => endpoint.Placeholders);

    public static StripeSchema OfParameter(StripeSchema schema) => schema.Ref is { } name ? Api.Defs[name] : schema;

    public static StripeSchema OfField(StripeSchema schema) => schema.Ref is { } name ? Shapes.Defs[name] : schema;

    /// <summary>The resource of an object that says <c>object</c>, and perhaps <c>deleted</c>.</summary>
    public static StripeResource Resource(string name, bool isDeleted = false) => Shapes.Resources[isDeleted ? $"deleted_{name}" : name];

    private static T Load<T>(string file)
    {
        using var stream = typeof(StripeApi).Assembly.GetManifestResourceStream($"stripe/{file}")
            ?? throw new InvalidOperationException($"The tests were built without Support/Stripe/Data/{file}.");
        return JsonSerializer.Deserialize<T>(stream, Web)!;
    }

    private sealed record ApiFile(string ApiVersion, StripeEndpoint[] Endpoints, Dictionary<string, StripeSchema> Defs);

    private sealed record ResourcesFile(
        string ApiVersion, Dictionary<string, StripeResource> Resources, Dictionary<string, StripeSchema> Defs, Dictionary<string, JsonElement> Events);
}
