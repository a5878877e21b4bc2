namespace Marketplace.Modules.Packages;

/// <summary>Refuses by the announced lengths, before anything is unpacked; unpacking then never goes past them.</summary>
internal static class PackageSizes
{
    public static void Refuse(IEnumerable<ZipRecord> records)
    {
        var (length, packed) = (0L, 0L);
        foreach (var record in records)
        {
            Refuse(record.Path, record.Length, record.PackedLength);
            (length, packed) = (length + record.Length, packed + record.PackedLength);
        }

        Refuse(null, length, packed);
    }

    private static void Refuse(string? path, long length, long packed)
    {
        if (length > PackageLimits.Unpacked)
        {
            throw new PackageRefusedException(
                "archive.too-large", $"{path ?? "The package"} unpacks to more than {PackageLimits.Unpacked / 1048576} MB.",
                "Ship less, or split the module.", path);
        }

        if (length > PackageLimits.RatioFree && length / PackageLimits.Ratio > packed)
        {
            throw new PackageRefusedException(
                "archive.ratio", $"{path ?? "The package"} unpacks to more than {PackageLimits.Ratio} times its packed length.",
                "Leave out the file that is nearly empty, or create it at run time.", path);
        }
    }
}

/// <summary>Archives inside the package are refused: what can't be looked into can't be checked.</summary>
internal static class NestedArchive
{
    private static readonly string[] Endings =
        [".zip", ".nupkg", ".snupkg", ".7z", ".rar", ".tar", ".tgz", ".gz", ".xz", ".bz2", ".zst", ".cab", ".jar", ".msi", ".iso"];

    private static readonly byte[][] Signatures =
    [
        [0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6], [.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], [.. "Rar!"u8, 0x1a, 7], [0x1f, 0x8b, 8],
        [0xfd, .. "7zXZ"u8, 0], [0x28, 0xb5, 0x2f, 0xfd], [.. "MSCF"u8, 0, 0, 0, 0],
    ];

    public static bool IsNamedSo(string path) => Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public static void Refuse(string path, ReadOnlySpan<byte> start)
    {
        foreach (var signature in Signatures)
        {
            if (start.StartsWith(signature))
            {
                throw new PackageRefusedException(Refusal(path));
            }
        }

        if (start.Length > 262 && start[257..].StartsWith("ustar"u8))
        {
            throw new PackageRefusedException(Refusal(path));
        }
    }

    public static PackageRefusal Refusal(string path) =>
        new("archive.nested", $"{path} is an archive inside the package.", "Ship its files themselves.", path);
}
