using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Marketplace.Publishers;

/// <summary>Takes a picture that someone sent apart and puts together again what draws it: no texts, no profiles, nothing behind its end.</summary>
public static class PngIcon
{
    public const int MaxBytes = 64 * 1024;
    public const int LeastSide = 32;
    public const int MaxSide = 512;
    private const int AroundData = 12;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Null if it is no square PNG within the limits, whole and without gaps.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> file) => Clean(file, PictureLimits.Icon);

    /// <summary>The same, with other limits.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> file, PictureLimits limits)
    {
        if (file.Length > limits.MaxBytes || !file.StartsWith(Signature))
        {
            return null;
        }

        using var kept = new MemoryStream();
        using var packed = new MemoryStream();
        kept.Write(Signature);
        var (at, pixels) = (Signature.Length, 0);
        while (Chunk(file[at..]) is { IsEmpty: false } chunk)
        {
            var (type, isFirst) = (Encoding.ASCII.GetString(chunk.Slice(4, 4)), at == Signature.Length);
            if (isFirst != (type == "IHDR") || (isFirst && (pixels = Pixels(chunk[8..^4], limits)) == 0))
            {
                return null;
            }

            if (type is "IHDR" or "PLTE" or "tRNS" or "IDAT" or "IEND")
            {
                kept.Write(chunk);
            }

            if (type == "IDAT")
            {
                packed.Write(chunk[8..^4]);
            }

            if (type == "IEND")
            {
                return Unpacks(packed, pixels) ? kept.ToArray() : null;
            }

            at += chunk.Length;
        }

        return null;
    }

    // Length, type, data and checksum; empty where there is no whole one.
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < AroundData || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - AroundData)
        {
            return [];
        }

        var chunk = rest[..((int)length + AroundData)];
        return Checksum(chunk[4..^4]) == BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) ? chunk : [];
    }

    // How many bytes its rows unpack to; 0 if it is not as it must be. Interlaced pictures are not taken: nothing of this size needs it.
    private static int Pixels(ReadOnlySpan<byte> header, PictureLimits limits)
    {
        if (header.Length != 13 || header[10] != 0 || header[11] != 0 || header[12] != 0)
        {
            return 0;
        }

        var (width, height, depth) = (BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]), header[8]);
        var channels = (header[9], depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) => 1,
            (2, 8 or 16) => 3,
            (3, 1 or 2 or 4 or 8) => 1,
            (4, 8 or 16) => 2,
            (6, 8 or 16) => 4,
            _ => 0,
        };
        return !limits.Allow(width, height) || channels == 0 ? 0 : (int)(height * (1 + (((width * channels * depth) + 7) / 8)));
    }

    private static bool Unpacks(MemoryStream packed, int pixels)
    {
        packed.Position = 0;
        try
        {
            using var rows = new ZLibStream(packed, CompressionMode.Decompress);
            var bytes = new byte[pixels + 1];
            return rows.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == pixels;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    // CRC-32 as PNG (ISO 15948) has it.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ (0xedb88320 & (0 - (sum & 1)));
            }
        }

        return ~sum;
    }
}
