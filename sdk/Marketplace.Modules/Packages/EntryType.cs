using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Marketplace.Modules.Packages;

/// <summary>Looks for the entry type in the package's assembly by its metadata; nothing is loaded.</summary>
internal static class EntryType
{
    public const string Folder = "lib/net10.0/";

    public static void Check(PackageArchive archive, ModuleManifest manifest, List<PackageRefusal> problems)
    {
        var path = $"{Folder}{manifest.EntryAssembly}.dll";
        if (archive.Find(path) is not { } entry)
        {
            Problem(
                "manifest.entry-assembly", $"entry names the assembly {manifest.EntryAssembly}, but the package holds no {path}",
                "Name the assembly that the project builds, for net10.0");
        }
        else if (entry.Length > PackageLimits.Assembly)
        {
            Problem("manifest.entry-too-large", $"{path} is larger than {PackageLimits.Assembly / 1048576} MB", "Move resources into files of their own");
        }
        else if (Missing(archive.ReadAll(entry), manifest.EntryType) is { } what)
        {
            Problem(
                "manifest.entry-type", $"entry names the type {manifest.EntryType}, but {path} {what}",
                "Name a public class that implements IModule, with its namespace");
        }

        void Problem(string code, string message, string remedy) =>
            problems.Add(new(code, $"{ModuleManifest.FileName}, {message}.", $"{remedy}.", ModuleManifest.FileName));
    }

    private static string? Missing(byte[] assembly, string name)
    {
        try
        {
            using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(assembly));
            if (!file.HasMetadata)
            {
                return "is not a .NET assembly";
            }

            var metadata = file.GetMetadataReader();
            var dot = name.LastIndexOf('.');
            var (space, simple) = dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
            foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
            {
                if (metadata.StringComparer.Equals(type.Name, simple) && metadata.StringComparer.Equals(type.Namespace, space) && type.GetDeclaringType().IsNil)
                {
                    return Fits(type) ? null : "declares it not as a public class that can be created";
                }
            }

            return "declares no such type";
        }
        catch (Exception error) when (error is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return "is not a readable .NET assembly";
        }
    }

    private static bool Fits(TypeDefinition type) =>
        (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Interface)) == 0
        && (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
        && type.GetGenericParameters().Count == 0;
}
