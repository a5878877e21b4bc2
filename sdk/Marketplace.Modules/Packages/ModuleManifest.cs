using System.Text.Json;
using NuGet.Versioning;

namespace Marketplace.Modules.Packages;

/// <summary>What the package's module.json says, checked. module.schema.json describes each property for editors.</summary>
public sealed record ModuleManifest
{
    /// <summary>The path of the manifest in the package.</summary>
    public const string FileName = "module.json";

    /// <summary>The name people read, up to 100 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The slug of the category, such as <c>finance</c>.</summary>
    public required string Category { get; init; }

    /// <summary>Up to ten slugs for search.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The host versions that the module works with.</summary>
    public required VersionRange Host { get; init; }

    /// <summary>The full name of the class that implements <c>IModule</c>.</summary>
    public required string EntryType { get; init; }

    /// <summary>The simple name of its assembly, which lies in lib/net10.0.</summary>
    public required string EntryAssembly { get; init; }

    /// <summary>What the module asks to be allowed.</summary>
    public ModuleCapabilities Capabilities { get; init; } = new();

    /// <summary>A JSON schema of the module's settings, or null.</summary>
    public JsonElement? Settings { get; init; }

    /// <summary>The path that answers with success while the module is well, or null.</summary>
    public string? Health { get; init; }

    /// <summary>What weakness this version fixes, for those who have an earlier one; null if none. Up to 500 characters.</summary>
    public string? Security { get; init; }

    /// <summary>Up to eight pictures of the module for its page, in their order.</summary>
    public IReadOnlyList<Screenshot> Screenshots { get; init; } = [];

    /// <summary>The JSON schema of module.json (draft 2020-12), as text.</summary>
    public static string ReadSchema()
    {
        using var schema = typeof(ModuleManifest).Assembly.GetManifestResourceStream("module.schema.json")!;
        return new StreamReader(schema).ReadToEnd();
    }
}

/// <summary>A picture of the module.</summary>
/// <param name="File">The path of a PNG or JPEG file in the package.</param>
/// <param name="Text">What it shows, for those who cannot see it.</param>
public sealed record Screenshot(string File, string Text);

/// <summary>What a module asks to be allowed; everything else is not.</summary>
public sealed record ModuleCapabilities
{
    /// <summary>The hosts it connects to; <c>*.</c> in front stands for every subdomain, <c>*</c> alone for any host.</summary>
    public IReadOnlyList<string> Network { get; init; } = [];

    /// <summary>Whether it keeps files in the folder that the host gives it.</summary>
    public bool OwnStorage { get; init; }

    /// <summary>The path prefixes under which it answers requests.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>Starts processes.</summary>
    public bool Process { get; init; }

    /// <summary>Reads or writes files outside its own storage.</summary>
    public bool FileSystem { get; init; }

    /// <summary>Creates or loads code at run time.</summary>
    public bool Reflection { get; init; }

    /// <summary>Ships or calls native code.</summary>
    public bool Native { get; init; }

    /// <summary>Reads environment variables.</summary>
    public bool Environment { get; init; }

    /// <summary>The names of the capabilities asked for, as in the manifest, in its order.</summary>
    public IEnumerable<string> Names =>
        from pair in new (string Name, bool Asked)[]
        {
            ("network", Network.Count > 0), ("storage", OwnStorage), ("endpoints", Endpoints.Count > 0), ("process", Process),
            ("filesystem", FileSystem), ("reflection", Reflection), ("native", Native), ("environment", Environment),
        }
        where pair.Asked
        select pair.Name;
}
