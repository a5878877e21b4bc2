using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Live;

/// <summary>Wakes the relay when this process has committed a change, so that an own change is not seen later than others'.</summary>
public sealed class LiveNudge : SaveChangesInterceptor, IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancel) => _signal.WaitAsync(atMost, cancel);

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db && db.ChangeTracker.Entries<Change>().Any())
        {
            Wake();
        }

        return ValueTask.FromResult(result);
    }

    private void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // The relay has not yet answered the last nudge; one is enough.
        }
    }

    public void Dispose() => _signal.Dispose();
}
