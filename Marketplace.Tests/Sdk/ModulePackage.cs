using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Marketplace.Modules;

namespace Marketplace.Tests.Sdk;

/// <summary>
/// A module package for tests. Its assembly is that of the tests, so a module is an ordinary class beside its test,
/// and yet is loaded from a package like any other.
/// </summary>
internal sealed record ModulePackage(string Id, string Version = "1.0.0", Type? Entry = null)
{
    private static readonly DateTimeOffset Once = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<string> Needs { get; init; } = [];

    public string Host { get; init; } = "[1.0,9.0)";

    public string? Health { get; init; }

    public string Readme { get; init; } = "";

    /// <summary>An assembly made for the test, in place of that of <see cref="Entry"/>: its name, its content and the class that is the module.</summary>
    public (string Name, byte[] Content, string EntryType)? Assembly { get; init; }

    /// <summary>What lies beside its assembly: paths in <c>lib/net10.0</c>, and their content.</summary>
    public IReadOnlyList<(string Path, byte[] Content)> Beside { get; init; } = [];

    public (byte[] Bytes, string Sha256) Pack()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var (name, content, type) = Assembly ?? (Entry is null
                ? ("Small", Small.Value, "Small.EntryModule")
                : (Entry.Assembly.GetName().Name!, File.ReadAllBytes(Entry.Assembly.Location), Entry.FullName!));
            Add(zip, $"{Id}.nuspec", Nuspec());
            Add(zip, "module.json", Manifest($"{type}, {name}"));
            Add(zip, "README.md", $"{Readme}\n{Id} {Version}\n");
            foreach (var (path, beside) in Beside.Prepend(($"{name}.dll", content)))
            {
                Add(zip, $"lib/net10.0/{path}", beside);
            }
        }

        var bytes = file.ToArray();
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    // Where a test is about files alone, a small assembly is enough.
    private static readonly Lazy<byte[]> Small = new(() =>
        Portal.Demo.DemoAssembly.Write("Small", "1.0.0", "Small.EntryModule", new ModulePage("Small", "/small"), "Small"));

    private string Nuspec() => $"""
        <package><metadata><id>{Id}</id><version>{Version}</version><authors>Test</authors><description>For tests.</description>
        <packageTypes><packageType name="MarketplaceModule" /></packageTypes>
        <dependencies><group targetFramework="net10.0">
        {string.Concat(Needs.Select(id => $"<dependency id=\"{id}\" version=\"1.0.0\" />"))}
        </group></dependencies>
        </metadata></package>
        """;

    private string Manifest(string entry)
    {
        var manifest = new JsonObject { ["displayName"] = Id, ["category"] = "tests", ["host"] = Host, ["entry"] = entry };
        if (Health is not null)
        {
            manifest["health"] = Health;
        }

        return manifest.ToJsonString();
    }

    private static void Add(ZipArchive zip, string path, string text) => Add(zip, path, System.Text.Encoding.UTF8.GetBytes(text));

    private static void Add(ZipArchive zip, string path, byte[] content)
    {
        var entry = zip.CreateEntry(path);
        entry.LastWriteTime = Once;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
