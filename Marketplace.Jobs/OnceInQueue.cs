using System.Data.Common;
using System.Globalization;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.Storage;

namespace Marketplace;

/// <summary>
/// Does not create a job while one with the same arguments waits, for two minutes at most. The mark lies beside the queue, so it is shared where the queue is
/// and lost where the queue is lost. Every job is safe to run twice, so a mark needs no lock.
/// </summary>
internal sealed class OnceInQueue(TimeProvider clock) : IClientFilter, IServerFilter
{
    private const string Until = "until";

    /// <summary>How long a mark counts, should its job be lost.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    public void OnCreating(CreatingContext context)
    {
        var (key, now) = (KeyOf(context.Job), clock.GetUtcNow().ToUnixTimeSeconds());
        if (context.Connection.GetAllEntriesFromHash(key)?.GetValueOrDefault(Until) is { } until && long.Parse(until, CultureInfo.InvariantCulture) > now)
        {
            context.Canceled = true;
            return;
        }

        Write(context.Connection, mark =>
        {
            mark.SetRangeInHash(key, [new(Until, (now + (long)Kept.TotalSeconds).ToString(CultureInfo.InvariantCulture))]);
            (mark as JobStorageTransaction)?.ExpireHash(key, Kept);
        });
    }

    public void OnCreated(CreatedContext context)
    {
        if (context is { Canceled: false, Exception: not null })
        {
            Write(context.Connection, mark => mark.RemoveHash(KeyOf(context.Job)));
        }
    }

    // Before the work reads: what is announced from now on may be too late for this run.
    public void OnPerforming(PerformingContext context)
    {
        try
        {
            Write(context.Connection, mark => mark.RemoveHash(KeyOf(context.BackgroundJob.Job)));
        }
        catch (Exception error) when (error is DbException or TimeoutException)
        {
            // The mark ends on its own; the job is not given up for it.
        }
    }

    public void OnPerformed(PerformedContext context)
    {
    }

    private static string KeyOf(Job job) => $"waiting:{job.Type.Name}:{string.Join(',', job.Args.Where(arg => arg is not (null or CancellationToken)))}";

    private static void Write(IStorageConnection connection, Action<IWriteOnlyTransaction> write)
    {
        using var transaction = connection.CreateWriteTransaction();
        write(transaction);
        transaction.Commit();
    }
}
