using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>What a local header or the central directory says of an entry; a lie is made with <c>with</c>.</summary>
internal sealed record ZipHeader(byte[] Name, ushort Flags, ushort Method, uint Crc, uint Packed, uint Length)
{
    public uint Offset { get; init; }
    public ushort Disk { get; init; }
    public uint Attributes { get; init; }
    public byte[] Extra { get; init; } = [];
    public byte[] Comment { get; init; } = [];
    public ushort MadeBy { get; init; } = 20;
    public ushort Needed { get; init; } = 20;
    public uint Time { get; init; } = 0x54210000;
}

internal sealed record EndRecord(ushort Entries, uint Length, uint Offset)
{
    public ushort Disk { get; init; }
    public ushort EntriesHere { get; init; } = Entries;
    public byte[] Comment { get; init; } = [];
}

internal sealed record HostileEntry(string Name, byte[] Content)
{
    public bool Stored { get; init; }

    /// <summary>The bytes in the archive, instead of the packed content.</summary>
    public byte[]? Data { get; init; }

    /// <summary>Bytes behind the data that no header tells of, such as a descriptor.</summary>
    public byte[] Behind { get; init; } = [];

    public Func<ZipHeader, ZipHeader> Local { get; init; } = header => header;
    public Func<ZipHeader, ZipHeader> Central { get; init; } = header => header;

    public HostileEntry Both(Func<ZipHeader, ZipHeader> lie) => this with { Local = lie, Central = lie };

    public byte[] Packed() => Data ?? (Stored ? Content : Deflate(Content));

    public ZipHeader Header(uint offset) =>
        new(Encoding.UTF8.GetBytes(Name), 0x800, (ushort)(Stored ? 0 : 8), Checksum(Content),
            (uint)Packed().Length, (uint)Content.Length) { Offset = offset };

    public static uint Checksum(byte[] content) => Crc32.HashToUInt32(content);

    public static byte[] Deflate(byte[] content)
    {
        if (content.Length == 0)
        {
            // .NET writes nothing at all for nothing, not even the end.
            return [3, 0];
        }

        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }
}

/// <summary>Writes a zip byte by byte, so that any of them can be wrong.</summary>
internal sealed record HostileZip(IReadOnlyList<HostileEntry> Entries)
{
    public byte[] Before { get; init; } = [];
    public byte[] BeforeDirectory { get; init; } = [];
    public byte[] BeforeEnd { get; init; } = [];
    public byte[] After { get; init; } = [];
    public Func<EndRecord, EndRecord> End { get; init; } = end => end;

    public HostileZip With(params HostileEntry[] more) => this with { Entries = [.. Entries, .. more] };

    public HostileZip With(string name, string content = "x") => With(new HostileEntry(name, Encoding.UTF8.GetBytes(content)));

    public HostileZip Without(string name) => this with { Entries = [.. Entries.Where(entry => entry.Name != name)] };

    public HostileZip Instead(string name, byte[] content) => Instead(name, entry => entry with { Content = content });

    public HostileZip Instead(string name, Func<HostileEntry, HostileEntry> change) =>
        this with { Entries = [.. Entries.Select(entry => entry.Name == name ? change(entry) : entry)] };

    public byte[] Write()
    {
        using var zip = new MemoryStream();
        using var directory = new MemoryStream();
        zip.Write(Before);
        foreach (var entry in Entries)
        {
            var header = entry.Header((uint)zip.Length);
            Write(zip, entry.Local(header));
            zip.Write(entry.Packed());
            zip.Write(entry.Behind);
            WriteCentral(directory, entry.Central(header));
        }

        zip.Write(BeforeDirectory);
        var end = End(new((ushort)Entries.Count, (uint)directory.Length, (uint)zip.Length));
        directory.WriteTo(zip);
        zip.Write(BeforeEnd);
        Write(zip, end);
        zip.Write(After);
        return zip.ToArray();
    }

    private static void Write(Stream zip, ZipHeader header)
    {
        Numbers(zip, [0x4b50, 0x0403, header.Needed, header.Flags, header.Method], [header.Time, header.Crc, header.Packed, header.Length]);
        Numbers(zip, [(ushort)header.Name.Length, (ushort)header.Extra.Length], []);
        zip.Write(header.Name);
        zip.Write(header.Extra);
    }

    private static void WriteCentral(Stream zip, ZipHeader header)
    {
        Numbers(zip, [0x4b50, 0x0201, header.MadeBy, header.Needed, header.Flags, header.Method], [header.Time, header.Crc, header.Packed, header.Length]);
        Numbers(zip, [(ushort)header.Name.Length, (ushort)header.Extra.Length, (ushort)header.Comment.Length, header.Disk, 0],
            [header.Attributes, header.Offset]);
        zip.Write(header.Name);
        zip.Write(header.Extra);
        zip.Write(header.Comment);
    }

    public static void Write(Stream zip, EndRecord end)
    {
        Numbers(zip, [0x4b50, 0x0605, end.Disk, end.Disk, end.EntriesHere, end.Entries], [end.Length, end.Offset]);
        Numbers(zip, [(ushort)end.Comment.Length], []);
        zip.Write(end.Comment);
    }

    private static void Numbers(Stream zip, ushort[] words, uint[] longs)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, word);
            zip.Write(bytes[..2]);
        }

        foreach (var number in longs)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
            zip.Write(bytes);
        }
    }
}
