using System.Buffers.Binary;

namespace Marketplace.Modules.Packages;

/// <summary>The end record, found strictly: it is the last 22 bytes of the file, alone, and directly follows the central directory.</summary>
internal sealed record ZipEnd(int Entries, long DirectoryOffset, int DirectoryLength)
{
    private const int Size = 22;
    private const int LongestComment = ushort.MaxValue;
    private static readonly byte[] Signature = [0x50, 0x4b, 5, 6];
    private static readonly byte[] Locator64 = [0x50, 0x4b, 6, 7];

    public static async Task<ZipEnd> ReadAsync(Stream package, CancellationToken cancel)
    {
        if (package.Length > PackageLimits.Unpacked)
        {
            throw new PackageRefusedException(
                "archive.too-large", $"The package file is larger than {PackageLimits.Unpacked / 1048576} MB.",
                "Ship less, or split the module.");
        }

        var tail = new byte[Math.Min(package.Length, Size + LongestComment)];
        package.Position = package.Length - tail.Length;
        await package.ReadExactlyAsync(tail, cancel);
        var start = new byte[Math.Min(4, package.Length)];
        package.Position = 0;
        await package.ReadExactlyAsync(start, cancel);

        var at = tail.Length - Size;
        if (at < 0 || !tail.AsSpan(at, 4).SequenceEqual(Signature))
        {
            throw NoEndRecord(tail, start);
        }

        return Parse(tail, at, package.Length);
    }

    private static ZipEnd Parse(byte[] tail, int at, long length)
    {
        var end = tail.AsSpan(at, Size);
        var entries = Word(end, 10);
        var directoryLength = Long(end, 12);
        var offset = Long(end, 16);
        if ((at >= 20 && tail.AsSpan(at - 20, 4).SequenceEqual(Locator64))
            || Word(end, 8) == ushort.MaxValue || entries == ushort.MaxValue || directoryLength == uint.MaxValue || offset == uint.MaxValue)
        {
            throw Zip64("The package uses the zip64 format");
        }

        if (Word(end, 20) != 0)
        {
            throw new PackageRefusedException(
                "archive.truncated", "The end record announces a comment that the file doesn't hold.", "Pack and upload the file again.");
        }

        if (Word(end, 4) != 0 || Word(end, 6) != 0 || Word(end, 8) != entries)
        {
            throw new PackageRefusedException(
                "archive.split", "The package is one part of a split archive.", "Pack the module as one file, with `dotnet pack`.");
        }

        if (entries > PackageLimits.Entries)
        {
            throw TooManyEntries(entries);
        }

        if (directoryLength > PackageLimits.Directory)
        {
            throw new PackageRefusedException(
                "archive.directory-too-large", $"The central directory is larger than {PackageLimits.Directory / 1048576} MB.",
                "Pack the module with `dotnet pack`.");
        }

        RefuseGap(tail, at, offset + directoryLength, length - Size);
        return new(entries, offset, (int)directoryLength);
    }

    private static void RefuseGap(byte[] tail, int at, long directoryEnd, long endRecord)
    {
        if (directoryEnd == endRecord)
        {
            return;
        }

        if (directoryEnd > endRecord)
        {
            throw new PackageRefusedException("archive.truncated", "The central directory reaches past the end record.", "Pack and upload the file again.");
        }

        var gap = (int)Math.Min(endRecord - directoryEnd, at);
        throw tail.AsSpan(at - gap, gap).IndexOf(Signature) >= 0
            ? ManyEnds()
            : new PackageRefusedException(
                "archive.leading-data", "The offsets in the package don't fit: bytes stand before the archive or before its end record.",
                "Pack the module with `dotnet pack` and upload that file unchanged.");
    }

    private static PackageRefusedException NoEndRecord(byte[] tail, byte[] start)
    {
        var last = tail.AsSpan().LastIndexOf(Signature);
        if (last >= 0 && last + Size <= tail.Length)
        {
            var trailing = tail.Length - last - Size;
            if (tail.AsSpan(0, last).LastIndexOf(Signature) is >= 0 and var other && other + Size + Word(tail.AsSpan(other, Size), 20) == tail.Length)
            {
                return ManyEnds();
            }

            return Word(tail.AsSpan(last, Size), 20) == trailing
                ? new("archive.comment", "The archive carries a comment.", "Pack the module with `dotnet pack`, which writes none.")
                : new("archive.trailing-data", "Bytes follow the end of the archive.", "Upload the file exactly as `dotnet pack` wrote it.");
        }

        return start.AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0x50, 0x4b, 3, 4])
            ? new("archive.truncated", "The file begins like a package but its end is missing.", "Upload it again; if that fails too, pack it again.")
            : new("archive.not-zip", "The file is not a NuGet package.", "Upload the .nupkg file that `dotnet pack` wrote.");
    }

    private static PackageRefusedException ManyEnds() =>
        new("archive.many-ends", "The archive has more than one end record, so two readers could see two different packages.",
            "Pack the module with `dotnet pack` and upload that file unchanged.");

    internal static PackageRefusedException TooManyEntries(int entries) =>
        new("archive.too-many-entries", $"The package holds {entries} entries, more than {PackageLimits.Entries}.",
            "Ship fewer files, for instance by bundling or embedding assets.");

    internal static PackageRefusedException Zip64(string what, string? path = null) =>
        new("archive.zip64", $"{what}, which a package within the size limits never needs.", "Pack the module with `dotnet pack`.", path);

    internal static ushort Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    internal static uint Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
