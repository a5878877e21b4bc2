using Hangfire;

namespace Marketplace.Operations;

/// <summary>
/// Carries out the operation whose turn it is on a site. Safe to run twice: a lease lets one worker work, and an ended operation is left alone.
/// </summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class SiteOperationsJob(OperationRunner runner)
{
    public Task RunAsync(long siteId, CancellationToken cancel) => runner.RunNextAsync(siteId, cancel);
}

/// <summary>Wakes a job for each site on which an operation is queued or its worker has died. One woken twice is worked on once.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class SweepOperationsJob(OperationRunner runner, IBackgroundJobClient jobs)
{
    private const int BatchSize = 100;

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var site in await runner.DueSitesAsync(BatchSize, cancel))
        {
            jobs.Enqueue<SiteOperationsJob>(job => job.RunAsync(site, CancellationToken.None));
        }
    }
}
