using System.Text.Json;
using System.Text.RegularExpressions;
using NuGet.Versioning;

namespace Marketplace.Modules.Packages;

/// <summary>
/// Parses module.json strictly: unknown properties are refused, since a misspelt one would silently not count.
/// Collects everything that is wrong; returns null if there is anything.
/// </summary>
internal static partial class ManifestReader
{
    private static readonly string[] Known =
        ["$schema", "displayName", "category", "tags", "host", "entry", "capabilities", "settings", "health", "screenshots", "security"];
    private static readonly string[] KnownOfScreenshots = ["file", "text"];
    private static readonly string[] KnownCapabilities = ["network", "storage", "endpoints", "process", "filesystem", "reflection", "native", "environment"];

    public static ModuleManifest? Read(PackageArchive archive, List<PackageRefusal> problems)
    {
        if (archive.Find(ModuleManifest.FileName) is not { } entry)
        {
            problems.Add(new(
                "manifest.missing", $"The package has no {ModuleManifest.FileName} at its root.",
                $"Add {ModuleManifest.FileName} to the project with Pack=\"true\" PackagePath=\"\\\"."));
            return null;
        }

        if (entry.Length > PackageLimits.Manifest)
        {
            problems.Add(new(
                "manifest.too-large", $"{entry.Path} is larger than {PackageLimits.Manifest / 1024} KB.",
                "Keep data in files of its own.", entry.Path));
            return null;
        }

        var before = problems.Count;
        try
        {
            var manifest = Parse(archive.ReadAll(entry), problems);
            if (manifest is not null && problems.Count == before)
            {
                EntryType.Check(archive, manifest, problems);
                Presentation.Screenshots(archive, manifest, problems);
            }

            return problems.Count == before ? manifest : null;
        }
        catch (PackageRefusedException refused)
        {
            problems.Add(refused.Refusal);
            return null;
        }
    }

    /// <summary>Parses the text alone, without looking for the entry type in the package.</summary>
    public static ModuleManifest? Parse(ReadOnlyMemory<byte> json, List<PackageRefusal> problems)
    {
        if (ManifestJson.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, out var fault) is { } root)
        {
            return Parse(new ManifestValues(root, "", problems));
        }

        problems.Add(new(
            "manifest.not-json", $"{ModuleManifest.FileName}, {fault}.",
            "Correct it in an editor that knows its schema.", ModuleManifest.FileName));
        return null;
    }

    private static ModuleManifest? Parse(ManifestValues root)
    {
        if (!root.IsObject(Known))
        {
            return null;
        }

        _ = root.Text("$schema", 500);
        var entry = root.Text("entry", 500, Entry(), "a type and its assembly, such as \"Acme.Invoicing.InvoicingModule, Acme.Invoicing\"", required: true);
        var comma = entry?.IndexOf(',', StringComparison.Ordinal) ?? 0;
        return new()
        {
            DisplayName = root.Words("displayName", 100, required: true) ?? "",
            Category = root.Text("category", 40, Slug(), "a slug of small letters, digits and dashes", required: true) ?? "",
            Tags = root.Texts("tags", 10, 40, Slug(), "slugs of small letters, digits and dashes"),
            Host = Host(root),
            EntryType = entry?[..comma].Trim() ?? "",
            EntryAssembly = entry?[(comma + 1)..].Trim() ?? "",
            Capabilities = Capabilities(root),
            Settings = Settings(root),
            Security = root.Words("security", 500),
            Health = root.Text("health", 200, UrlPath(), "a path that begins with a slash"),
            Screenshots = Screenshots(root),
        };
    }

    private static VersionRange Host(ManifestValues root)
    {
        if (root.Text("host", 100, required: true) is { } text)
        {
            if (VersionRange.TryParse(text, out var range) && !range.IsFloating)
            {
                return range.IsEmpty() ? root.Refuse("host", "manifest.host-empty", $"the range {text}, which no version is in", VersionRange.None) : range;
            }

            root.Refuse("host", "manifest.property", "a version range such as [2.0,4.0) expected");
        }

        return VersionRange.All;
    }

    private static ModuleCapabilities Capabilities(ManifestValues root)
    {
        if (root.Child("capabilities") is not { } asked || !asked.IsObject(KnownCapabilities))
        {
            return new();
        }

        return new()
        {
            Network = asked.Texts("network", 50, 253, HostName(), "host names such as api.acme.example"),
            OwnStorage = asked.Text("storage", 10, Own(), "\"own\"") is not null,
            Endpoints = asked.Texts("endpoints", 50, 200, UrlPath(), "paths that begin with a slash"),
            Process = asked.Flag("process"),
            FileSystem = asked.Flag("filesystem"),
            Reflection = asked.Flag("reflection"),
            Native = asked.Flag("native"),
            Environment = asked.Flag("environment"),
        };
    }

    private static List<Screenshot> Screenshots(ManifestValues root) => [..
        from item in root.Items("screenshots", PackageLimits.Screenshots)
        where item.IsObject(KnownOfScreenshots)
        select new Screenshot(
            item.Text("file", PackageLimits.PathLength, required: true) ?? "",
            item.Words("text", 200, required: true) ?? "")];

    private static JsonElement? Settings(ManifestValues root)
    {
        if (root.Child("settings") is not { } settings)
        {
            return null;
        }

        if (settings.Value.ValueKind is not JsonValueKind.Object
            || !settings.Value.TryGetProperty("type", out var type)
            || type.ValueKind is not JsonValueKind.String
            || type.GetString() != "object")
        {
            root.Refuse("settings", "manifest.property", "a JSON schema with \"type\": \"object\" expected");
        }

        return settings.Value;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Slug();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.]* *, *[A-Za-z_][A-Za-z0-9_.-]*$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^(\*|(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)$")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^/([A-Za-z0-9_~-][A-Za-z0-9._~-]*(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)?$")]
    private static partial Regex UrlPath();

    [GeneratedRegex("^own$")]
    private static partial Regex Own();
}
