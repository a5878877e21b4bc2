using Marketplace.Data;

namespace Marketplace.Revenue.Metrics;

/// <summary>The figures for monitoring as they were at most some seconds ago, however often they are asked for.</summary>
public sealed class RevenueMetrics(MetricReads reads, TimeProvider clock) : IDisposable
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);
    private IReadOnlyList<MetricFamily> _families = [];
    private DateTime? _readAt;

    public async Task<IReadOnlyList<MetricFamily>> ReadAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var now = clock.UtcNow;
            if (_readAt is not { } before || now - before >= KeptFor || now < before)
            {
                _families = await reads.ReadAsync(now, cancel);
                _readAt = now;
            }

            return _families;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
