using System.Buffers;
using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>
/// The working columns of one search on one segment, as long as the segment. They are borrowed, and the pool lets go of what nobody
/// borrows for a while.
/// </summary>
internal sealed class SearchBuffers(int count) : IDisposable
{
    /// <summary>To look for a phrase in a text costs about as much as to read so many places.</summary>
    public const int TextWork = 8;

    public readonly float[] Text = ArrayPool<float>.Shared.Rent(count);
    public readonly MatchKind[] Kind = Cleared<MatchKind>(count);
    public readonly float[] Sum = ArrayPool<float>.Shared.Rent(count);
    public readonly float[] Best = ArrayPool<float>.Shared.Rent(count);
    public readonly byte[] Matched = Cleared<byte>(count);
    public readonly SearchFields[] Fields = ArrayPool<SearchFields>.Shared.Rent(count);
    private readonly int[] _found = ArrayPool<int>.Shared.Rent(count);
    private readonly int[] _met = ArrayPool<int>.Shared.Rent(count);
    private int _foundCount;
    private int _metCount;

    /// <summary>What has been looked at so far.</summary>
    public long Work;

    /// <summary>Documents with a kind.</summary>
    public ReadOnlySpan<int> Found => _found.AsSpan(0, _foundCount);

    /// <summary>Documents that some word of this pass met.</summary>
    public ReadOnlySpan<int> Met => _met.AsSpan(0, _metCount);

    public void Meet(int document)
    {
        _met[_metCount++] = document;
        (Fields[document], Sum[document]) = (SearchFields.None, 0);
    }

    public void Add(int document, MatchKind kind, float text)
    {
        if (Kind[document] == MatchKind.None)
        {
            _found[_foundCount++] = document;
        }
        else if (Text[document] >= text)
        {
            return;
        }

        (Kind[document], Text[document]) = (kind, text);
    }

    public void EndPass()
    {
        foreach (var document in Met)
        {
            Matched[document] = 0;
        }

        _metCount = 0;
    }

    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(Text);
        ArrayPool<MatchKind>.Shared.Return(Kind);
        ArrayPool<float>.Shared.Return(Sum);
        ArrayPool<float>.Shared.Return(Best);
        ArrayPool<byte>.Shared.Return(Matched);
        ArrayPool<SearchFields>.Shared.Return(Fields);
        ArrayPool<int>.Shared.Return(_found);
        ArrayPool<int>.Shared.Return(_met);
    }

    private static T[] Cleared<T>(int count)
    {
        var column = ArrayPool<T>.Shared.Rent(count);
        Array.Clear(column);
        return column;
    }
}
