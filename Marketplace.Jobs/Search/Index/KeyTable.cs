namespace Marketplace.Search.Index;

/// <summary>What a document is called, in which way.</summary>
internal enum KeyKind : byte
{
    Id,
    Name,

    /// <summary>The id without its first piece, which often is the publisher's.</summary>
    Rest,
}

/// <summary>Ids and names, letters and digits only, in order.</summary>
internal sealed class KeyTable(string[] keys, int[] documents, KeyKind[] kinds)
{
    private readonly NearTexts _near = new(keys);

    public string this[int key] => keys[key];

    public int DocumentOf(int key) => documents[key];

    public KeyKind KindOf(int key) => kinds[key];

    public (int From, int To) Beginning(string start) => Ordered.Range(keys, start);

    public List<(int At, int Edits)> Near(string key, int edits, ref long work) => _near.Find(key, edits, ref work);
}
