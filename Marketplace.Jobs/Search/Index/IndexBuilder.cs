using System.Runtime.InteropServices;
using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>Takes documents one after the other and makes a segment of them.</summary>
/// <param name="before">A segment whose label numbers are to be kept, so that both are counted together.</param>
internal sealed class IndexBuilder(IndexSegment? before = null)
{
    // What comes later in a long readme tells little of what the module is for.
    private const int MaxReadmeWords = 150;

    private readonly List<SearchDocument> _facts = [];
    private readonly TextTable.Writer _texts = new();
    private readonly Dictionary<string, int> _tagNames = new(StringComparer.Ordinal);
    private readonly List<int> _tagsOf = [];
    private readonly List<int> _tagStarts = [0];
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly WordPlaces _places = new();
    private readonly List<(string Key, int Document, KeyKind Kind)> _keys = [];
    private readonly Dictionary<int, SearchFields> _here = [];

    // Ids, keys and words are often the same text: kept once, that is a tenth of the index.
    private readonly HashSet<string> _once = new(StringComparer.Ordinal);

    public void Add(SearchDocument document)
    {
        var number = _facts.Count;
        _here.Clear();
        AddWords(SearchText.Compounds(document.PackageId), SearchFields.Id);
        AddWords(SearchText.Compounds(document.DisplayName), SearchFields.Name);
        AddWords(SearchText.Findable(document.Summary), SearchFields.Summary);
        AddWords(document.Tags.SelectMany(SearchText.Compounds), SearchFields.Tags);
        AddWords(SearchText.Findable(document.Category), SearchFields.Category);
        AddWords(SearchText.Findable(document.Publisher), SearchFields.Publisher);
        AddWords(SearchText.Findable(document.Readme).Distinct().Take(MaxReadmeWords), SearchFields.Readme);
        _places.Add(_here);
        AddKeys(document, number);
        _texts.Add(SearchText.Blanked($"{document.PackageId} {document.DisplayName} {document.Summary} {string.Join(' ', document.Tags)}"));
        foreach (var tag in document.Tags)
        {
            ref var name = ref CollectionsMarshal.GetValueRefOrAddDefault(_tagNames, tag, out var isKnown);
            name = isKnown ? name : _tagNames.Count - 1;
            _tagsOf.Add(name);
        }

        _tagStarts.Add(_tagsOf.Count);

        // The long text is not needed again.
        _facts.Add(document with { Readme = "", Summary = "", Tags = [] });
    }

    public IndexSegment Build() => new()
    {
        Ids = Column(d => d.Id),
        PackageIds = Column(d => Once(d.PackageId)),
        Names = Column(d => Once(d.DisplayName)),
        Texts = _texts.Table(),
        TagNames = new TagTable([.. _tagNames.Keys], [.. _tagStarts], [.. _tagsOf]),
        NameOrder = NameOrder(),
        Installs = Column(d => (float)d.Installs),
        Ratings = Column(d => (float)d.Rating),
        Updated = Column(d => (int)(d.UpdatedAt - DateTime.UnixEpoch).TotalDays),
        Scores = Column(d => (byte)Math.Clamp(d.Score, 0, 100)),
        Boosts = Column(d => (float)d.Boost),
        Verified = Column(d => d.IsVerified),
        Hosts = Column(d => d.Hosts),
        Capabilities = Column(d => Guarded(d.Capabilities)),
        Prices = Column(d => Bits(ListPrice.AllKinds, d.Price.Kinds.Split(' '))),
        Tiers = Column(d => Bits(ListPrice.AllTiers, d.Price.Tiers.Split(' '))),
        FirstYears = Column(d => (double)d.Price.FirstYear),
        Categories = Label(d => d.Category, before?.Categories),
        Publishers = Label(d => d.Publisher, before?.Publishers),
        Licenses = Label(d => d.License, before?.Licenses),
        Words = WordTable(),
        Keys = KeyTable(),
    };

    public static byte Guarded(IEnumerable<string> capabilities) => Bits(Capability.Guarded, capabilities);

    /// <summary>Which of all names are there, each as a bit; at most eight.</summary>
    public static byte Bits(IReadOnlyList<string> all, IEnumerable<string> names) =>
        (byte)names.Select(name => ((IList<string>)all).IndexOf(name)).Where(at => at >= 0).Aggregate(0, (bits, at) => bits | (1 << at));

    private void AddWords(IEnumerable<string> words, SearchFields field)
    {
        foreach (var word in words)
        {
            if (!_words.TryGetValue(word, out var id))
            {
                _words.Add(Once(word), id = _words.Count);
            }

            CollectionsMarshal.GetValueRefOrAddDefault(_here, id, out _) |= field;
        }
    }

    private void AddKeys(SearchDocument document, int number)
    {
        var id = Once(SearchText.Key(document.PackageId));
        var name = Once(SearchText.Key(document.DisplayName));
        var signed = Once(SearchText.SignedKey(document.DisplayName));
        var pieces = SearchText.Pieces(document.PackageId).ToList();
        var rest = Once(pieces.Count > 1 ? string.Concat(pieces.Skip(1)) : "");
        _keys.Add((id, number, KeyKind.Id));
        if (signed != "" && signed != id)
        {
            _keys.Add((signed, number, KeyKind.Name));
        }

        if (name != "" && name != id && name != signed)
        {
            _keys.Add((name, number, KeyKind.Rest));
        }

        if (rest != "" && rest != name)
        {
            _keys.Add((rest, number, KeyKind.Rest));
        }
    }

    private string Once(string text)
    {
        if (_once.TryGetValue(text, out var known))
        {
            return known;
        }

        _once.Add(text);
        return text;
    }

    private T[] Column<T>(Func<SearchDocument, T> value) => [.. _facts.Select(value)];

    private int[] NameOrder()
    {
        var (order, place) = (Enumerable.Range(0, _facts.Count).ToArray(), new int[_facts.Count]);
        Array.Sort(order, (a, b) => SearchDocument.CompareNames(_facts[a].DisplayName, _facts[a].PackageId, _facts[b].DisplayName, _facts[b].PackageId));
        for (var at = 0; at < order.Length; at++)
        {
            place[order[at]] = at;
        }

        return place;
    }

    private Labels Label(Func<SearchDocument, string> text, Labels? known)
    {
        var numbers = (known?.Names ?? [])
            .Select((name, number) => (name, number))
            .ToDictionary(label => label.name, label => label.number, StringComparer.Ordinal);
        int[] of = [.. _facts.Select(d =>
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, text(d), out var isKnown);
            return number = isKnown ? number : numbers.Count - 1;
        })];
        return new Labels([.. numbers.Keys], of, known);
    }

    // Words in order, and behind each its documents: measured first, then laid where they belong.
    private WordTable WordTable()
    {
        var words = new string[_words.Count];
        var numbers = new int[_words.Count];
        _words.Keys.CopyTo(words, 0);
        _words.Values.CopyTo(numbers, 0);
        Array.Sort(words, numbers, StringComparer.Ordinal);
        var rank = new int[words.Length];
        for (var at = 0; at < numbers.Length; at++)
        {
            rank[numbers[at]] = at;
        }

        var (counts, starts, last) = (new int[words.Length], new int[words.Length + 1], new int[words.Length]);
        foreach (var place in _places.All())
        {
            var word = rank[place.Word];
            counts[word]++;
            starts[word + 1] += Postings.Size(place.Document - last[word]);
            last[word] = place.Document;
        }

        for (var at = 1; at < starts.Length; at++)
        {
            starts[at] += starts[at - 1];
        }

        var (next, postings) = (starts[..^1], new byte[starts[^1]]);
        Array.Clear(last);
        foreach (var place in _places.All())
        {
            var word = rank[place.Word];
            next[word] = Postings.Write(postings, next[word], place.Document - last[word], place.Fields);
            last[word] = place.Document;
        }

        return new WordTable(words, counts, starts, postings);
    }

    private KeyTable KeyTable()
    {
        string[] keys = [.. _keys.Select(key => key.Key)];
        (int Document, KeyKind Kind)[] of = [.. _keys.Select(key => (key.Document, key.Kind))];
        Array.Sort(keys, of, StringComparer.Ordinal);
        return new KeyTable(keys, [.. of.Select(key => key.Document)], [.. of.Select(key => key.Kind)]);
    }
}
