namespace Marketplace.Modules.Packages;

/// <summary>The checksum of the zip format (ISO 3309); here, so that customers need no further library.</summary>
internal sealed class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Row)];
    private uint _state = uint.MaxValue;

    public uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        foreach (var value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        _state = state;
    }

    private static uint Row(int index)
    {
        var row = (uint)index;
        for (var bit = 0; bit < 8; bit++)
        {
            row = (row & 1) != 0 ? (row >> 1) ^ 0xEDB88320 : row >> 1;
        }

        return row;
    }
}
