using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

/// <summary>
/// Counts downloads in memory, by release and country; every few seconds a flush writes one row for each that was counted. A process
/// that is killed loses what it counted since its last flush, and nothing else. Midnight is where the flush sees it. A flush whose
/// commit was never acknowledged is tried again under the same id, which the database takes once.
/// </summary>
public sealed class DownloadCounter(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock) : ICounter
{
    private readonly Tallies<(long Module, long Release, string Country)> _tallies = new();
    private (Guid Id, List<((long Module, long Release, string Country) Key, long Times)> Counted)? _unconfirmed;

    /// <summary>Costs one look-up and one increment; it never waits.</summary>
    /// <param name="country">Two capital letters, or empty.</param>
    public void Count(long moduleId, long releaseId, string country) => _tallies.Count((moduleId, releaseId, country));

    /// <inheritdoc />
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_unconfirmed is not null)
        {
            await WriteAsync(cancel);
        }

        if (_tallies.Take() is { Count: > 0 } counted)
        {
            _unconfirmed = (Guid.NewGuid(), counted);
            await WriteAsync(cancel);
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        var (id, counted) = _unconfirmed!.Value;
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        db.Add(new UsageFlush(id, now));
        db.AddRange(counted.Select(c => UsageEvent.Downloaded(c.Key.Module, c.Key.Release, now, c.Key.Country, c.Times)));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // It was written, and the answer lost.
        }

        _unconfirmed = null;
    }
}
