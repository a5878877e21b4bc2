using System.Collections.Concurrent;

namespace Marketplace.Catalog;

/// <summary>How a module came among the results, best first.</summary>
public enum MatchKind : byte
{
    None,
    Readme,
    Near,
    Words,
    Beginning,
    SameName,
    ExactId,
}

/// <summary>The working columns of one search on one segment; kept for the next one, since they are as long as the segment.</summary>
internal sealed class Scratch
{
    private static readonly ConcurrentBag<Scratch> Free = [];

    public float[] Text = [];
    public MatchKind[] Kind = [];
    public float[] Sum = [];
    public float[] Best = [];
    public byte[] Matched = [];
    public SearchFields[] Fields = [];

    /// <summary>Documents with a kind.</summary>
    public List<int> Found { get; } = [];

    /// <summary>Documents that some word of this pass met.</summary>
    public List<int> Met { get; } = [];

    public static Scratch Rent(int count)
    {
        if (!Free.TryTake(out var scratch) || scratch.Text.Length < count)
        {
            scratch = new Scratch
            {
                Text = new float[count],
                Kind = new MatchKind[count],
                Sum = new float[count],
                Best = new float[count],
                Matched = new byte[count],
                Fields = new SearchFields[count],
            };
        }

        return scratch;
    }

    public void Add(int document, MatchKind kind, float text)
    {
        if (Kind[document] == MatchKind.None)
        {
            Found.Add(document);
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
            (Matched[document], Sum[document], Best[document]) = (0, 0, 0);
        }

        Met.Clear();
    }

    public void Return()
    {
        EndPass();
        foreach (var document in Found)
        {
            (Kind[document], Text[document]) = (MatchKind.None, 0);
        }

        Found.Clear();
        Free.Add(this);
    }
}
