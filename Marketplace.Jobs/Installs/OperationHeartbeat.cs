using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>
/// Keeps a lease alive while its holder works, however long a step takes, and stops the work once the lease is lost or could not be
/// renewed in time: from then on another worker may have taken over.
/// </summary>
internal sealed class OperationHeartbeat : IAsyncDisposable
{
    private static readonly TimeSpan Beat = OperationLease.Length / 3;

    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _beating;

    private OperationHeartbeat(IDbContextFactory<MarketplaceDb> databases, long operationId, int leaseNumber, TimeProvider clock, CancellationToken cancel)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _beating = BeatAsync(databases, operationId, leaseNumber, clock);
    }

    /// <summary>Cancelled when the work must stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Whether the lease is gone.</summary>
    public bool IsLost { get; private set; }

    public static OperationHeartbeat Of(OperationLease lease, IDbContextFactory<MarketplaceDb> databases, TimeProvider clock, CancellationToken cancel) =>
        new(databases, lease.Operation.Id, lease.Operation.LeaseNumber, clock, cancel);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _beating;
        _stop.Dispose();
        _ended.Dispose();
    }

    private async Task BeatAsync(IDbContextFactory<MarketplaceDb> databases, long operationId, int leaseNumber, TimeProvider clock)
    {
        var renewed = clock.UtcNow;
        try
        {
            while (!IsLost)
            {
                await Task.Delay(Beat, clock, _ended.Token);
                IsLost = await RenewAsync(databases, operationId, leaseNumber, clock.UtcNow) switch
                {
                    true => (renewed = clock.UtcNow) == default,
                    false => true,
                    null => clock.UtcNow - renewed > OperationLease.Length,
                };
            }

            await _stop.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
    }

    // Null when the database could not be asked.
    private async Task<bool?> RenewAsync(IDbContextFactory<MarketplaceDb> databases, long operationId, int leaseNumber, DateTime now)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(_ended.Token);
            return await db.Operations.Where(o => o.Id == operationId && o.LeaseNumber == leaseNumber && o.State == OperationState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.LeaseUntil, now + OperationLease.Length), _ended.Token) == 1;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }
}
