using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Resolution;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Planning;

/// <summary>
/// The catalog as the resolver needs it, whole, once per process. Read when it is first asked for; later only the modules that changed
/// are read, each time it is asked for, so that no plan rests on what is not true any more.
/// </summary>
public sealed class CatalogSnapshots(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : IDisposable
{
    // Clocks of several processes differ, and a change shows only when its transaction commits: look back this far.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);
    private const int Page = 500;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Dictionary<long, DateTime> _seen = [];
    private readonly SnapshotSource _reading = new();
    private CatalogSnapshot? _current;
    private DateTime _since;

    /// <summary>False until it was asked for the first time and has been read, which takes seconds where there are hundreds of thousands of modules.</summary>
    public bool IsRead => _current is not null;

    public async Task<CatalogSnapshot> CurrentAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var now = clock.UtcNow;
            _current = _current is null ? await Task.Run(() => AllAsync(db, cancel), cancel) : await ChangedAsync(db, _current, cancel);
            _since = now;
            _seen = new(_seen.Where(module => module.Value > now - Overlap));
            return _current;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<CatalogSnapshot> AllAsync(MarketplaceDb db, CancellationToken cancel)
    {
        var modules = new List<SnapshotModule>();
        for (long last = 0, count = Page; count == Page;)
        {
            var after = last;
            var page = await db.Modules.AsNoTracking()
                .Where(m => m.Id > after)
                .OrderBy(m => m.Id)
                .Take(Page)
                .Select(m => new { m.Id, m.ChangedAt })
                .ToListAsync(cancel);
            modules.AddRange((await _reading.ReadAsync(db, [.. page.Select(m => m.Id)], cancel)).Values.OfType<SnapshotModule>());
            page.ForEach(module => _seen[module.Id] = module.ChangedAt);
            (last, count) = (page.Count == 0 ? last : page[^1].Id, page.Count);
        }

        return new CatalogSnapshot(modules);
    }

    private async Task<CatalogSnapshot> ChangedAsync(MarketplaceDb db, CatalogSnapshot current, CancellationToken cancel)
    {
        var from = _since - Overlap;
        var changed = (await db.Modules.AsNoTracking().Where(m => m.ChangedAt > from).Select(m => new { m.Id, m.ChangedAt }).ToListAsync(cancel))
            .Where(m => !_seen.TryGetValue(m.Id, out var at) || at != m.ChangedAt).ToList();
        foreach (var page in changed.Chunk(Page))
        {
            // What was read is kept before it counts as seen, also when the next page cannot be read.
            _current = current = current.With(await _reading.ReadAsync(db, [.. page.Select(m => m.Id)], cancel));
            Array.ForEach(page, module => _seen[module.Id] = module.ChangedAt);
        }

        return current;
    }
}
