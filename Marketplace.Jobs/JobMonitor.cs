using System.Globalization;
using System.Text.RegularExpressions;
using Hangfire;
using Hangfire.Common;
using Hangfire.Storage;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Microsoft.Extensions.Options;

namespace Marketplace;

/// <param name="OldestAt">Since when the job waits that is next.</param>
public sealed record QueueRow(string Name, long Waiting, DateTime? OldestAt);

/// <summary>A process that runs jobs.</summary>
/// <param name="Jobs">At a time.</param>
/// <param name="SeenAt">When it was heard from.</param>
public sealed record JobWorker(string Name, int Jobs, DateTime SeenAt);

/// <summary>A job that failed for good.</summary>
public sealed record FailedJob(string Name, string Reason, DateTime At);

/// <summary>The jobs now.</summary>
/// <param name="Failures">The newest first, at most <see cref="JobMonitor.MaxFailures"/>.</param>
public sealed record JobReport(
    JobHealth Health, InstallationGlance Installation, IReadOnlyList<JobWorker> Workers, IReadOnlyList<QueueRow> Queues, IReadOnlyList<FailedJob> Failures)
{
    /// <summary>Jobs in the queues.</summary>
    public long Enqueued { get; init; }

    public long Processing { get; init; }

    /// <summary>Jobs that failed for good, whenever that was.</summary>
    public long Failed { get; init; }
}

/// <summary>Watches the jobs: what the job server says of itself, and what waits in our own rows, where nothing is lost with its memory.</summary>
public sealed partial class JobMonitor(
    InstallationGlances glances, JobStorage storage, IOptions<DataOptions> data, IOptions<JobsOptions> jobs, TimeProvider clock)
{
    public const int MaxFailures = 50;

    /// <summary>A worker says twice a minute that it is there.</summary>
    private static readonly TimeSpan SilenceAllowed = TimeSpan.FromMinutes(2);

    /// <summary>Other processes run the jobs, and each keeps them in its own memory.</summary>
    public bool IsOutOfSight => data.Value.Provider is DatabaseProvider.Sqlite && !jobs.Value.RunInPortal;

    /// <summary>Null if the actor is no operator.</summary>
    public async Task<JobReport?> ReadAsync(Actor actor, CancellationToken cancel) =>
        await glances.ReadAsync(actor, cancel) is { } glance ? await Task.Run(() => Read(glance), cancel) : null;

    private JobReport Read(InstallationGlance glance)
    {
        var (now, seen) = (clock.UtcNow, storage.GetMonitoringApi());
        var statistics = seen.GetStatistics();
        JobWorker[] workers = [.. seen.Servers().Select(s => new JobWorker(s.Name, s.WorkersCount, s.Heartbeat ?? s.StartedAt)).OrderBy(s => s.Name)];
        QueueRow[] queues = [.. JobServices.Queues.Select(name => new QueueRow(name, seen.EnqueuedCount(name), Oldest(seen, name)))];
        FailedJob[] failures = [.. seen.FailedJobs(0, MaxFailures).Where(job => job.Value is not null)
            .Select(job => new FailedJob(Name(job.Value.Job), $"{job.Value.ExceptionMessage ?? job.Value.Reason}", job.Value.FailedAt ?? now))];
        var waiting = new (string What, DateTime? Since)[]
        {
            ("Installs", glance.OperationDueSince), ("Checks", glance.SubmissionDueSince), ("Emails", glance.MailDueSince),
            ("Jobs", queues.Min(queue => queue.OldestAt)),
        }.Where(one => one.Since is not null).OrderBy(one => one.Since).FirstOrDefault();
        var heard = workers.Where(worker => now - worker.SeenAt < SilenceAllowed).ToList();
        return new(
            JobHealth.Of(new()
            {
                Workers = heard.Count,
                SilentSince = workers.Except(heard).Max(worker => (DateTime?)worker.SeenAt),
                IsOutOfSight = IsOutOfSight,
                Waiting = waiting.What ?? "",
                WaitingSince = waiting.Since,
                Failed = failures.Count(failure => failure.At > now.AddDays(-1)),
            }, now),
            glance, workers, queues, failures)
        {
            Enqueued = statistics.Enqueued,
            Processing = statistics.Processing,
            Failed = statistics.Failed,
        };
    }

    private static DateTime? Oldest(IMonitoringApi seen, string queue) =>
        seen.EnqueuedJobs(queue, 0, 1).Where(job => job.Value is not null).Select(job => job.Value.EnqueuedAt).FirstOrDefault();

    // ScanSubmissionJob for 17 is called “Scan submission 17”.
    private static string Name(Job? job) => job is null
        ? "Unknown job"
        : string.Join(' ', job.Args.OfType<long>().Select(id => id.ToString(CultureInfo.InvariantCulture)).Prepend(Words(job.Type.Name)));

    private static string Words(string type)
    {
        var words = Capital().Replace(type.EndsWith("Job", StringComparison.Ordinal) ? type[..^3] : type, match => $" {match.Value.ToLowerInvariant()}");
        return char.ToUpperInvariant(words[1]) + words[2..];
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
