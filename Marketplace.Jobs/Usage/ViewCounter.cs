using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

/// <summary>
/// Counts how often modules' pages are opened, in memory until a flush adds it to the day's row. A process that is killed loses what it counted since its
/// last flush; what could not be written is written by the next.
/// </summary>
public sealed class ViewCounter(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : ICounter
{
    private readonly Tallies<(long Module, DateOnly Day)> _tallies = new();
    private readonly Queue<((long Module, DateOnly Day) Key, long Times)> _unwritten = [];

    public void Count(long moduleId) => _tallies.Count((moduleId, DateOnly.FromDateTime(clock.UtcNow)));

    /// <inheritdoc />
    public async Task FlushAsync(CancellationToken cancel)
    {
        foreach (var counted in _tallies.Take())
        {
            _unwritten.Enqueue(counted);
        }

        if (_unwritten.Count == 0)
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        while (_unwritten.TryPeek(out var next))
        {
            await AddAsync(db, next.Key.Module, next.Key.Day, next.Times, cancel);
            _unwritten.Dequeue();
        }
    }

    private static async Task AddAsync(MarketplaceDb db, long module, DateOnly day, long times, CancellationToken cancel)
    {
        var row = db.DailyViews.Where(v => v.ModuleId == module && v.Day == day);
        if (await row.ExecuteUpdateAsync(set => set.SetProperty(v => v.Views, v => v.Views + times), cancel) > 0)
        {
            return;
        }

        db.Add(new DailyViews(module, day, times));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another process was the first of the day.
            db.ChangeTracker.Clear();
            await row.ExecuteUpdateAsync(set => set.SetProperty(v => v.Views, v => v.Views + times), cancel);
        }

        db.ChangeTracker.Clear();
    }
}
