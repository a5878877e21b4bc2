using static Marketplace.Modules.Packages.ZipEnd;

namespace Marketplace.Modules.Packages;

/// <summary>
/// Compares each local header with the central directory, and proves that the entries lie one after the other from the first byte
/// to the central directory, so that no byte is hidden or read twice.
/// </summary>
internal static class ZipLayout
{
    private const int HeaderSize = 30;
    private const uint Signature = 0x04034b50;
    private const uint DescriptorSignature = 0x08074b50;

    public static async Task<List<PackageEntry>> ReadAsync(Stream package, List<ZipRecord> records, long directory, CancellationToken cancel)
    {
        var entries = new List<PackageEntry>(records.Count);
        var buffer = new byte[HeaderSize + 2 * ushort.MaxValue];
        var expected = 0L;
        ZipRecord? last = null;
        foreach (var record in Ordered(records))
        {
            RefuseMisplaced(record, expected, last);
            var header = buffer.AsMemory(0, HeaderSize);
            await ReadAsync(package, record, record.Offset, header, directory, cancel);
            if (Long(header.Span, 0) != Signature)
            {
                throw ZipDirectory.Mismatch(record.Path, "has no local header where the central directory says");
            }

            var rest = buffer.AsMemory(HeaderSize, Word(header.Span, 26) + Word(header.Span, 28));
            await ReadAsync(package, record, record.Offset + HeaderSize, rest, directory, cancel);
            Compare(record, header.Span, rest.Span);

            var data = record.Offset + HeaderSize + rest.Length;
            expected = data + record.PackedLength;
            if (expected > directory)
            {
                throw Overlap(record.Path, "the central directory");
            }

            if (record.Described)
            {
                expected += await DescriptorAsync(package, record, expected, directory, buffer, cancel);
            }

            last = record;
            if (!record.IsFolder)
            {
                entries.Add(new(record.Path, record.Length, record.PackedLength) { Crc = record.Crc, Deflated = record.Method == 8, DataOffset = data });
            }
        }

        return expected == directory ? entries : throw Hidden(last?.Path);
    }

    private static List<ZipRecord> Ordered(List<ZipRecord> records)
    {
        List<ZipRecord> ordered = [.. records.OrderBy(record => record.Offset)];
        return ordered.Zip(ordered.Skip(1)).FirstOrDefault(pair => pair.First.Offset == pair.Second.Offset) is ({ } one, { } other)
            ? throw Overlap(one.Path, other.Path)
            : ordered;
    }

    private static void RefuseMisplaced(ZipRecord record, long expected, ZipRecord? last)
    {
        if (record.Offset < expected)
        {
            throw Overlap(record.Path, last!.Path);
        }

        if (record.Offset > expected)
        {
            throw last is null
                ? new PackageRefusedException(
                    "archive.leading-data", "Bytes stand before the first entry.", "Upload the file exactly as `dotnet pack` wrote it.")
                : Hidden(last.Path);
        }
    }

    private static void Compare(ZipRecord record, ReadOnlySpan<byte> header, ReadOnlySpan<byte> rest)
    {
        var nameLength = Word(header, 26);
        ZipDirectory.RefuseVersion(record.Path, Word(header, 4));
        ZipDirectory.RefuseExtra(record.Path, rest[nameLength..]);
        var later = record.Described;
        string? differs =
            !rest[..nameLength].SequenceEqual(record.RawName) ? "name"
            : Word(header, 6) != record.Flags ? "flags"
            : Word(header, 8) != record.Method ? "method"
            : !Same(Long(header, 14), record.Crc, later) ? "checksum"
            : !Same(Long(header, 18), record.PackedLength, later) ? "packed length"
            : !Same(Long(header, 22), record.Length, later) ? "length"
            : null;
        if (differs is not null)
        {
            throw ZipDirectory.Mismatch(record.Path, $"has another {differs} in its local header than in the central directory");
        }
    }

    // A stream written forwards leaves these fields empty and repeats them in a descriptor behind the data.
    private static bool Same(uint local, long central, bool later) => local == central || (later && local == 0);

    /// <summary>The descriptor's length: with or without its optional signature.</summary>
    private static async Task<int> DescriptorAsync(Stream package, ZipRecord record, long at, long directory, byte[] buffer, CancellationToken cancel)
    {
        var length = (int)Math.Min(16, directory - at);
        await ReadAsync(package, record, at, buffer.AsMemory(0, length), directory, cancel);
        var bytes = buffer.AsSpan(0, length);
        return length >= 16 && Long(bytes, 0) == DescriptorSignature && Matches(bytes[4..], record) ? 16
            : length >= 12 && Matches(bytes, record) ? 12
            : throw ZipDirectory.Mismatch(record.Path, "is followed by a descriptor that contradicts the central directory");
    }

    private static bool Matches(ReadOnlySpan<byte> descriptor, ZipRecord record) =>
        Long(descriptor, 0) == record.Crc && Long(descriptor, 4) == record.PackedLength && Long(descriptor, 8) == record.Length;

    private static async Task ReadAsync(Stream package, ZipRecord record, long at, Memory<byte> into, long directory, CancellationToken cancel)
    {
        if (at + into.Length > directory)
        {
            throw Overlap(record.Path, "the central directory");
        }

        package.Position = at;
        await package.ReadExactlyAsync(into, cancel);
    }

    private static PackageRefusedException Overlap(string path, string other) =>
        new("archive.overlap", $"{path} shares bytes with {other}.", "Pack the module with `dotnet pack` and upload that file unchanged.", path);

    private static PackageRefusedException Hidden(string? path) =>
        new(
            "archive.hidden-data",
            path is null ? "Bytes stand before the central directory that belong to no entry." : $"Bytes behind {path} belong to no entry.",
            "Upload the file exactly as `dotnet pack` wrote it.", path);
}
