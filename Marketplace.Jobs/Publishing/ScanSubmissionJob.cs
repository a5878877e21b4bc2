using Hangfire;

namespace Marketplace.Publishing;

/// <summary>Checks one submission. Safe to run twice: it is claimed by a lease, and a check with a verdict is not run again.</summary>
[Queue("scanning"), AutomaticRetry(Attempts = 0)]
public sealed class ScanSubmissionJob(SubmissionPipeline pipeline)
{
    public Task RunAsync(long submissionId, CancellationToken cancel) => pipeline.ScanAsync(submissionId, cancel);
}

/// <summary>Wakes a job for each submission that is due. One woken twice is claimed once.</summary>
[Queue("scanning"), AutomaticRetry(Attempts = 0)]
public sealed class SweepSubmissionsJob(SubmissionPipeline pipeline, IBackgroundJobClient jobs)
{
    private const int BatchSize = 100;

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var id in await pipeline.DueAsync(BatchSize, cancel))
        {
            jobs.Enqueue<ScanSubmissionJob>(job => job.RunAsync(id, CancellationToken.None));
        }
    }
}
