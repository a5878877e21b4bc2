using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Operations;

/// <summary>
/// Keeps a lease alive while its holder works, however long a step takes, and stops the work once the lease is lost or has run out
/// before a renewal came through: from then on another worker may have taken over.
/// </summary>
internal sealed class OperationHeartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Beat = OperationLease.Length / 3;

    // Runs out with the lease, whatever the database does.
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _beating;

    private OperationHeartbeat(IDbContextFactory<MarketplaceDb> databases, long operationId, int leaseNumber, TimeProvider clock, CancellationToken cancel)
    {
        _lost = new CancellationTokenSource(OperationLease.Length, clock);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, _lost.Token);
        _beating = BeatAsync(databases, operationId, leaseNumber, clock);
    }

    /// <summary>Cancelled when the work must stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Whether the lease is gone.</summary>
    public bool IsLost => _lost.IsCancellationRequested;

    public static OperationHeartbeat Of(OperationLease lease, IDbContextFactory<MarketplaceDb> databases, TimeProvider clock, CancellationToken cancel) =>
        new(databases, lease.Operation.Id, lease.Operation.LeaseNumber, clock, cancel);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        _stop.Dispose();
        _lost.Dispose();
        _ended.Dispose();
    }

    private async Task BeatAsync(IDbContextFactory<MarketplaceDb> databases, long operationId, int leaseNumber, TimeProvider clock)
    {
        try
        {
            while (!IsLost)
            {
                await Task.Delay(Beat, clock, _ended.Token);
                var asked = clock.GetTimestamp();
                switch (await RenewInTimeAsync(databases, operationId, leaseNumber, clock))
                {
                    case true:
                        _lost.CancelAfter(OperationLease.Length - clock.GetElapsedTime(asked));
                        break;
                    case false:
                        await _lost.CancelAsync();
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    // Null when the database could not be asked, or has not answered by the next beat.
    private async Task<bool?> RenewInTimeAsync(IDbContextFactory<MarketplaceDb> databases, long operationId, int leaseNumber, TimeProvider clock)
    {
        using var deadline = new CancellationTokenSource(Beat, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _ended.Token);
        try
        {
            // A connection that hangs may not hear of the cancellation.
            return await RenewAsync(databases, operationId, leaseNumber, clock.UtcNow, either.Token).WaitAsync(either.Token);
        }
        catch (Exception) when (!_ended.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<bool> RenewAsync(
        IDbContextFactory<MarketplaceDb> databases, long operationId, int leaseNumber, DateTime now, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Operations.Where(o => o.Id == operationId && o.LeaseNumber == leaseNumber && o.State == OperationState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.LeaseUntil, now + OperationLease.Length), cancel) == 1;
    }
}
