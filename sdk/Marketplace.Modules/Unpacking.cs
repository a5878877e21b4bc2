using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using NuGet.Versioning;

namespace Marketplace.Modules;

/// <summary>How a package becomes a folder of the store.</summary>
internal static class Unpacking
{
    public static async Task<StageOutcome> UnpackAsync(Stream package, string sha256, string folder, CancellationToken cancel)
    {
        try
        {
            await ZipFile.ExtractToDirectoryAsync(package, folder, cancel);
            return new StageOutcome.Staged(Describe(folder, sha256));
        }
        catch (Exception error) when (error is InvalidDataException or FileNotFoundException or InvalidOperationException or System.Xml.XmlException or System.Text.Json.JsonException)
        {
            return new StageOutcome.Refused("package.unreadable", error.Message);
        }
    }

    private static InstalledModule Describe(string folder, string sha256)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "module.json")))!;
        var nuspec = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Descendants().ToList();
        var id = nuspec.First(element => element.Name.LocalName == "id").Value;
        return new InstalledModule(
            id,
            NuGetVersion.Parse(nuspec.First(element => element.Name.LocalName == "version").Value).ToNormalizedString(),
            sha256,
            (string?)manifest["displayName"] ?? id,
            (string)manifest["entry"]!,
            (string?)manifest["host"] ?? "0.0.0",
            (string?)manifest["health"],
            [.. Capabilities(manifest["capabilities"] as JsonObject)],
            [.. nuspec.Where(element => element.Name.LocalName == "dependency").Select(element => (string)element.Attribute("id")!)]);
    }

    private static IEnumerable<string> Capabilities(JsonObject? declared) =>
        from capability in declared ?? []
        from value in capability.Value is JsonArray values ? values.Select(value => $":{value}") : [capability.Value is JsonValue value ? $":{value}" : ""]
        select capability.Key + value;
}
