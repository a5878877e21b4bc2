using System.Collections.Concurrent;
using Marketplace.Catalog;

namespace Marketplace.Search.Index;

/// <summary>One module among the results, with why it stands there.</summary>
public sealed record IndexHit(long Id, string PackageId, string Name, Ranking Ranking);

/// <summary>What the index answers: the page's modules in order, how many there are, and the facets.</summary>
/// <param name="Meant">A better spelling, where what was typed is found nowhere.</param>
public sealed record IndexAnswer(IReadOnlyList<IndexHit> Hits, int Total, Facets Facets, string? Meant, SearchTerms Terms)
{
    /// <summary>What it cost: how many places of words, near words and documents were looked at.</summary>
    internal long Work { get; init; }
}

/// <summary>What operators keep: words that mean the same.</summary>
public sealed record SearchSynonyms(ILookup<string, string> Synonyms)
{
    public static readonly SearchSynonyms None = Of([]);

    public static SearchSynonyms Of(IEnumerable<SynonymRow> pairs) =>
        new(pairs.SelectMany(pair => (SynonymRow[])[pair, new(pair.Other, pair.Word)]).ToLookup(pair => pair.Word, pair => pair.Other, StringComparer.Ordinal));
}

/// <summary>Who searches, as far as private modules go.</summary>
internal sealed record SearchViewer(bool IsStaff, IReadOnlyList<long> Organizations)
{
    public string Key { get; } = IsStaff ? "staff" : string.Join(' ', Organizations.Order());

    public bool Sees(SearchDocument document) => IsStaff || document.Audience is null || document.Audience.Intersect(Organizations).Any();
}

/// <summary>
/// The catalog as a search sees it at one moment: the large segment, the modules that changed since it was built, and which of the
/// large one's documents those replace.
/// </summary>
/// <param name="own">
/// Private modules. Each searcher gets a segment of those open to them, so that no word of another's can show in a result, a count or
/// a spelling.
/// </param>
internal sealed class SearchIndex(
    IndexSegment large, IndexSegment changed, bool[] replaced, SearchSynonyms words, IReadOnlyList<SearchDocument>? own = null,
    IndexSegment? seen = null)
{
    // With fewer results than this, near words are looked for too.
    private const int MinExactHits = 10;
    private const int MaxViews = 200;

    // A question that has looked at so much for each module has no near words: it would cost as much again.
    private const int MaxWorkEach = 10;
    private readonly IndexSegment[] _segments = seen is null ? [large, changed] : [large, changed, seen];
    private readonly Lazy<SearchSuggestions> _suggestions = new(() => Suggest(large, changed, replaced, seen));
    private readonly ConcurrentDictionary<string, SearchIndex> _views = new(StringComparer.Ordinal);

    /// <summary>There are modules that not everybody sees.</summary>
    public bool HasPrivate => own is { Count: > 0 };

    /// <summary>The same with the private modules that are open to the searcher.</summary>
    public SearchIndex For(SearchViewer viewer)
    {
        if (own?.Any(viewer.Sees) is not true)
        {
            return this;
        }

        if (_views.Count >= MaxViews)
        {
            _views.Clear();
        }

        return _views.GetOrAdd(viewer.Key, _ =>
        {
            var builder = new IndexBuilder(changed);
            foreach (var document in own.Where(viewer.Sees))
            {
                builder.Add(document);
            }

            return new SearchIndex(large, changed, replaced, words, null, builder.Build());
        });
    }

    public int Count => large.Count - replaced.Count(gone => gone) + changed.Count;

    public IReadOnlyList<IndexSegment> Segments => _segments;

    /// <summary>Added up when someone first asks.</summary>
    public SearchSuggestions Suggestions => _suggestions.Value;

    public IndexAnswer Find(CatalogQuery query, DateTime now, int size)
    {
        query = query with { Publishers = [.. query.Publishers.Select(Publisher)] };
        var today = (int)(now - DateTime.UnixEpoch).TotalDays;
        var terms = Apart(SearchTerms.Parse(query.Text));
        var scratches = Array.ConvertAll(_segments, segment => new SearchBuffers(segment.Count));
        try
        {
            var meant = terms.IsEmpty ? null : Match(terms, scratches);
            var (facets, best) = (new FacetCounts(query, _segments[^1], today), new BestHits(query.Sort, terms.IsEmpty, query.Page * size, today));
            for (var at = 0; at < _segments.Length; at++)
            {
                Collect(at, scratches[at], terms, query, facets, best, today);
            }

            return new IndexAnswer(best.Read((query.Page - 1) * size, size), best.Total, facets.Read(), meant, terms)
            {
                Work = scratches.Sum(scratch => scratch.Work),
            };
        }
        finally
        {
            Array.ForEach(scratches, scratch => scratch.Dispose());
        }
    }

    private static SearchSuggestions Suggest(IndexSegment large, IndexSegment changed, bool[] replaced, IndexSegment? seen)
    {
        var suggestions = new SearchSuggestions();
        suggestions.Add(large, document => replaced[document]);
        suggestions.Add(changed, _ => false);
        suggestions.Add(seen ?? IndexSegment.Empty, _ => false);
        return suggestions;
    }

    // One organization, the one written exactly so; an address in another case leads to the first that there is.
    private string Publisher(string name)
    {
        var names = _segments[^1].Publishers.Names;
        return names.Contains(name, StringComparer.Ordinal) ? name
            : names.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) ?? name;
    }

    // Another spelling where nothing was found but near words.
    private string? Match(SearchTerms terms, SearchBuffers[] scratches)
    {
        SegmentMatch[] matches = [.. _segments.Select((segment, at) => new SegmentMatch(segment, terms, words.Synonyms, scratches[at]))];
        Array.ForEach(matches, match => match.Exactly());
        var found = Found(scratches);
        if (found >= MinExactHits || scratches.Sum(scratch => scratch.Work) > MaxWorkEach * Math.Max(_segments.Sum(segment => segment.Count), 10_000L))
        {
            return null;
        }

        Array.ForEach(matches, match => match.Nearly());
        if (Found(scratches) < MinExactHits)
        {
            Array.ForEach(matches, match => match.InReadmes());
        }

        return found > 0 ? null : Meant(terms, matches, scratches);
    }

    // No further than it matters.
    private int Found(SearchBuffers[] scratches)
    {
        var count = scratches.Skip(1).Sum(scratch => scratch.Found.Length);
        foreach (var document in scratches[0].Found)
        {
            count += replaced[document] ? 0 : 1;
            if (count >= MinExactHits)
            {
                break;
            }
        }

        return count;
    }

    private string? Meant(SearchTerms terms, SegmentMatch[] matches, SearchBuffers[] scratches)
    {
        var instead = matches
            .SelectMany(match => match.Instead)
            .GroupBy(word => word.Key)
            .ToDictionary(g => g.Key, g => g.MaxBy(word => word.Value.Documents).Value.Word);
        if (instead.Count > 0)
        {
            return string.Join(' ', terms.Words.Select(word => instead.GetValueOrDefault(word, word)));
        }

        var near = _segments.Zip(scratches).SelectMany(pair => pair.Second.Found.ToArray().Where(document => pair.Second.Kind[document] is MatchKind.Near)
            .Select(document => (Name: pair.First.Names[document], Value: pair.Second.Text[document] * (1 + pair.First.Installs[document])))).ToList();
        return near.Count == 0 ? null : near.MaxBy(hit => hit.Value).Name;
    }

    private void Collect(int at, SearchBuffers scratch, SearchTerms terms, CatalogQuery query, FacetCounts facets, BestHits best, int today)
    {
        var (segment, filter) = (_segments[at], new SegmentFilter(_segments[at], query, today));
        var must = new SegmentTerms(segment, terms, scratch);
        best.Begin(segment);
        var count = terms.IsUnsearchable ? 0 : terms.IsEmpty ? segment.Count : scratch.Found.Length;
        scratch.Work += count;
        for (var number = 0; number < count; number++)
        {
            var document = terms.IsEmpty ? number : scratch.Found[number];
            if ((at == 0 && replaced[document]) || !must.Allow(document))
            {
                continue;
            }

            var fails = filter.Fails(document);
            facets.Add(segment, document, fails);
            if (fails == 0)
            {
                best.Add(document, terms.IsEmpty ? MatchKind.None : scratch.Kind[document], terms.IsEmpty ? 1 : scratch.Text[document]);
            }
        }

        best.End(document => terms.IsEmpty ? (MatchKind.None, 1) : (scratch.Kind[document], scratch.Text[document]));
    }

    // A word that stands nowhere, though both its halves do, was meant as two.
    private SearchTerms Apart(SearchTerms terms) => terms.Words.All(IsKnown) ? terms : terms with
    {
        Words = [.. terms.Words.SelectMany(word => IsKnown(word) ? [word] : Halves(word) ?? [word]).Distinct().Take(SearchTerms.MaxParts)],
    };

    private bool IsKnown(string word) => _segments.Any(segment => segment.Words.Beginning(word) is var range && range.To > range.From);

    private string[]? Halves(string word)
    {
        for (var at = word.Length - 3; at >= 3; at--)
        {
            if (_segments.Any(segment => segment.Words.Find(word[..at]) >= 0 && segment.Words.Find(word[at..]) >= 0))
            {
                return [word[..at], word[at..]];
            }
        }

        return null;
    }
}
