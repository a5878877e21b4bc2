using System.Text.Json;

namespace Marketplace.Planning;

/// <summary>One setting of a module, as its manifest declares it.</summary>
/// <param name="Type">As in JSON Schema: <c>string</c>, <c>integer</c>, …; empty where none is named.</param>
/// <param name="Default">What holds where nobody sets it; null means that it has to be set if <paramref name="IsRequired"/>.</param>
public sealed record PlanSetting(string Name, string Type, string? Default, bool IsRequired);

/// <summary>What a plan tells of a release, out of its <c>module.json</c>.</summary>
internal sealed record ManifestFacts(IReadOnlyList<string> Capabilities, IReadOnlyList<PlanSetting> Settings)
{
    public static readonly ManifestFacts None = new([], []);

    public static ManifestFacts Read(string? manifest)
    {
        if (manifest is null)
        {
            return None;
        }

        using var json = JsonDocument.Parse(manifest);
        return new([.. CapabilitiesOf(json.RootElement)], [.. SettingsOf(json.RootElement)]);
    }

    // The names, with the hosts for the network: "network api.acme.example". Paths that it answers on are no danger to ask about.
    private static IEnumerable<string> CapabilitiesOf(JsonElement root) => !root.TryGetProperty("capabilities", out var asked) ? [] :
        from property in asked.EnumerateObject()
        where property.Name is not "endpoints"
        from text in property.Value.ValueKind switch
        {
            JsonValueKind.Array => property.Value.EnumerateArray().Select(item => $"{property.Name} {item.GetString()}"),
            JsonValueKind.False => [],
            _ => (IEnumerable<string>)[property.Name],
        }
        select text;

    private static IEnumerable<PlanSetting> SettingsOf(JsonElement root)
    {
        if (!root.TryGetProperty("settings", out var settings)
            || !settings.TryGetProperty("properties", out var properties)
            || properties.ValueKind is not JsonValueKind.Object)
        {
            return [];
        }

        var required = settings.TryGetProperty("required", out var names) && names.ValueKind is JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.ToString()).ToHashSet()
            : [];
        return properties.EnumerateObject().Select(property => new PlanSetting(
            property.Name,
            Text(property.Value, "type") ?? "",
            Text(property.Value, "default"),
            required.Contains(property.Name)));
    }

    private static string? Text(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var found)
            ? found.ToString()
            : null;
}
