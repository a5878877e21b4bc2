using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Search.Index;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Search;

/// <summary>
/// The search index of this process. It is read from the database at start and again beside the live one when much has changed; what
/// changed meanwhile is a small segment of its own, remade with each change. Nothing of it is kept on disk, so nothing of it can
/// be torn, stale or of an older form.
/// </summary>
public sealed class CatalogIndex(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : IDisposable
{
    // Clocks of several processes differ, and a change shows only when its transaction commits: look back this far.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);
    private const int MaxChanged = 2_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Dictionary<long, DateTime> _seen = [];
    private readonly Dictionary<long, SearchDocument> _changed = [];
    private readonly Dictionary<long, SearchDocument> _private = [];
    private IndexSegment _large = IndexSegment.Empty;
    private bool[] _replaced = [];
    private DateTime _since;
    private IReadOnlyList<SynonymRow> _pairs = [];
    private volatile SearchIndex? _current;

    /// <summary>False until it has been built for the first time.</summary>
    public bool IsReady => _current is not null;

    /// <summary>How many modules it holds that everybody sees.</summary>
    public int Count => _current?.Count ?? 0;

    internal SearchIndex? Current => _current;

    /// <summary>Reads the whole catalog and takes the place of what there was.</summary>
    public async Task RebuildAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var since = clock.UtcNow;
            await using var db = await databases.CreateDbContextAsync(cancel);
            var builder = new IndexBuilder();
            var own = new List<SearchDocument>();
            _pairs = await db.SynonymsAsync(cancel);
            var seen = new Dictionary<long, DateTime>();
            await db.EachDocumentAsync((id, changedAt) => Note(seen, id, changedAt, since - Overlap), document => Sort(document, builder, own), cancel);
            Take(builder.Build(), since, own, seen);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>So much has changed that it should be rebuilt.</summary>
    public bool NeedsRebuild { get; private set; }

    /// <summary>
    /// Takes in what changed since it last looked; how many modules that were. More than should stand beside the large segment is left
    /// to a rebuild.
    /// </summary>
    public async Task<int> RefreshAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var (now, from) = (clock.UtcNow, _since - Overlap);
            await using var db = await databases.CreateDbContextAsync(cancel);
            var touched = (await db.Modules.AsNoTracking().Where(m => m.ChangedAt > from).Select(m => new { m.Id, m.ChangedAt }).ToListAsync(cancel))
                .Where(m => !_seen.TryGetValue(m.Id, out var at) || at != m.ChangedAt).ToList();
            NeedsRebuild = touched.Count(m => !_changed.ContainsKey(m.Id)) + Math.Max(_changed.Count, _replaced.Count(isReplaced => isReplaced))
                > Math.Max(MaxChanged, _large.Count / 50);
            if (NeedsRebuild)
            {
                return 0;
            }

            var pairs = await db.SynonymsAsync(cancel);
            foreach (var some in touched.Chunk(500))
            {
                // Searches that run keep the columns they began with.
                _replaced = [.. _replaced];
                var documents = (await db.SearchDocumentsAsync([.. some.Select(m => m.Id)], cancel)).ToDictionary(d => d.Id);
                foreach (var module in some)
                {
                    Replace(module.Id, documents.GetValueOrDefault(module.Id));
                    _seen[module.Id] = module.ChangedAt;
                }
            }

            _since = now;
            _seen = new(_seen.Where(module => module.Value > now - Overlap));
            if (touched.Count > 0 || !pairs.SequenceEqual(_pairs))
            {
                _pairs = pairs;
                Show();
            }

            return touched.Count;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    internal void Take(IndexSegment segment, DateTime since, IEnumerable<SearchDocument>? own = null, Dictionary<long, DateTime>? seen = null)
    {
        (_large, _since, _replaced, _seen, NeedsRebuild) = (segment, since, new bool[segment.Count], seen ?? [], false);
        _changed.Clear();
        _private.Clear();
        foreach (var document in own ?? [])
        {
            _private[document.Id] = document;
        }

        Show();
    }

    private void Replace(long id, SearchDocument? document)
    {
        // Modules are read in the order of their ids.
        var place = Array.BinarySearch(_large.Ids, id);
        if (place >= 0)
        {
            _replaced[place] = true;
        }

        _changed.Remove(id);
        _private.Remove(id);
        if (document is not null)
        {
            (document.Audience is null ? _changed : _private)[id] = document;
        }
    }

    private static void Note(Dictionary<long, DateTime> seen, long id, DateTime changedAt, DateTime from)
    {
        if (changedAt > from)
        {
            seen[id] = changedAt;
        }
    }

    private static void Sort(SearchDocument document, IndexBuilder all, List<SearchDocument> own)
    {
        if (document.Audience is null)
        {
            all.Add(document);
        }
        else
        {
            own.Add(document);
        }
    }

    private void Show()
    {
        var builder = new IndexBuilder(_large);
        foreach (var document in _changed.Values)
        {
            builder.Add(document);
        }

        _current = new SearchIndex(_large, builder.Build(), _replaced, SearchSynonyms.Of(_pairs), [.. _private.Values]);
    }
}
