using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Runs;

/// <summary>
/// How far a run is. It is written once a second at most, and so often asks whether someone paused billing; several threads may count.
/// </summary>
public sealed class BillingProgress
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly IDbContextFactory<MarketplaceDb> _databases;
    private readonly TimeProvider _clock;
    private readonly long _id;
    private long _written;
    private int _isWriting, _billed, _closed, _charged, _failed;
    private volatile bool _isPaused;

    /// <param name="id">Of its row; 0 where there is none.</param>
    internal BillingProgress(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock, long id, bool isPaused) =>
        (_databases, _clock, _id, _written, _isPaused) = (databases, clock, id, clock.GetTimestamp(), isPaused);

    internal int Billed => _billed;

    /// <param name="done">How many were billed together; 0 where one could not be.</param>
    /// <returns>Whether any was.</returns>
    internal bool Bills(int done) => Counts(ref _billed, done);

    /// <returns>Whether it was done.</returns>
    internal bool Closes(bool isDone) => Counts(ref _closed, isDone ? 1 : 0);

    internal void Charged() => Interlocked.Increment(ref _charged);

    /// <summary>False once someone has paused billing: what is in hand is finished, and nothing else is begun.</summary>
    internal async ValueTask<bool> GoesOnAsync(CancellationToken cancel)
    {
        if (_isPaused || _id == 0 || _clock.GetElapsedTime(Interlocked.Read(ref _written)) < Pace || Interlocked.Exchange(ref _isWriting, 1) == 1)
        {
            return !_isPaused;
        }

        try
        {
            await WriteAsync(endedAt: null, cancel);
            return !_isPaused;
        }
        finally
        {
            Volatile.Write(ref _isWriting, 0);
        }
    }

    internal Task EndAsync(CancellationToken cancel) => _id == 0 ? Task.CompletedTask : WriteAsync(_clock.UtcNow, cancel);

    private bool Counts(ref int count, int done)
    {
        Interlocked.Add(ref done > 0 ? ref count : ref _failed, Math.Max(done, 1));
        return done > 0;
    }

    private async Task WriteAsync(DateTime? endedAt, CancellationToken cancel)
    {
        var (id, now) = (_id, _clock.UtcNow);
        var (billed, closed, charged, failed) = (_billed, _closed, _charged, _failed);
        await using var db = await _databases.CreateDbContextAsync(cancel);
        _isPaused |= endedAt is null && await db.PausesAt(now).AnyAsync(cancel);
        var isPaused = _isPaused && endedAt is not null;
        await db.BillingRuns.Where(r => r.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.Billed, billed).SetProperty(r => r.Closed, closed).SetProperty(r => r.Charged, charged)
                .SetProperty(r => r.Failed, failed).SetProperty(r => r.SeenAt, now).SetProperty(r => r.EndedAt, endedAt)
                .SetProperty(r => r.IsPaused, isPaused), cancel);
        db.Changed(LiveTopic.BillingRuns, now);
        await db.SaveChangesAsync(cancel);
        Interlocked.Exchange(ref _written, _clock.GetTimestamp());
    }
}
