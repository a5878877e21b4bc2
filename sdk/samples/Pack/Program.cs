using System.IO.Compression;
using System.Text;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

// Packs the sample modules: one line of the list is one release. The same input gives the same bytes.
var folder = Directory.CreateDirectory(args[1]).FullName;
foreach (var line in File.ReadAllLines(args[0]))
{
    var parts = line.Split('|');
    var (id, version, host, needs, notes, assembly) = (parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
    var package = new PackageBuilder(deterministic: true)
    {
        Id = id,
        Version = NuGetVersion.Parse(version),
        Description = File.ReadLines(Path.Combine(id, "README.md")).Skip(2).First(),
        ReleaseNotes = notes,
        Readme = "README.md",
        Icon = "icon.png",
        PackageTypes = [new PackageType("MarketplaceModule", PackageType.EmptyVersion)],
    };
    package.Authors.Add("Acme Software");
    package.DependencyGroups.Add(new(NuGetFramework.Parse("net10.0"),
        from need in needs.Split('+', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let space = need.IndexOf(' ', StringComparison.Ordinal)
        select new PackageDependency(need[..space], VersionRange.Parse(need[space..]))));
    Add($"lib/net10.0/{id}.dll", File.ReadAllBytes(assembly));
    Add($"lib/net10.0/{id}.deps.json", Text($$"""
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "targets": { ".NETCoreApp,Version=v10.0": { "{{id}}/{{version}}": { "runtime": { "{{id}}.dll": {} } } } },
          "libraries": { "{{id}}/{{version}}": { "type": "project", "serviceable": false, "sha512": "" } }
        }
        """));
    Add("module.json", Text(File.ReadAllText(Path.Combine(id, "module.json")).Replace("$host$", host, StringComparison.Ordinal)));
    Add("README.md", File.ReadAllBytes(Path.Combine(id, "README.md")));
    Add("icon.png", File.ReadAllBytes(Path.Combine(id, "icon.png")));

    // Written aside and renamed, so that nobody ever copies half of one.
    var path = Path.Combine(folder, $"{id.ToLowerInvariant()}.{version}.nupkg");
    var draft = $"{path}.{Environment.ProcessId}";
    using (var file = File.Create(draft))
    {
        package.Save(file);
        using var zip = new ZipArchive(file, ZipArchiveMode.Update);
        foreach (var entry in zip.Entries)
        {
            entry.LastWriteTime = MemoryFile.Once;
        }
    }

    File.Move(draft, path, overwrite: true);

    void Add(string path, byte[] content) => package.Files.Add(new MemoryFile(path, content));
}

static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

internal sealed class MemoryFile(string path, byte[] content) : IPackageFile
{
    public static readonly DateTimeOffset Once = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Path => path;

    public string EffectivePath => path;

    public System.Runtime.Versioning.FrameworkName? TargetFramework => null;

    public NuGetFramework? NuGetFramework => null;

    public DateTimeOffset LastWriteTime => Once;

    public Stream GetStream() => new MemoryStream(content, writable: false);
}
