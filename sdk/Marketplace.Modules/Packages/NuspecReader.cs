using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using NuGet.Versioning;

namespace Marketplace.Modules.Packages;

/// <summary>Parses the .nuspec and collects everything that is wrong with it. Returns null if there is anything.</summary>
internal sealed partial class NuspecReader
{
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
            var entry = TheNuspec(archive);
            var nuspec = new NuspecReader(archive, problems, entry.Path, Metadata(archive, entry)).Read();
            return problems.Count == before ? nuspec : null;
        }
        catch (PackageRefusedException refused)
        {
            problems.Add(refused.Refusal);
            return null;
        }
    }

    private static PackageEntry TheNuspec(PackageArchive archive)
    {
        var found = archive.Entries.Where(entry => !entry.Path.Contains('/', StringComparison.Ordinal) && entry.Path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return found switch
        {
            [] => throw new PackageRefusedException("nuspec.missing", "The package has no .nuspec at its root.", "Pack the module with `dotnet pack`."),
            [var one] when one.Length > PackageLimits.Nuspec => throw new PackageRefusedException("nuspec.too-large", $"{one.Path} is larger than {PackageLimits.Nuspec / 1024} KB.", "Shorten the description and the release notes.", one.Path),
            [var one] => one,
            _ => throw new PackageRefusedException("nuspec.several", $"The package has several .nuspec files, {found[0].Path} and {found[1].Path} among them.", "Leave one.", found[1].Path),
        };
    }

    private static XElement Metadata(PackageArchive archive, PackageEntry entry)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = PackageLimits.Nuspec, IgnoreComments = true, IgnoreProcessingInstructions = true };
        var bytes = archive.ReadAll(entry);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            RefuseDepth(bytes, settings);
            var package = XDocument.Load(reader).Root!;
            var metadata = package.Elements().Where(element => element.Name.LocalName == "metadata").Take(2).ToList();
            return package.Name.LocalName == "package" && metadata.Count == 1 ? metadata[0] : throw new XmlException("It needs one <package> with one <metadata>.");
        }
        catch (XmlException error)
        {
            throw error.Message.Contains("DTD", StringComparison.Ordinal)
                ? new PackageRefusedException("nuspec.dtd", $"{entry.Path} declares a document type.", "Remove the <!DOCTYPE>.", entry.Path)
                : new PackageRefusedException("nuspec.not-xml", $"{entry.Path} can't be read: {PackagePath.Show(error.Message)}", "Pack the module with `dotnet pack`.", entry.Path);
        }
    }

    // Loading recurses per level, and a stack overflow would end the process; a reader alone doesn't.
    private static void RefuseDepth(byte[] bytes, XmlReaderSettings settings)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
        while (reader.Read())
        {
            if (reader.Depth > 32)
            {
                throw new XmlException("Its elements are nested too deep.");
            }
        }
    }

    private Nuspec Read()
    {
        var id = Text("id") ?? "";
        if (id.Length > 100 || !IdPattern().IsMatch(id))
        {
            Problem("id", $"The id “{PackagePath.Show(id)}” is not a package id", "Use at most 100 letters, digits, dots, dashes and underscores, beginning and ending with a letter, digit or underscore");
        }

        if (!NuGetVersion.TryParse(Text("version"), out var version) || version.Revision != 0 || version.ToFullString().Length > 64)
        {
            Problem("version", $"The version “{PackagePath.Show(Text("version") ?? "")}” is not a SemVer 2 version", "Use a version such as 1.2.3 or 2.0.0-beta.1 of at most 64 characters");
        }

        var types = _metadata.Descendants().Where(element => element.Name.LocalName == "packageType").ToList();
        if (types.Count != 1 || (string?)types[0].Attribute("name") != Nuspec.PackageType)
        {
            Problem("package-type", $"The package type is not {Nuspec.PackageType}", $"Set <PackageType>{Nuspec.PackageType}</PackageType> in the project");
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
            License = isFile ? FilePath("license") : Limited("license", 500),
            LicenseIsFile = isFile,
            ReadmePath = FilePath("readme"),
            IconPath = Icon(),
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
            if (id.Length > 100 || !IdPattern().IsMatch(id) || !TryRange(text, out var range))
            {
                Problem("dependency", $"The dependency on “{PackagePath.Show(id)}” with version “{PackagePath.Show(text ?? "")}” has no valid id or an empty range", "Use a range such as [1.0,2.0)");
            }
            else if (!found.TryAdd(id, new(id, range)) && !found[id].Range.Equals(range))
            {
                Problem("dependency", $"The dependency on {id} differs between target frameworks", "Name one range: a module has one target framework");
            }
        }

        if (found.Count > 100)
        {
            Problem("dependency", "The module depends on more than 100 others", "Depend only on modules, and bundle libraries");
        }

        return [.. found.Values];
    }

    private static bool TryRange(string? text, out VersionRange range)
    {
        range = VersionRange.All;
        return string.IsNullOrEmpty(text) || VersionRanges.TryParse(text, out range!);
    }

    private string? Icon()
    {
        if (FilePath("icon") is not { } path || _archive.Find(path) is not { } entry || entry.Length > PackageLimits.Presentation)
        {
            return null;
        }

        var start = _archive.ReadAll(entry).AsSpan();
        var png = start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        var jpeg = start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]);
        var matches = Path.GetExtension(path).ToUpperInvariant() switch { ".PNG" => png, ".JPG" or ".JPEG" => jpeg, _ => false };
        if (!matches)
        {
            Problem("icon", $"The icon {path} is not the PNG or JPEG image that its name claims", "Use a PNG or JPEG file with the fitting ending", path);
        }

        return path;
    }

    private string? FilePath(string name)
    {
        if (Text(name)?.Replace('\\', '/') is not { } path)
        {
            return null;
        }

        if (_archive.Find(path) is not { } entry)
        {
            Problem(name, $"The {name} “{PackagePath.Show(path)}” is not in the package", "Add the file with Pack=\"true\"");
        }
        else if (entry.Length > PackageLimits.Presentation)
        {
            Problem(name, $"The {name} {path} is larger than {PackageLimits.Presentation / 1024} KB", "Shorten it", path);
        }

        return path;
    }

    private string? Limited(string name, int characters)
    {
        var text = Text(name);
        if (text?.Length > characters)
        {
            Problem("too-long", $"The element <{name}> is longer than {characters} characters", "Shorten it");
        }

        return text;
    }

    private string? Text(string name) => Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private XElement? Element(string name) => _metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private void Problem(string code, string message, string remedy, string? path = null) =>
        _problems.Add(new($"nuspec.{code}", $"{message} ({_path}).", $"{remedy}.", path ?? _path));

    [GeneratedRegex(@"^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*\z")]
    private static partial Regex IdPattern();
}
