namespace Marketplace.Search.Index;

/// <summary>
/// The documents that have a word, in order: of each the fields in a byte, and how far it is from the one before, in seven bits a byte
/// with the eighth set while more follow. That is less than half of what numbers would take, and they are only ever read from the first to the last.
/// </summary>
internal ref struct Postings(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public int Document { get; private set; }

    public SearchFields Fields { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        Fields = (SearchFields)_rest[0];
        var (at, shift, step) = (1, 0, 0);
        do
        {
            step |= (_rest[at] & 0x7F) << shift;
            shift += 7;
        }
        while (_rest[at++] >= 0x80);

        Document += step;
        _rest = _rest[at..];
        return true;
    }

    /// <summary>How many bytes one takes that is so far from the one before.</summary>
    public static int Size(int step) => step < 1 << 7 ? 2 : step < 1 << 14 ? 3 : step < 1 << 21 ? 4 : step < 1 << 28 ? 5 : 6;

    /// <summary>Writes one; where the next is to stand.</summary>
    public static int Write(byte[] to, int at, int step, SearchFields fields)
    {
        to[at++] = (byte)fields;
        for (; step >= 0x80; step >>= 7)
        {
            to[at++] = (byte)(step | 0x80);
        }

        to[at++] = (byte)step;
        return at;
    }
}
