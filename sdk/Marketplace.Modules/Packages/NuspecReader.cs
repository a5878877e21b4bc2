using System.Text.RegularExpressions;
using System.Xml.Linq;
using NuGet.Versioning;

namespace Marketplace.Modules.Packages;

/// <summary>Parses the .nuspec and collects everything that is wrong with it. Returns null if there is anything.</summary>
internal sealed partial class NuspecReader
{
    // A plain reference to the SDK becomes a dependency; every host has it, in a version that loading compares.
    private const string Sdk = "Marketplace.Modules";
    private const int MaxRange = 200;

    private readonly PackageArchive _archive;
    private readonly List<PackageRefusal> _problems;
    private readonly string _path;
    private readonly XElement _metadata;

    private NuspecReader(PackageArchive archive, List<PackageRefusal> problems, string path, XElement metadata) =>
        (_archive, _problems, _path, _metadata) = (archive, problems, path, metadata);

    public static Nuspec? Read(PackageArchive archive, List<PackageRefusal> problems)
    {
        var before = problems.Count;
        try
        {
            var entry = NuspecFile.Find(archive);
            var nuspec = new NuspecReader(archive, problems, entry.Path, NuspecFile.ReadMetadata(archive, entry)).Read();
            return problems.Count == before ? nuspec : null;
        }
        catch (PackageRefusedException refused)
        {
            problems.Add(refused.Refusal);
            return null;
        }
    }

    private Nuspec Read()
    {
        var id = Text("id") ?? "";
        if (id.Length > 100 || !IdPattern().IsMatch(id))
        {
            Problem(
                "nuspec.id", $"The id “{PackagePath.Show(id)}” is not a package id",
                "Use at most 100 letters, digits, dots, dashes and underscores, beginning and ending with a letter, digit or underscore");
        }

        if (id.Equals(Sdk, StringComparison.OrdinalIgnoreCase))
        {
            Problem("nuspec.id", $"The id {Sdk} is the SDK's", "Choose an id that begins with your own name");
        }

        if (!NuGetVersion.TryParse(Text("version"), out var version) || version.Revision != 0 || version.ToFullString().Length > 64)
        {
            Problem(
                "nuspec.version", $"The version “{PackagePath.Show(Text("version") ?? "")}” is not a SemVer 2 version",
                "Use a version such as 1.2.3 or 2.0.0-beta.1 of at most 64 characters");
        }

        var types = _metadata.Descendants().Where(element => element.Name.LocalName == "packageType").ToList();
        if (types.Count != 1 || (string?)types[0].Attribute("name") != Nuspec.PackageType)
        {
            Problem(
                "nuspec.package-type", $"The package type is not {Nuspec.PackageType}",
                $"Set <PackageType>{Nuspec.PackageType}</PackageType> in the project");
        }

        var license = Element("license");
        var isFile = (string?)license?.Attribute("type") == "file";
        return new()
        {
            Id = id,
            Version = version ?? new(0, 0, 0),
            Authors = Limited("authors", 400) ?? "",
            Description = Limited("description", 4000) ?? "",
            Dependencies = Dependencies(),
            License = isFile ? FilePath("license", "nuspec.license") : Limited("license", 500),
            LicenseIsFile = isFile,
            ReadmePath = Looked("readme", "nuspec.readme", Presentation.Readme),
            IconPath = Looked("icon", "nuspec.icon", Presentation.Icon),
            ReleaseNotes = Limited("releaseNotes", 35_000),
        };
    }

    private List<ModuleDependency> Dependencies()
    {
        var found = new Dictionary<string, ModuleDependency>(StringComparer.OrdinalIgnoreCase);
        foreach (var element in Element("dependencies")?.Descendants().Where(element => element.Name.LocalName == "dependency") ?? [])
        {
            var id = (string?)element.Attribute("id") ?? "";
            var text = (string?)element.Attribute("version");
            if (id.Equals(Sdk, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (id.Length > 100 || !IdPattern().IsMatch(id) || !TryRange(text, out var range))
            {
                Problem(
                    "nuspec.dependency",
                    $"The dependency on “{PackagePath.Show(id)}” with version “{PackagePath.Show(text ?? "")}” "
                        + "has no valid id or an empty range",
                    "Use a range such as [1.0,2.0)");
            }
            else if (range.ToNormalizedString().Length > MaxRange)
            {
                Problem("nuspec.dependency", $"The range of the dependency on {id} is longer than {MaxRange} characters", "Name shorter versions");
            }
            else if (!found.TryAdd(id, new(id, range)) && !found[id].Range.Equals(range))
            {
                Problem("nuspec.dependency", $"The dependency on {id} differs between target frameworks", "Name one range: a module has one target framework");
            }
        }

        if (found.Count > 100)
        {
            Problem("nuspec.dependency", "The module depends on more than 100 others", "Depend only on modules, and bundle libraries");
        }

        return [.. found.Values];
    }

    private static bool TryRange(string? text, out VersionRange range)
    {
        range = VersionRange.All;
        return string.IsNullOrEmpty(text) || VersionRanges.TryParse(text, out range!);
    }

    /// <summary>A file that the marketplace shows: its contents are looked at too.</summary>
    private string? Looked(string name, string code, Func<string, byte[], PackageRefusal?> look)
    {
        if (FilePath(name, code) is not { } path || _archive.Find(path) is not { Length: <= PackageLimits.Presentation } entry)
        {
            return null;
        }

        if (look(path, _archive.ReadAll(entry)) is { } refusal)
        {
            _problems.Add(refusal);
        }

        return path;
    }

    private string? FilePath(string name, string code)
    {
        if (Text(name)?.Replace('\\', '/') is not { } path)
        {
            return null;
        }

        if (_archive.Find(path) is not { } entry)
        {
            Problem(code, $"The {name} “{PackagePath.Show(path)}” is not in the package", "Add the file with Pack=\"true\"");
        }
        else if (entry.Length > PackageLimits.Presentation)
        {
            Problem(code, $"The {name} {path} is larger than {PackageLimits.Presentation / 1024} KB", "Shorten it", path);
        }

        return path;
    }

    private string? Limited(string name, int characters)
    {
        var text = Text(name);
        if (text?.Length > characters)
        {
            Problem("nuspec.too-long", $"The element <{name}> is longer than {characters} characters", "Shorten it");
        }

        return text;
    }

    private string? Text(string name) => Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private XElement? Element(string name) => _metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private void Problem(string code, string message, string remedy, string? path = null) =>
        _problems.Add(new(code, $"{message} ({_path}).", $"{remedy}.", path ?? _path));

    [GeneratedRegex(@"^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*\z")]
    private static partial Regex IdPattern();
}
