using System.IO.Compression;
using System.IO.Hashing;

namespace Marketplace.Modules.Packages;

/// <summary>Unpacks one entry and throws <see cref="PackageRefusedException"/> where its length or checksum is not what the archive says.</summary>
internal sealed class EntryStream(Stream package, PackageEntry entry) : Stream
{
    private readonly WindowStream _packed = new(package, entry.DataOffset, entry.PackedLength);
    private readonly Crc32 _crc = new();
    private Stream? _unpacked;
    private long _read;
    private bool _finished;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => entry.Length;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        _unpacked ??= entry.Deflated ? new DeflateStream(_packed, CompressionMode.Decompress) : _packed;
        if (_finished || buffer.IsEmpty)
        {
            return 0;
        }

        int count;
        try
        {
            count = _unpacked.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Refuse("archive.corrupt", "can't be unpacked: its data is damaged");
        }

        _read += count;
        if (_read > entry.Length)
        {
            throw Refuse("archive.size-mismatch", $"unpacks to more than the {entry.Length} bytes it announces");
        }

        _crc.Append(buffer[..count]);
        if (count == 0)
        {
            Finish();
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        _unpacked?.Dispose();
        base.Dispose(disposing);
    }

    private void Finish()
    {
        _finished = true;
        if (_read < entry.Length)
        {
            throw Refuse("archive.size-mismatch", $"unpacks to {_read} bytes instead of the {entry.Length} it announces");
        }

        if (_crc.GetCurrentHashAsUInt32() != entry.Crc)
        {
            throw Refuse("archive.crc", "doesn't match its checksum");
        }

        if (entry.Deflated && _packed.IsExhausted)
        {
            throw Refuse("archive.corrupt", "can't be unpacked: its packed data has no end");
        }

        // The window gives its last byte alone, so it is only asked for by a packed stream that truly reaches it.
        if (_packed.Left > 0)
        {
            throw Refuse("archive.hidden-data", "hides bytes behind its packed data");
        }
    }

    private PackageRefusedException Refuse(string code, string what) =>
        new(code, $"{entry.Path} {what}.", "Pack and upload the file again.", entry.Path);
}

/// <summary>A part of the package file. Keeps its own place, so that several may be read in turns.</summary>
internal sealed class WindowStream(Stream package, long start, long length) : Stream
{
    private long _at;

    public long Left => length - _at;

    /// <summary>Whether more was asked for than there is, which a packed stream that knows its end never does.</summary>
    public bool IsExhausted { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var most = (int)Math.Min(buffer.Length, Left > 1 ? Left - 1 : Left);
        if (most == 0)
        {
            IsExhausted |= Left == 0 && !buffer.IsEmpty;
            return 0;
        }

        package.Position = start + _at;
        var count = package.Read(buffer[..most]);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
