using System.Xml;
using System.Xml.Linq;

namespace Marketplace.Modules.Packages;

/// <summary>Finds the .nuspec and parses its XML without trusting it.</summary>
internal static class NuspecFile
{
    public static PackageEntry Find(PackageArchive archive)
    {
        var found = archive.Entries
            .Where(entry => !entry.Path.Contains('/', StringComparison.Ordinal)
                && entry.Path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase))
            .Take(2)
            .ToList();
        return found switch
        {
            [] => throw new PackageRefusedException("nuspec.missing", "The package has no .nuspec at its root.", "Pack the module with `dotnet pack`."),
            [var one] when one.Length > PackageLimits.Nuspec => throw new PackageRefusedException(
                "nuspec.too-large", $"{one.Path} is larger than {PackageLimits.Nuspec / 1024} KB.",
                "Shorten the description and the release notes.", one.Path),
            [var one] => one,
            _ => throw new PackageRefusedException(
                "nuspec.several", $"The package has several .nuspec files, {found[0].Path} and {found[1].Path} among them.",
                "Leave one.", found[1].Path),
        };
    }

    public static XElement ReadMetadata(PackageArchive archive, PackageEntry entry)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = PackageLimits.Nuspec, IgnoreComments = true,
        };
        var bytes = archive.ReadAll(entry);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
            RefuseNodes(bytes, settings, entry.Path);
            var package = XDocument.Load(reader).Root!;
            var metadata = package.Elements().Where(element => element.Name.LocalName == "metadata").Take(2).ToList();
            if (package.Name.LocalName != "package" || metadata.Count != 1)
            {
                throw new XmlException("It needs one <package> with one <metadata>.");
            }

            NuspecSchema.Refuse(package, entry.Path);
            return RefuseTwice(metadata[0], entry.Path);
        }
        catch (XmlException error)
        {
            throw error.Message.Contains("DTD", StringComparison.Ordinal)
                ? new PackageRefusedException("nuspec.dtd", $"{entry.Path} declares a document type.", "Remove the <!DOCTYPE>.", entry.Path)
                : new PackageRefusedException(
                    "nuspec.not-xml", $"{entry.Path} can't be read: {PackagePath.Show(error.Message)}",
                    "Pack the module with `dotnet pack`.", entry.Path);
        }
    }

    // Of two elements one reader takes the first, another the last.
    private static XElement RefuseTwice(XElement metadata, string path) =>
        metadata.Elements()
            .GroupBy(element => element.Name.LocalName, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Skip(1).Any()) is { } twice
            ? throw new PackageRefusedException("nuspec.twice", $"The element <{PackagePath.Show(twice.Key)}> stands there twice ({path}).", "Leave one.", path)
            : metadata;

    // Loading recurses per level, and a stack overflow would end the process; a reader alone doesn't.
    private static void RefuseNodes(byte[] bytes, XmlReaderSettings settings, string path)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), settings);
        while (reader.Read())
        {
            if (reader.Depth > 32)
            {
                throw new XmlException("Its elements are nested too deep.");
            }

            if (reader.NodeType is XmlNodeType.ProcessingInstruction)
            {
                throw new PackageRefusedException(
                    "nuspec.instruction", $"{path} has the processing instruction <?{PackagePath.Show(reader.Name)}?>.", "Remove it.", path);
            }
        }
    }
}
