using Hangfire;

namespace Marketplace.Operations;

/// <summary>Carries out one operation. Safe to run twice: a lease lets one worker work, and an ended operation is left alone.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class OperationJob(OperationRunner runner)
{
    public Task RunAsync(long operationId, CancellationToken cancel) => runner.RunAsync(operationId, cancel);
}

/// <summary>Carries out the operation whose turn it is on a site. Safe to run twice, as the above.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class SiteOperationsJob(OperationRunner runner)
{
    public Task RunAsync(long siteId, CancellationToken cancel) => runner.RunNextAsync(siteId, cancel);
}

/// <summary>Wakes a job for each operation that is queued or whose worker has died. One woken twice is worked on once.</summary>
[Queue("installs"), AutomaticRetry(Attempts = 0)]
public sealed class SweepOperationsJob(OperationRunner runner, IBackgroundJobClient jobs)
{
    private const int BatchSize = 100;

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var id in await runner.DueAsync(BatchSize, cancel))
        {
            jobs.Enqueue<OperationJob>(job => job.RunAsync(id, CancellationToken.None));
        }
    }
}
