using System.Text;
using static Marketplace.Modules.Packages.ZipEnd;

namespace Marketplace.Modules.Packages;

/// <summary>Reads the central directory and refuses what can be seen to be wrong in it alone.</summary>
internal static class ZipDirectory
{
    private const int HeaderSize = 46;
    private const uint Signature = 0x02014b50;
    private const ushort Encrypted = 1 | (1 << 6) | (1 << 13);
    private const ushort Utf8 = 1 << 11;
    private const ushort KnownFlags = Encrypted | 2 | 4 | ZipRecord.HasDescriptor | Utf8;
    private const int MadeByDos = 0;
    private const int MadeByUnix = 3;
    private const ushort VersionNeeded = 20;

    // Read-only, hidden, system, archive, normal, temporary, compressed and not indexed; not volume label, device or reparse point.
    private const uint HarmlessBits = 0x29A7;
    private const uint DosFolder = 0x10;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static async Task<List<ZipRecord>> ReadAsync(Stream package, ZipEnd end, CancellationToken cancel)
    {
        var directory = new byte[end.DirectoryLength];
        package.Position = end.DirectoryOffset;
        await package.ReadExactlyAsync(directory, cancel);

        var records = new List<ZipRecord>(end.Entries);
        var at = 0;
        while (at < directory.Length)
        {
            if (records.Count == end.Entries)
            {
                throw Disagrees($"has more than the {end.Entries} entries it announces");
            }

            records.Add(Next(directory, ref at));
        }

        return records.Count == end.Entries ? records : throw Disagrees($"announces {end.Entries} entries but has {records.Count}");
    }

    private static ZipRecord Next(ReadOnlySpan<byte> directory, ref int at)
    {
        var header = directory[at..];
        if (header.Length < HeaderSize || Long(header, 0) != Signature)
        {
            throw Disagrees("is damaged");
        }

        var (nameLength, extraLength, commentLength) = (Word(header, 28), Word(header, 30), Word(header, 32));
        if (header.Length < HeaderSize + nameLength + extraLength + commentLength)
        {
            throw Disagrees("is cut off");
        }

        var rawName = header.Slice(HeaderSize, nameLength).ToArray();
        var flags = Word(header, 8);
        var name = Decode(rawName, (flags & Utf8) != 0);
        at += HeaderSize + nameLength + extraLength + commentLength;

        var path = PackagePath.Check(name);
        if (commentLength > 0)
        {
            throw new PackageRefusedException("archive.comment", $"{path} carries a comment.", "Pack the module with `dotnet pack`, which writes none.", path);
        }

        if (Word(header, 34) != 0)
        {
            throw new PackageRefusedException(
                "archive.split", $"{path} lies in another part of a split archive.", "Pack the module as one file, with `dotnet pack`.", path);
        }

        RefuseVersion(path, Word(header, 4) >> 8, Word(header, 6));
        RefuseKind(path, Long(header, 38), name.EndsWith('/'));
        RefuseExtra(path, header.Slice(HeaderSize + nameLength, extraLength));
        var record = new ZipRecord(
            rawName, path, flags, Word(header, 10), Long(header, 16), Long(header, 20), Long(header, 24), Long(header, 42), name.EndsWith('/'));
        RefuseFields(record);
        return record;
    }

    private static string Decode(byte[] raw, bool utf8)
    {
        if (!utf8 && raw.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)127))
        {
            throw Encoding(raw, "has a name in an unstated encoding");
        }

        try
        {
            return StrictUtf8.GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            throw Encoding(raw, "has a name that isn't valid UTF-8");
        }
    }

    /// <summary>Stored and deflated entries need version 2.0; how attributes are read depends on the system that made them.</summary>
    private static void RefuseVersion(string path, int madeBy, ushort needed)
    {
        if (needed > VersionNeeded || madeBy is not (MadeByDos or MadeByUnix))
        {
            throw Version(path);
        }
    }

    private static void RefuseKind(string path, uint attributes, bool folder)
    {
        var (kind, dos) = ((attributes >> 16) & 0xF000, attributes & 0xFFFF);
        if (kind != 0 && kind != (folder ? 0x4000u : 0x8000u))
        {
            throw new PackageRefusedException("path.symlink", $"{path} is a link or a device, not a file.", "Pack the file itself.", path);
        }

        if ((dos & ~(folder ? HarmlessBits | DosFolder : HarmlessBits)) != 0)
        {
            throw Mismatch(path, "has attributes that contradict its name");
        }
    }

    /// <summary>Packers of packages write no extra fields, and readers differ in which they heed and which damaged ones they forgive.</summary>
    internal static void RefuseExtra(string path, ReadOnlySpan<byte> extra)
    {
        if (extra.Length >= 4 && Word(extra, 0) == 0x0001)
        {
            throw Zip64($"{path} uses the zip64 format", path);
        }

        if (!extra.IsEmpty)
        {
            throw Mismatch(path, "has an extra field, which packages don't use");
        }
    }

    private static void RefuseFields(ZipRecord record)
    {
        if ((record.Flags & Encrypted) != 0)
        {
            throw new PackageRefusedException("archive.encrypted", $"{record.Path} is encrypted.", "Pack the module without a password.", record.Path);
        }

        if (record.Method is not (0 or 8) || (record.Flags & ~KnownFlags) != 0)
        {
            throw new PackageRefusedException(
                "archive.method", $"{record.Path} is packed by a method (number {record.Method}) that packages don't use.",
                "Pack the module with `dotnet pack`.", record.Path);
        }

        if (record.PackedLength == uint.MaxValue || record.Length == uint.MaxValue || record.Offset == uint.MaxValue)
        {
            throw Zip64($"{record.Path} uses the zip64 format", record.Path);
        }

        if (record is { IsFolder: true, Length: 0, PackedLength: > 0 })
        {
            throw new PackageRefusedException(
                "archive.hidden-data", $"{record.Path} is a folder that hides bytes.", "Pack the module with `dotnet pack`.", record.Path);
        }

        if ((record.Method == 0 && record.PackedLength != record.Length) || (record.IsFolder && (record.Length, record.Method, record.Crc) != (0, 0, 0)))
        {
            throw Mismatch(record.Path, "states lengths that contradict each other");
        }
    }

    internal static void RefuseVersion(string path, ushort needed) => RefuseVersion(path, MadeByDos, needed);

    private static PackageRefusedException Version(string path) =>
        new("archive.version", $"{path} was packed for another system or needs a newer reader than packages do.", "Pack the module with `dotnet pack`.", path);

    internal static PackageRefusedException Mismatch(string path, string what) =>
        new("archive.header-mismatch", $"{path} {what}.", "Pack the module with `dotnet pack` and upload that file unchanged.", path);

    private static PackageRefusedException Disagrees(string what) =>
        new("archive.truncated", $"The archive's central directory {what}.", "Pack and upload the file again.");

    private static PackageRefusedException Encoding(byte[] raw, string what)
    {
        var shown = PackagePath.Show(System.Text.Encoding.Latin1.GetString(raw));
        return new("path.encoding", $"{shown} {what}.", "Pack the module with `dotnet pack`, which writes UTF-8.", shown);
    }
}
