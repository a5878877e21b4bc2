using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

/// <summary>
/// Keeps each module's score in its figures, so that lists can be ordered by it. A score changes with time alone, so each is read again
/// daily.
/// </summary>
public sealed class ScoreModules(IDbContextFactory<MarketplaceDb> databases, Scores scores, TimeProvider clock)
{
    private const int Batch = 200;
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    /// <summary>Scores the modules that were never scored, or not for a day or since their newest release; at most a batch.</summary>
    public async Task ScoreAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var before = now - MaxAge;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var due = await db.Modules.Where(m => m.Figures.ScoredAt == null || m.Figures.ScoredAt < before || m.Figures.ScoredAt < m.UpdatedAt)
            .OrderBy(m => m.Figures.ScoredAt).Select(m => m.Id).Take(Batch).ToListAsync(cancel);
        var releases = await db.Releases.Where(r => due.Contains(r.ModuleId) && r.Suspension == null && r.Yank == null)
            .Select(r => new { r.ModuleId, r.Version, r.Id }).ToListAsync(cancel);
        var newest = releases.GroupBy(r => r.ModuleId).ToDictionary(g => g.Key, g => g.Newest(r => r.Version).Id);
        var all = await scores.ReadAsync(newest.Values, cancel);
        foreach (var module in await db.Modules.Include(m => m.Figures).Where(m => due.Contains(m.Id)).ToListAsync(cancel))
        {
            var score = newest.TryGetValue(module.Id, out var release) && all.TryGetValue(release, out var found) ? found.Points : 0;
            if (score != module.Figures.Score)
            {
                module.Touch(now);
            }

            module.Figures.ScoreAs(score, now);
        }

        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Scores modules whose score is due. Safe to run twice: it writes what it finds.</summary>
public sealed class ScoreModulesJob(ScoreModules scores)
{
    public Task RunAsync(CancellationToken cancel) => scores.ScoreAsync(cancel);
}
