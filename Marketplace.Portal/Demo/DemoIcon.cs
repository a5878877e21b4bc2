using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Portal.Demo;

/// <summary>
/// Draws a module's icon: a color, then strokes on a grid of 24 by 24, such as <c>#2F3E5E M4 5H20 O12 14 3</c>. M, L, H, V, Q and Z are those of
/// SVG paths; A is an arc around a center with its radius, from one angle to another in degrees clockwise; O a circle; D a dot.
/// </summary>
internal static partial class DemoIcon
{
    private const int Side = 128;
    private const int Shades = 32;
    private const float Stroke = 1.75f;
    private const float Scale = Side * 0.62f / 24;

    // A module brings the same in each of its versions.
    private static readonly ConcurrentDictionary<string, byte[]> Drawn = new();

    public static byte[] Png(string drawing) => Drawn.GetOrAdd(drawing, Draw);

    private static byte[] Draw(string drawing)
    {
        var (color, pixels) = (Convert.FromHexString(drawing[1..7]), new byte[Side * (Side + 1)]);
        foreach (var (from, to, width) in Strokes(drawing[7..]))
        {
            DrawStroke(pixels, Place(from), Place(to), width * Scale / 2);
        }

        byte[] palette = [.. from shade in Enumerable.Range(0, Shades) from part in color select (byte)(part + ((255 - part) * shade / (Shades - 1)))];
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Side);
        (header[8], header[9]) = (8, 3);
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            pack.Write(pixels);
        }

        return
        [
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a,
            .. Chunk("IHDR", header), .. Chunk("PLTE", palette), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", []),
        ];
    }

    private static IEnumerable<(Vector2 From, Vector2 To, float Width)> Strokes(string drawing)
    {
        var (at, start) = (Vector2.Zero, Vector2.Zero);
        foreach (Match command in Command().Matches(drawing))
        {
            float[] n = [.. Number().Matches(command.Groups[2].Value).Select(number => float.Parse(number.ValueSpan, CultureInfo.InvariantCulture))];
            if (command.Value[0] is 'D')
            {
                yield return (new(n[0], n[1]), new(n[0], n[1]), 2 * n[2]);
                continue;
            }

            Vector2[] points = command.Value[0] switch
            {
                'M' or 'L' => [new(n[0], n[1])],
                'H' => [new(n[0], at.Y)],
                'V' => [new(at.X, n[0])],
                'Q' => [.. Enumerable.Range(1, 12).Select(i => i / 12f).Select(t =>
                    Vector2.Lerp(Vector2.Lerp(at, new(n[0], n[1]), t), Vector2.Lerp(new(n[0], n[1]), new(n[2], n[3]), t), t))],
                'A' => [.. Arc(n[0], n[1], n[2], n[3], n[4])],
                'O' => [.. Arc(n[0], n[1], n[2], 0, 360)],
                _ => [start],
            };
            if (command.Value[0] is 'M' or 'A' or 'O')
            {
                at = start = points[0];
            }

            foreach (var point in points)
            {
                yield return (at, at = point, command.Value[0] is 'M' ? 0 : Stroke);
            }
        }
    }

    private static IEnumerable<Vector2> Arc(float x, float y, float radius, float first, float last) =>
        from i in Enumerable.Range(0, 33)
        let angle = float.DegreesToRadians(first + ((last - first) * i / 32))
        select new Vector2(x + (radius * MathF.Cos(angle)), y + (radius * MathF.Sin(angle)));

    private static Vector2 Place(Vector2 point) => ((point - new Vector2(12)) * Scale) + new Vector2(Side / 2f);

    // Each row begins with its filter, none. A pixel is as light as the stroke nearest to its middle makes it.
    private static void DrawStroke(byte[] pixels, Vector2 from, Vector2 to, float half)
    {
        if (half == 0)
        {
            return;
        }

        var (low, high, line) = (Vector2.Min(from, to) - new Vector2(half + 1), Vector2.Max(from, to) + new Vector2(half + 1), to - from);
        for (var y = Math.Max(0, (int)low.Y); y <= Math.Min(Side - 1, (int)high.Y); y++)
        {
            for (var x = Math.Max(0, (int)low.X); x <= Math.Min(Side - 1, (int)high.X); x++)
            {
                var middle = new Vector2(x + 0.5f, y + 0.5f);
                var along = line == Vector2.Zero ? 0 : Math.Clamp(Vector2.Dot(middle - from, line) / line.LengthSquared(), 0, 1);
                var shade = Math.Clamp(half - Vector2.Distance(middle, from + (line * along)) + 0.5f, 0, 1) * (Shades - 1);
                ref var pixel = ref pixels[(y * (Side + 1)) + 1 + x];
                pixel = Math.Max(pixel, (byte)MathF.Round(shade));
            }
        }
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] chunk = [.. new byte[4], .. Encoding.ASCII.GetBytes(type), .. data, .. new byte[4]];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    [GeneratedRegex(@"([A-Z])([^A-Z]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"-?\d*\.?\d+")]
    private static partial Regex Number();
}
