using Hangfire;
using Marketplace.Live;
using Microsoft.Extensions.Hosting;

namespace Marketplace;

/// <summary>
/// Writes the timetable and triggers the sweeps at start and on <see cref="LiveTopic.Work"/>. Work is announced in the
/// change table, so it wakes a worker in whichever process it runs, also where the job storage is this process's memory.
/// </summary>
internal sealed class Sweeper(IRecurringJobManager recurring, LiveFeed feed) : IHostedService, IDisposable
{
    private IDisposable? _subscription;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Schedule.Write(recurring);
        _subscription = feed.Subscribe(LiveTopic.Work, () =>
        {
            Sweep();
            return Task.CompletedTask;
        });
        Sweep();
        return Task.CompletedTask;
    }

    private void Sweep()
    {
        foreach (var sweep in Schedule.Sweeps)
        {
            recurring.Trigger(sweep);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _subscription?.Dispose();
}
