using System.Buffers.Binary;

namespace Marketplace.Publishers;

/// <summary>As <see cref="PngIcon"/>, with the same limits: keeps tables, frame and scans. What a camera noted, texts and previews go.</summary>
public static class JpegIcon
{
    private const byte StartOfScan = 0xda;
    private const byte EndOfImage = 0xd9;

    private static readonly byte[] Signature = [0xff, 0xd8];

    /// <summary>Null if it is no square JPEG within the limits, or anything is where it does not belong.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> file) => Clean(file, PictureLimits.Icon);

    /// <summary>The same, with other limits.</summary>
    public static byte[]? Clean(ReadOnlySpan<byte> file, PictureLimits limits)
    {
        if (file.Length > limits.MaxBytes || !file.StartsWith(Signature))
        {
            return null;
        }

        using var kept = new MemoryStream();
        kept.Write(Signature);
        var (at, frames, scans) = (Signature.Length, 0, 0);
        while (at + 1 < file.Length && file[at] == 0xff && file[at + 1] is var marker)
        {
            if (marker == EndOfImage)
            {
                kept.Write(file.Slice(at, 2));
                return frames == 1 && scans > 0 ? kept.ToArray() : null;
            }

            var segment = Segment(file[at..]);
            frames += marker is 0xc0 or 0xc1 or 0xc2 ? 1 : 0;
            if (segment.IsEmpty || !IsKnown(marker, segment, limits) || (marker == StartOfScan && frames == 0))
            {
                return null;
            }

            // Decoders know what the header of JFIF says without it, but not what Adobe's does: how the colors are coded.
            if (marker is (< 0xe0 or > 0xef and not 0xfe) or 0xee)
            {
                kept.Write(segment);
            }

            at += segment.Length;
            if (marker == StartOfScan)
            {
                scans++;
                var scan = Scan(file[at..]);
                kept.Write(scan);
                at += scan.Length;
            }
        }

        return null;
    }

    // Marker, length and data; empty where there is no whole one.
    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> rest) =>
        rest.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) is >= 2 and var length && length + 2 <= rest.Length ? rest[..(length + 2)] : [];

    // Frames (baseline, extended, progressive) of the right size, tables, restart interval, scan, what applications and people noted.
    private static bool IsKnown(byte marker, ReadOnlySpan<byte> segment, PictureLimits limits) => marker switch
    {
        0xc0 or 0xc1 or 0xc2 => segment.Length > 9
            && limits.Allow(BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..])),
        0xc4 or 0xdb or 0xdd or StartOfScan or (>= 0xe0 and <= 0xef) or 0xfe => true,
        _ => false,
    };

    // Up to the next marker; within it 0xff is followed by a zero or counts restarts.
    private static ReadOnlySpan<byte> Scan(ReadOnlySpan<byte> rest)
    {
        for (var at = 0; at + 1 < rest.Length; at++)
        {
            if (rest[at] == 0xff && rest[at + 1] is not (0 or (>= 0xd0 and <= 0xd7)))
            {
                return rest[..at];
            }
        }

        return rest;
    }
}
