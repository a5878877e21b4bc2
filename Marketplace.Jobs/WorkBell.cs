using System.Threading.Channels;
using Hangfire;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Marketplace;

/// <summary>
/// Wakes the jobs for announced work, in one process: the one that takes the change first. The sweeps, at start and each minute, find
/// what was announced and not done.
/// </summary>
internal sealed partial class WorkBell(
    IDbContextFactory<MarketplaceDb> databases, IRecurringJobManager recurring, IBackgroundJobClient jobs, ILogger<WorkBell> log)
    : BackgroundService, IWorkListener
{
    private const int BatchSize = 500;
    private readonly Guid _process = Guid.NewGuid();
    private readonly Channel<long> _changes = Channel.CreateUnbounded<long>(new() { SingleReader = true });

    public void Hear(IReadOnlyCollection<long> changes)
    {
        foreach (var change in changes)
        {
            _changes.Writer.TryWrite(change);
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Schedule.Write(recurring);
        foreach (var sweep in Schedule.Sweeps)
        {
            recurring.Trigger(sweep);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _changes.Reader.WaitToReadAsync(stoppingToken))
        {
            var heard = new List<long>();
            while (heard.Count < BatchSize && _changes.Reader.TryRead(out var change))
            {
                heard.Add(change);
            }

            try
            {
                await WakeAsync(heard, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogLeft(error, heard.Count);
            }
        }
    }

    internal async Task WakeAsync(List<long> changes, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var free = await db.Changes.Where(c => changes.Contains(c.Id) && c.TakenBy == null).Select(c => new { c.Id, c.Topic }).ToListAsync(cancel);
        var known = free.Where(c => WaitingWork.Of(c.Topic) is not null).Select(c => c.Id).ToList();

        // From here on it is not stopped half-way: what was taken is woken.
        await db.Changes.Where(c => known.Contains(c.Id) && c.TakenBy == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.TakenBy, _process), CancellationToken.None);
        var taken = await db.Changes.Where(c => known.Contains(c.Id) && c.TakenBy == _process)
            .Select(c => c.Topic).Distinct().ToListAsync(CancellationToken.None);
        foreach (var work in taken.Select(WaitingWork.Of).OfType<WaitingWork>())
        {
            Schedule.Wake(jobs, work);
        }
    }

    [LoggerMessage(1103, LogLevel.Warning, "{Count} announcements of work could not be taken; the next sweep finds the work.")]
    private partial void LogLeft(Exception error, int count);
}
