using System.Xml.Linq;

namespace Marketplace.Modules.Packages;

/// <summary>What NuGet's schema allows in a nuspec. Everything else is refused: browsers and other readers could act on it.</summary>
internal static class NuspecSchema
{
    private const string Metadata = "package/metadata/";

    private static readonly string[] Texts =
    [
        "id", "version", "title", "authors", "owners", "licenseUrl", "projectUrl", "iconUrl", "icon", "readme", "requireLicenseAcceptance",
        "developmentDependency", "description", "summary", "releaseNotes", "copyright", "language", "tags", "serviceable",
    ];

    private static readonly HashSet<string> Namespaces =
    [
        "", .. new[] { "2010/07", "2011/08", "2011/10", "2012/06", "2013/01", "2013/05" }
            .Select(date => $"http://schemas.microsoft.com/packaging/{date}/nuspec.xsd"),
    ];

    /// <summary>The attributes of each element, by its place.</summary>
    private static readonly Dictionary<string, string[]> Attributes = new(Texts.Select(name => KeyValuePair.Create(Metadata + name, Array.Empty<string>())))
    {
        ["package"] = [],
        ["package/metadata"] = ["minClientVersion"],
        ["package/files"] = [],
        ["package/files/file"] = ["src", "target", "exclude"],
        [Metadata + "license"] = ["type", "version"],
        [Metadata + "repository"] = ["type", "url", "branch", "commit"],
        [Metadata + "packageTypes"] = [],
        [Metadata + "packageTypes/packageType"] = ["name", "version"],
        [Metadata + "dependencies"] = [],
        [Metadata + "dependencies/dependency"] = ["id", "version", "include", "exclude"],
        [Metadata + "dependencies/group"] = ["targetFramework"],
        [Metadata + "dependencies/group/dependency"] = ["id", "version", "include", "exclude"],
        [Metadata + "frameworkAssemblies"] = [],
        [Metadata + "frameworkAssemblies/frameworkAssembly"] = ["assemblyName", "targetFramework"],
        [Metadata + "frameworkReferences"] = [],
        [Metadata + "frameworkReferences/group"] = ["targetFramework"],
        [Metadata + "frameworkReferences/group/frameworkReference"] = ["name"],
        [Metadata + "references"] = [],
        [Metadata + "references/reference"] = ["file"],
        [Metadata + "references/group"] = ["targetFramework"],
        [Metadata + "references/group/reference"] = ["file"],
        [Metadata + "contentFiles"] = [],
        [Metadata + "contentFiles/files"] = ["include", "exclude", "buildAction", "copyToOutput", "flatten"],
    };

    public static void Refuse(XElement package, string file)
    {
        if (!Namespaces.Contains(package.Name.NamespaceName))
        {
            throw Unknown($"the namespace {PackagePath.Show(package.Name.NamespaceName)}", file);
        }

        Refuse(package, package.Name.LocalName, package.Name.Namespace, file);
    }

    private static void Refuse(XElement element, string place, XNamespace nuget, string file)
    {
        if (element.Name.Namespace != nuget || !Attributes.TryGetValue(place, out var known))
        {
            throw Unknown(
                $"the element <{PackagePath.Show(element.Name.LocalName)}>"
                    + $"{(element.Parent is { } parent ? $" in <{parent.Name.LocalName}>" : "")}", file);
        }

        if (element.Attributes()
            .FirstOrDefault(a => !a.IsNamespaceDeclaration
                && !(a.Name.NamespaceName.Length == 0 && known.Contains(a.Name.LocalName))) is { } other)
        {
            throw Unknown($"the attribute {PackagePath.Show(other.Name.LocalName)} of <{element.Name.LocalName}>", file);
        }

        foreach (var child in element.Elements())
        {
            Refuse(child, $"{place}/{child.Name.LocalName}", nuget, file);
        }
    }

    private static PackageRefusedException Unknown(string what, string file) =>
        new("nuspec.unknown", $"{file} has {what}, which NuGet's schema doesn't know.", "Remove it, or pack the module with `dotnet pack`.", file);
}
