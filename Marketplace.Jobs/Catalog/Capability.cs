using System.Text.Json;

namespace Marketplace.Catalog;

/// <summary>Something a module may do, as its manifest asks: for what exactly, where the manifest says.</summary>
public sealed record Capability(string Name, IReadOnlyList<string> Scope)
{
    /// <summary>Those that reach beyond the module's own page and storage.</summary>
    public static readonly IReadOnlyList<string> Guarded = ["network", "process", "filesystem", "native", "reflection", "environment"];

    /// <summary>Reads what a checked module.json asks for. What it denies is not asked for.</summary>
    public static IReadOnlyList<Capability> InManifest(string json)
    {
        using var manifest = JsonDocument.Parse(json);
        return manifest.RootElement.TryGetProperty("capabilities", out var capabilities) && capabilities.ValueKind == JsonValueKind.Object
            ? [.. from asked in capabilities.EnumerateObject()
                  let scope = Strings(asked.Value)
                  where asked.Value.ValueKind == JsonValueKind.True || scope.Count > 0
                  select new Capability(asked.Name, scope)]
            : [];
    }

    private static IReadOnlyList<string> Strings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)],
        _ => [],
    };
}
