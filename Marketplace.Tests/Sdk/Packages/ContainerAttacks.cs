using System.IO.Compression;
using System.Text;
using static Marketplace.Tests.Sdk.Packages.Attack;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>Attacks on the zip itself.</summary>
internal static class ContainerAttacks
{
    private static readonly byte[] Garbage = Encoding.ASCII.GetBytes("MZ this is another file altogether.");
    private static readonly byte[] Zeros = new byte[1024 * 1024];
    private static readonly byte[] PackedZeros = HostileEntry.Deflate(Zeros);
    private static readonly byte[] SecondEnd = End(new EndRecord(0, 0, 0));

    public static readonly Attack[] All =
    [
        new("archive.not-zip", "nothing at all", () => []),
        new("archive.not-zip", "a page of text", () => Encoding.ASCII.GetBytes(new string('a', 5000))),
        new("archive.truncated", "the first half", () => Sound.Write()[..2000]),
        new("archive.truncated", "all but the last byte", () => Sound.Write()[..^1]),
        On("archive.truncated", "a directory that reaches past the end record", zip => zip with { End = end => end with { Length = end.Length + 1 } }),
        On("archive.truncated", "fewer entries than announced", zip => zip with { End = end => end with { Entries = 100, EntriesHere = 100 } }),
        On("archive.truncated", "more entries than announced", zip => zip with { End = end => end with { Entries = 2, EntriesHere = 2 } }),
        new("archive.truncated", "an end record that announces a comment that is not there",
            () => (Sound with { End = end => end with { Comment = [0] } }).Write()[..^1]),
        On("archive.leading-data", "a program before the archive", zip => zip with { Before = Garbage }),
        new("archive.leading-data", "a program before it that the offsets don't count", () => [.. Garbage, .. Sound.Write()]),
        On("archive.leading-data", "bytes between directory and end record", zip => zip with { BeforeEnd = Garbage }),
        On("archive.trailing-data", "bytes after the archive", zip => zip with { After = Garbage }),
        On("archive.many-ends", "two end records behind each other", zip => zip with { BeforeEnd = SecondEnd }),
        On("archive.many-ends", "an end record in the comment of another", zip => zip with { End = end => end with { Comment = SecondEnd } }),
        On("archive.comment", "a comment", zip => zip with { End = end => end with { Comment = "hello"u8.ToArray() } }),
        On("archive.comment", "a comment on an entry",
            zip => zip.Instead(Readme, entry => entry with { Central = h => h with { Comment = "hello"u8.ToArray() } })),
        On("archive.split", "one part of several", zip => zip with { End = end => end with { Disk = 1 } }),
        On("archive.split", "fewer entries in this part", zip => zip with { End = end => end with { EntriesHere = 3 } }),
        On("archive.split", "an entry in another part", zip => zip.Instead(Readme, entry => entry with { Central = h => h with { Disk = 2 } })),

        Differs("another name", h => h with { Name = "README.MD"u8.ToArray() }),
        Differs("another length", h => h with { Length = h.Length - 1 }),
        Differs("another packed length", h => h with { Packed = h.Packed + 1 }),
        Differs("another checksum", h => h with { Crc = ~h.Crc }),
        Differs("another method", h => h with { Method = 0 }),
        Differs("other flags", h => h with { Flags = (ushort)(h.Flags | 2) }),
        Differs("a second name in an extra field", h => h with { Extra = [0x75, 0x70, 2, 0, 65, 65] }),
        On("archive.header-mismatch", "a second name in the directory",
            zip => zip.Instead(Readme, entry => entry with { Central = h => h with { Extra = [0x75, 0x70, 2, 0, 65, 65] } })),
        On("archive.header-mismatch", "an extra field cut off",
            zip => zip.Instead(Readme, entry => entry with { Central = h => h with { Extra = [1, 2, 200, 0] } })),
        new("archive.header-mismatch", "no local header where one should be", () => [0, 0, 0, 0, .. Sound.Write()[4..]]),
        On("archive.header-mismatch", "stored, but of two lengths",
            zip => zip.With(new HostileEntry("a.txt", [1, 2, 3]) { Stored = true }.Both(h => h with { Length = 9 }))),
        On("archive.header-mismatch", "a folder with contents", zip => zip.With("folder/", "contents")),
        On("archive.header-mismatch", "a descriptor that says otherwise",
            zip => zip.Instead(Readme, entry => entry.Both(Described) with { Behind = new byte[16] })),

        On("archive.duplicate-name", "one name twice", zip => zip.With("a.txt", "one").With("a.txt", "two")),
        On("archive.duplicate-name", "one name twice, once escaped", zip => zip.With("a.txt", "one").With("%61.txt", "two")),
        On("archive.overlap", "two entries that share their bytes",
            zip => zip.With("a.txt").With(new HostileEntry("b.txt", [120]) { Central = h => h with { Offset = 0 } })),
        On("archive.overlap", "an entry that reaches into the next", zip => zip.Instead(Readme, entry => entry.Both(h => h with { Packed = h.Packed + 40 }))),
        On("archive.overlap", "an entry that reaches into the directory",
            zip => zip.With(new HostileEntry("z.txt", [120]).Both(h => h with { Packed = h.Packed + 40 }))),
        On("archive.hidden-data", "bytes between two entries", zip => zip.Instead(Readme, entry => entry with { Behind = Garbage })),
        On("archive.hidden-data", "bytes before the directory", zip => zip with { BeforeDirectory = Garbage }),
        On("archive.hidden-data", "an entry that the directory leaves out", zip => zip with { BeforeDirectory = zip.Without(Nuspec).Write()[..50] }),
        WhileReading("archive.hidden-data", "bytes behind the packed data of an entry",
            zip => zip.Instead(Notes, entry => entry with { Data = [.. entry.Packed(), .. Garbage] })),

        On("archive.hidden-data", "a script within a folder entry",
            zip => zip.With(new HostileEntry("tools/init.ps1/", "rm -rf /"u8.ToArray()).Both(h => h with { Length = 0, Crc = 0 }))),
        On("archive.hidden-data", "a folder entry of an empty packed stream", zip => zip.With(new HostileEntry("folder/", []))),
        On("archive.header-mismatch", "a folder that is packed", zip => zip.With(new HostileEntry("folder/", []) { Data = [] })),
        On("archive.header-mismatch", "a folder with a checksum",
            zip => zip.With(new HostileEntry("folder/", []) { Stored = true }.Both(h => h with { Crc = 1 }))),
        On("archive.header-mismatch", "a file that DOS takes for a folder", zip => Attributes(zip, 0x10)),
        On("archive.header-mismatch", "a file that DOS takes for a volume label", zip => Attributes(zip, 0x08)),
        On("archive.header-mismatch", "a file that DOS takes for a device", zip => Attributes(zip, 0x40)),
        On("archive.header-mismatch", "a file that Windows takes for a link", zip => Attributes(zip, 0x400)),
        On("archive.header-mismatch", "an extra field of 3 bytes",
            zip => zip.Instead(Readme, entry => entry with { Central = h => h with { Extra = [1, 2, 3] } })),
        On("archive.header-mismatch", "a link target in an extra field",
            zip => zip.Instead(Readme, entry => entry.Both(h => h with { Extra = [0x6e, 0x75, 1, 0, 65] }))),
        On("archive.version", "a version needed of 255", zip => zip.Instead(Readme, entry => entry.Both(h => h with { Needed = 255 }))),
        On("archive.version", "another version needed in the local header",
            zip => zip.Instead(Readme, entry => entry with { Local = h => h with { Needed = 63 } })),
        On("archive.version", "made on a system whose attributes nobody knows",
            zip => zip.Instead(Readme, entry => entry with { Central = h => h with { MadeBy = 0x1114 } })),
        WhileReading("archive.corrupt", "a packed stream without its final block",
            zip => zip.Instead(Notes, entry => entry with { Data = Unfinished(entry.Content) })),
        WhileReading("archive.corrupt", "an empty packed stream of nothing", zip => zip.With(new HostileEntry("empty.txt", []) { Data = [] })),

        On("archive.encrypted", "encrypted", zip => zip.Instead(Readme, entry => entry.Both(h => h with { Flags = (ushort)(h.Flags | 1) }))),
        On("archive.encrypted", "strongly encrypted", zip => zip.Instead(Readme, entry => entry.Both(h => h with { Flags = (ushort)(h.Flags | 65) }))),
        On("archive.method", "an unknown method", zip => zip.Instead(Readme, entry => entry.Both(h => h with { Method = 14 }))),
        On("archive.method", "an unknown flag", zip => zip.Instead(Readme, entry => entry.Both(h => h with { Flags = 0x8000 }))),
        On("archive.zip64", "a length that says it stands elsewhere",
            zip => zip.Instead(Readme, entry => entry with { Central = h => h with { Length = uint.MaxValue } })),
        On("archive.zip64", "a zip64 field beside honest lengths",
            zip => zip.Instead(Readme, entry => entry.Both(h => h with { Extra = [1, 0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0] }))),
        On("archive.zip64", "a count that says it stands elsewhere",
            zip => zip with { End = end => end with { Entries = ushort.MaxValue, EntriesHere = ushort.MaxValue } }),
        On("archive.zip64", "a zip64 locator before the end record", zip => zip with { BeforeEnd = [0x50, 0x4b, 6, 7, .. new byte[16]] }),

        On("archive.too-many-entries", "10,001 entries",
            zip => zip.With([.. Enumerable.Range(0, 10_001 - zip.Entries.Count).Select(i => new HostileEntry($"f/{i}", []) { Stored = true })])),
        On("archive.too-many-folders", "10,001 folders in few entries",
            zip => zip.With([.. Enumerable.Range(0, 2_000).Select(i => new HostileEntry($"{i}/b/c/d/e/f/g", []) { Stored = true })])),
        On("archive.directory-too-large", "a directory of 9 MB",
            zip => zip.With(
                [.. Enumerable.Range(0, 160)
                    .Select(i => new HostileEntry($"{i}", [])
                        { Stored = true, Central = h => h with { Extra = [9, 9, 0xf0, 0xea, .. new byte[0xeaf0]] } })])),
        On("archive.too-large", "an entry of 513 MB", zip => zip.Instead(Readme, entry => entry.Both(h => h with { Length = 513 * 1024 * 1024 }))),
        On("archive.too-large", "600 MB in twelve entries",
            zip => zip.With(
                [.. Enumerable.Range(0, 12)
                    .Select(i => new HostileEntry($"{i}", new byte[300_000]) { Stored = true }
                        .Both(h => h with { Method = 8, Length = 50 * 1024 * 1024 }))])),
        On("archive.ratio", "a bomb that says what it is", zip => zip.With(new HostileEntry("zeros", new byte[8 * 1024 * 1024]))),
        On("archive.ratio", "many small bombs",
            zip => zip.With([.. Enumerable.Range(0, 100).Select(i => new HostileEntry($"{i}", Zeros) { Data = PackedZeros })])),
        WhileReading("archive.size-mismatch", "a bomb that says it is small",
            zip => zip.With(new HostileEntry("zeros", new byte[8 * 1024 * 1024]).Both(h => h with { Length = 1000 }))),
        WhileReading("archive.size-mismatch", "a file shorter than it says",
            zip => zip.Instead(Notes, entry => entry.Both(h => h with { Length = h.Length + 1 }))),
        WhileReading("archive.crc", "a wrong checksum in both headers", zip => zip.Instead(Notes, entry => entry.Both(h => h with { Crc = 1 }))),
        WhileReading("archive.corrupt", "data that is no packed data",
            zip => zip.Instead(Notes, entry => entry with { Data = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] })),
        On("archive.nested", "a zip by name", zip => zip.With("data.zip")),
        WhileReading("archive.nested", "a zip under another name", zip => zip.With(new HostileEntry("data.bin", Sound.Write()))),
        WhileReading("archive.nested", "a gzip under another name", zip => zip.With(new HostileEntry("data.bin", [0x1f, 0x8b, 8, 0, 0]))),
        WhileReading("archive.nested", "a tar under another name",
            zip => zip.With(new HostileEntry("data.bin", [.. new byte[257], .. "ustar"u8, .. new byte[250]]))),
    ];

    private static Attack Differs(string what, Func<ZipHeader, ZipHeader> lie) =>
        On("archive.header-mismatch", $"{what} in the local header", zip => zip.Instead(Readme, entry => entry with { Local = lie }));

    private static ZipHeader Described(ZipHeader header) => header with { Flags = (ushort)(header.Flags | 8) };

    private static HostileZip Attributes(HostileZip zip, uint dos) => zip.Instead(Readme, entry => entry with { Central = h => h with { Attributes = dos } });

    // What was flushed is all of the content, but the stream was never ended.
    internal static byte[] Unfinished(byte[] content)
    {
        using var packed = new MemoryStream();
        using var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize);
        deflate.Write(content);
        deflate.Flush();
        return packed.ToArray();
    }

    private static byte[] End(EndRecord end)
    {
        using var bytes = new MemoryStream();
        HostileZip.Write(bytes, end);
        return bytes.ToArray();
    }
}
