using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Marketplace.Modules.Packages;

/// <summary>Looks into files for code that would run automatically, whatever they are called. Nothing is loaded.</summary>
internal static class CodeFile
{
    private static readonly byte[][] Programs =
    [
        [0x7f, .. "ELF"u8], [.. "MZ"u8],
        [0xfe, 0xed, 0xfa, 0xce], [0xfe, 0xed, 0xfa, 0xcf], [0xce, 0xfa, 0xed, 0xfe], [0xcf, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe],
    ];

    public static bool IsAssembly(PackageEntry entry) => entry.Path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);

    /// <summary>Judges a file by its first bytes. Assemblies are judged as a whole.</summary>
    public static void Refuse(PackageEntry entry, ReadOnlySpan<byte> start, bool native)
    {
        var path = entry.Path;
        if (start.StartsWith("#!"u8))
        {
            throw new PackageRefusedException(
                "content.script", $"{path} is a script that could be started automatically.", "Leave it out: only the entry type is started.", path);
        }

        foreach (var program in Programs)
        {
            if (!native && !IsAssembly(entry) && start.StartsWith(program))
            {
                throw Native(path, "is a native program");
            }
        }
    }

    public static unsafe void RefuseAssembly(string path, ReadOnlySpan<byte> assembly, bool native)
    {
        fixed (byte* start = assembly)
        {
            try
            {
                using var file = new PEReader(start, assembly.Length);
                if (file.HasMetadata)
                {
                    RefuseStarting(path, file.GetMetadataReader());
                }

                if (!native && file.PEHeaders.CorHeader?.Flags.HasFlag(CorFlags.ILOnly) != true)
                {
                    throw Native(path, "holds native code");
                }
            }
            catch (Exception error) when (error is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
            {
                throw new PackageRefusedException(
                    "content.assembly", $"{path} is not a readable .NET assembly.",
                    "Pack what the project builds, neither packed nor scrambled.", path);
            }
        }
    }

    private static void RefuseStarting(string path, MetadataReader metadata)
    {
        // The first type is the module itself.
        if (metadata.TypeDefinitions.Take(1).SelectMany(type => metadata.GetTypeDefinition(type).GetMethods())
            .Any(method => metadata.StringComparer.Equals(metadata.GetMethodDefinition(method).Name, ".cctor")))
        {
            throw new PackageRefusedException(
                "content.module-initializer", $"{path} has a module initialiser, which runs before the host asks for anything.",
                "Move its work into the entry type.", path);
        }

        if (metadata.GetCustomAttributes(EntityHandle.AssemblyDefinition)
            .Any(attribute => IsHostingStartup(metadata, metadata.GetCustomAttribute(attribute).Constructor)))
        {
            throw new PackageRefusedException(
                "content.hosting-startup", $"{path} has a hosting-startup attribute, which would change the host as it starts.",
                "Remove the attribute: a module has its entry type.", path);
        }
    }

    private static bool IsHostingStartup(MetadataReader metadata, EntityHandle constructor)
    {
        if (constructor.Kind is not HandleKind.MemberReference
            || metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is not { Kind: HandleKind.TypeReference } parent)
        {
            return false;
        }

        return metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, "HostingStartupAttribute");
    }

    private static PackageRefusedException Native(string path, string what) =>
        new("content.native", $"{path} {what}, which the manifest doesn't ask for.", "Declare \"native\": true among the capabilities, or leave it out.", path);
}
