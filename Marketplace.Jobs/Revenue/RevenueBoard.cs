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
    private const int Parts = 7;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<object, Lazy<Task<object>>> _computed = new();
    private readonly RevenueQueries _queries;
    private readonly RevenueBreakdowns _breakdowns;
    private readonly RevenueAnomalies _anomalies;
    private readonly RevenueForecasts _forecasts;
    private readonly RevenueCohorts _cohorts;
    private readonly LiveFeed _live;
    private readonly ITimer _timer;
    private readonly IDisposable[] _subscriptions;
    private int _isWaiting;

    public RevenueBoard(
        RevenueQueries queries, RevenueBreakdowns breakdowns, RevenueAnomalies anomalies, RevenueForecasts forecasts, RevenueCohorts cohorts,
        LiveFeed live, TimeProvider clock)
    {
        (_queries, _breakdowns, _anomalies, _forecasts, _cohorts, _live) = (queries, breakdowns, anomalies, forecasts, cohorts, live);
        _timer = clock.CreateTimer(_ => Renew(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscriptions = [.. ((LiveTopic[])[LiveTopic.Revenue, LiveTopic.Ledger]).Select(topic => live.Subscribe(topic, ChangedAsync))];
    }

    /// <summary>The measures alone.</summary>
    /// <returns>Null for who may not see it.</returns>
    public async Task<RevenueReport?> ReadAsync(Actor actor, RevenueView view, CancellationToken cancel) =>
        await _queries.MayReadAsync(actor, view.Filter, cancel) ? await ReportAsync(view, cancel) : null;

    /// <summary>All that a dashboard shows.</summary>
    /// <returns>Null for who may not see it.</returns>
    public async Task<BoardFigures?> ReadAsync(Actor actor, BoardView view, CancellationToken cancel) =>
        // Whoever may see clients may see all.
        await _queries.MayReadAsync(actor, view.Top is RevenueDimension.Client ? new() : view.View.Filter, cancel)
            ? await SharedAsync(view, () => ComputeAsync(view), cancel) : null;

    private async Task<BoardFigures> ComputeAsync(BoardView asked)
    {
        var (view, cancel) = (asked.View, CancellationToken.None);
        return new(
            await ReportAsync(view, cancel), await _breakdowns.ComputeAsync(view, asked.Top, Parts, moves: false, cancel),
            await _anomalies.ComputeAsync(view, cancel), await _forecasts.ComputeAsync(view, cancel),
            asked.IsRevenueKept ? await _cohorts.ComputeAsync(view, cancel) : null, await _queries.CurrenciesAsync(cancel));
    }

    private Task<RevenueReport> ReportAsync(RevenueView view, CancellationToken cancel) =>
        SharedAsync(view, () => _queries.ComputeAsync(view, CancellationToken.None), cancel);

    // Of many that look at once one computes, and none of them can cancel it for the rest.
    private async Task<T> SharedAsync<T>(object key, Func<Task<T>> compute, CancellationToken cancel)
        where T : class
    {
        var computed = _computed.GetOrAdd(key, _ => new(async () => await compute()));
        try
        {
            return (T)await computed.Value.WaitAsync(cancel);
        }
        catch when (computed.Value.IsFaulted)
        {
            _computed.TryRemove(new(key, computed));
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
        _computed.Clear();
        _live.Publish(LiveTopic.RevenueBoard.Name);
    }
}
