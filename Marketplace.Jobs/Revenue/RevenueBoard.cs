using System.Collections.Concurrent;
using Marketplace.Accounts;
using Marketplace.Live;

namespace Marketplace.Revenue;

/// <summary>
/// The figures that open dashboards show. Whoever looks at the same view is given the same report, which is computed again at most twice a second however
/// much is sold and however many look; then <see cref="LiveTopic.RevenueBoard"/> tells them that there is a newer one.
/// </summary>
public sealed class RevenueBoard : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<RevenueView, Lazy<Task<RevenueReport>>> _reports = new();
    private readonly RevenueQueries _queries;
    private readonly LiveFeed _live;
    private readonly ITimer _timer;
    private readonly IDisposable[] _subscriptions;
    private int _isWaiting;

    public RevenueBoard(RevenueQueries queries, LiveFeed live, TimeProvider clock)
    {
        (_queries, _live) = (queries, live);
        _timer = clock.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscriptions = [.. ((LiveTopic[])[LiveTopic.Revenue, LiveTopic.Ledger]).Select(topic => live.Subscribe(topic, ChangedAsync))];
    }

    /// <returns>Null for who may not see it.</returns>
    public async Task<RevenueReport?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel)
    {
        if (!await _queries.MayReadAsync(actor, view.Filter, cancel))
        {
            return null;
        }

        // Of many that look at once one computes, and none of them can cancel it for the rest.
        var report = _reports.GetOrAdd(view, asked => new(() => _queries.ComputeAsync(asked, CancellationToken.None)));
        try
        {
            return await report.Value.WaitAsync(cancel);
        }
        catch when (report.Value.IsFaulted)
        {
            _reports.TryRemove(new(view, report));
            throw;
        }
    }

    public void Dispose()
    {
        Array.ForEach(_subscriptions, subscription => subscription.Dispose());
        _timer.Dispose();
    }

    private Task ChangedAsync()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
        {
            _timer.Change(Pace, Timeout.InfiniteTimeSpan);
        }

        return Task.CompletedTask;
    }

    // What changes from here on is told again.
    private void Renew()
    {
        Volatile.Write(ref _isWaiting, 0);
        _reports.Clear();
        _live.Publish(LiveTopic.RevenueBoard.Name);
    }
}
