namespace Marketplace.Search.Index;

/// <summary>
/// Texts by length, each with the letters that occur in it: what is within a few edits has nearly the same of both, so that of
/// hundreds of thousands only some hundreds are compared.
/// </summary>
internal sealed class NearTexts
{
    private readonly string[] _texts;
    private readonly int[] _byLength;
    private readonly ulong[] _letters;
    private readonly int[] _starts = new int[EditDistance.MaxLength + 2];

    public NearTexts(string[] texts)
    {
        _texts = texts;
        foreach (var text in texts)
        {
            _starts[Math.Min(text.Length, EditDistance.MaxLength) + 1]++;
        }

        for (var length = 1; length < _starts.Length; length++)
        {
            _starts[length] += _starts[length - 1];
        }

        (_byLength, _letters) = (new int[texts.Length], new ulong[texts.Length]);
        var next = _starts[..^1];
        for (var at = 0; at < texts.Length; at++)
        {
            var place = next[Math.Min(texts[at].Length, EditDistance.MaxLength)]++;
            (_byLength[place], _letters[place]) = (at, EditDistance.Letters(texts[at]));
        }
    }

    /// <param name="work">Raised by how many texts were looked at.</param>
    public List<(int At, int Edits)> Find(string text, int edits, ref long work)
    {
        var (found, distance, letters) = (new List<(int, int)>(), new EditDistance(text), EditDistance.Letters(text));
        var from = _starts[Math.Clamp(text.Length - edits, 0, EditDistance.MaxLength)];
        var to = _starts[Math.Clamp(text.Length + edits + 1, 0, EditDistance.MaxLength + 1)];
        work += to - from;
        for (var place = from; place < to; place++)
        {
            if (EditDistance.MayBeWithin(letters, _letters[place], edits) && distance.To(_texts[_byLength[place]]) is var far && far <= edits)
            {
                found.Add((_byLength[place], far));
            }
        }

        return found;
    }
}
