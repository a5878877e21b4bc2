using System.Text.Json;

namespace Marketplace.Portal.Demo;

/// <summary>A publisher of the demo and its modules, as <c>catalog.json</c> tells them.</summary>
internal sealed record DemoPublisher(string Name, IReadOnlyList<DemoModule> Modules)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<DemoPublisher> Read()
    {
        using var file = typeof(DemoPublisher).Assembly.GetManifestResourceStream("demo/catalog.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<DemoPublisher>>(file, Web)!;
    }
}

/// <param name="Does">What it does, a line each; makes up its readme and its page.</param>
/// <param name="Screenshots">Names of pictures in the folder <c>screenshots</c>, with what they show.</param>
/// <param name="Icon">As <see cref="DemoIcon"/> draws it.</param>
internal sealed record DemoModule(
    string Id,
    string Name,
    string Category,
    string Summary,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Does,
    IReadOnlyDictionary<string, JsonElement>? Capabilities,
    IReadOnlyList<DemoRelease> Releases,
    IReadOnlyDictionary<string, string>? Screenshots = null,
    string? Icon = null)
{
    /// <summary>The path of its page on a site.</summary>
    public string Path => "/" + Id[(Id.IndexOf('.', StringComparison.Ordinal) + 1)..].ToLowerInvariant();
}

/// <param name="Needs">Modules with their ranges, such as <c>Contoso.PdfExport [2.1,3.0)</c>.</param>
/// <param name="Capabilities">Instead of the module's, where a version asks for others.</param>
/// <param name="Waits">It stays in the queue, for a moderator to decide.</param>
/// <param name="Security">What weakness it fixes.</param>
internal sealed record DemoRelease(
    string Version, string Host, IReadOnlyList<string>? Needs, string Notes,
    IReadOnlyDictionary<string, JsonElement>? Capabilities, bool Waits, string? Security = null);
