using System.Text;

namespace Marketplace.Tests.Sdk.Packages;

/// <summary>A sound package with lies in its structure and damage in its bytes, the same for the same seed.</summary>
internal static class ZipMutation
{
    private static readonly HostileZip Start = new(
        [.. Attack.Sound.Entries.Select(entry => entry with { Data = entry.Packed() }), new HostileEntry("data/", []) { Stored = true }]);

    // Debian's unzip takes names made on DOS for that system's code page, whatever their UTF-8 flag says.
    private const ushort Unix = 0x0314;

    private static readonly string[] Names =
    [
        "a b.txt", "a%20b.txt", "%61.txt", "a%2Fb.txt", "é.txt", "x/", "x/y.txt", "A.TXT", "a;b.txt", "-x", "a%25.txt", "a+b.txt", "#.txt", "文.txt", "🎉.txt",
    ];

    private static readonly ushort[] Extras = [0x5455, 0x000a, 0x5855, 0x7855, 0x7875, 0x0001, 0x7075, 0x6375, 0x756e, 0x6c65, 0xcafe, 0x9901, 0x000d];
    private static readonly uint[] Attributes = [0x81A40000, 0x41ED0000, 0xA1FF0000, 0x20, 0x10, 0x08, 0x01, 0x06, 0x80, 0x400, 0x81A40010, 0x01A40000];

    public static byte[] Make(int seed)
    {
        var random = new Random(seed);
        var entries = Start.Entries.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(entries.Count);
            entries[at] = Change(entries[at], random);
        }

        if (random.Next(4) == 0)
        {
            var stored = random.Next(2) == 0;
            var content = random.Next(2) == 0 ? [] : "x"u8.ToArray();
            entries.Insert(
                random.Next(entries.Count),
                new HostileEntry(Names[random.Next(Names.Length)], content) { Stored = stored, Central = h => h with { MadeBy = Unix } });
        }

        var bytes = new HostileZip(entries).Write();
        return random.Next(4) == 0 ? ArchiveFuzzTests.Damage(bytes, random.Next(bytes.Length), random) : bytes;
    }

    private static HostileEntry Change(HostileEntry entry, Random random)
    {
        var lie = Lie(random);
        return random.Next(10) switch
        {
            0 => Described(entry, random.Next(2) == 0),
            1 => Repack(entry, random),
            2 or 3 => entry with { Local = lie },
            4 or 5 => entry with { Central = lie },
            _ => entry.Both(lie),
        };
    }

    private static Func<ZipHeader, ZipHeader> Lie(Random random)
    {
        var number = (uint)random.NextInt64(uint.MaxValue);
        return random.Next(12) switch
        {
            0 => header => header with { Flags = (ushort)(header.Flags ^ (1 << (int)(number % 16))) },
            1 => header => header with { Method = (ushort)(number % 3 == 0 ? 0 : number % 3 == 1 ? 8 : number % 100) },
            2 => header => header with { Attributes = Attributes[number % Attributes.Length] },
            3 => header => header with { Attributes = header.Attributes ^ (1u << (int)(number % 32)) },
            4 => header => header with { Time = number },
            5 => header => header with { Needed = (ushort)(number % 4 == 0 ? number % 256 : 10) },
            6 => header => header with { MadeBy = (ushort)(20 | (number % 20 << 8)) },
            7 => Extra(random),
            8 => header => header with { Name = Encoding.UTF8.GetBytes(Names[number % Names.Length]), MadeBy = Unix },
            9 => header => header with { Length = header.Length + number % 3 - 1 },
            10 => header => header with { Packed = header.Packed + number % 3 - 1 },
            _ => header => header with { Crc = header.Crc ^ (number % 2) },
        };
    }

    private static Func<ZipHeader, ZipHeader> Extra(Random random)
    {
        var field = new byte[random.Next(0, 14)];
        random.NextBytes(field);
        var kind = Extras[random.Next(Extras.Length)];
        byte[] extra = random.Next(5) == 0 ? field : [(byte)kind, (byte)(kind >> 8), (byte)field.Length, 0, .. field];
        return header => header with { Extra = extra };
    }

    // As a packer writes that cannot go back.
    private static HostileEntry Described(HostileEntry entry, bool signed)
    {
        var header = entry.Header(0);
        byte[] behind = [.. BitConverter.GetBytes(header.Crc), .. BitConverter.GetBytes(header.Packed), .. BitConverter.GetBytes(header.Length)];
        return entry with
        {
            Local = h => h with { Flags = (ushort)(h.Flags | 8), Crc = 0, Packed = 0, Length = 0 },
            Central = h => h with { Flags = (ushort)(h.Flags | 8) },
            Behind = signed ? [0x50, 0x4b, 7, 8, .. behind] : behind,
        };
    }

    private static HostileEntry Repack(HostileEntry entry, Random random) => random.Next(4) switch
    {
        0 => entry with { Data = ContainerAttacks.Unfinished(entry.Content) },
        1 => entry with { Data = [] },
        2 => entry with { Data = [.. entry.Packed(), (byte)random.Next(256)] },
        _ => entry with { Stored = true, Data = entry.Content },
    };
}
