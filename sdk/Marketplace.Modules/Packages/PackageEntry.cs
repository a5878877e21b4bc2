namespace Marketplace.Modules.Packages;

/// <summary>A file in the package.</summary>
/// <param name="Path">Relative, with forward slashes, checked to be safe on every system.</param>
/// <param name="Length">Unpacked length in bytes, verified while reading.</param>
/// <param name="PackedLength">Length in the archive in bytes.</param>
public sealed record PackageEntry(string Path, long Length, long PackedLength)
{
    /// <summary>The CRC-32 that the archive states, verified while reading.</summary>
    public uint Crc { get; internal init; }

    internal bool Deflated { get; init; }

    internal long DataOffset { get; init; }
}

/// <summary>What the central directory says of an entry, before its local header has been compared.</summary>
internal sealed record ZipRecord(
    byte[] RawName, string Path, ushort Flags, ushort Method, uint Crc, long PackedLength, long Length, long Offset, bool IsFolder)
{
    public const ushort HasDescriptor = 1 << 3;

    public bool Described => (Flags & HasDescriptor) != 0;
}
