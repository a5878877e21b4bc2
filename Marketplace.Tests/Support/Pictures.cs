using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Marketplace.Tests.Support;

/// <summary>Pictures made on the spot.</summary>
public static class Pictures
{
    /// <summary>A black PNG of eight bits and three colors.</summary>
    /// <param name="rows">How many bytes its data unpacks to; as many as its sides need if not given.</param>
    public static byte[] Png(int width, int height, byte[]? more = null, byte[]? others = null, int? rows = null)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            pack.Write(new byte[rows ?? height * (1 + (width * 3))]);
        }

        return
        [
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, .. Chunk("IHDR", header), .. more ?? [],
            .. Chunk("IDAT", packed.ToArray()), .. others ?? [], .. Chunk("IEND", []),
        ];
    }

    /// <summary>A white square on a blue one, 32 by 32, with nothing in it but what draws it.</summary>
    public static byte[] Jpeg() => Convert.FromBase64String(
        "/9j/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1u"
            + "pKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAAgACADASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAA"
            + "BgAE/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAAD/8QAFxEAAwEAAAAAAAAAAAAAAAAAAAECEf/aAAwDAQACEQMRAD8AwJGq"
            + "jeEZnQUjUKE9FThGoUhrRNYNQpISwVWn/9k=");

    public static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        var sum = uint.MaxValue;
        foreach (var value in chunk.AsSpan(4, data.Length + 4))
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xedb88320 : sum >> 1;
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), ~sum);
        return chunk;
    }
}
