using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Nito.AsyncEx;

namespace Marketplace.Scanning;

/// <summary>
/// Runs each check on a thread of its own, which also runs what the check awaits. A check that never returns costs that thread and no worker;
/// after too many of them no check starts in this process until some have returned or it was restarted.
/// </summary>
public sealed partial class CheckThreads(TimeProvider clock, ILogger<CheckThreads> log) : IHealthCheck
{
    public const int MaxLost = 4;

    /// <summary>A check that is told to stop has this long to do so before its thread counts as lost.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private int _lost;

    public bool IsExhausted => Volatile.Read(ref _lost) >= MaxLost;

    /// <exception cref="TimeoutException">It did not stop within <see cref="Grace"/> of the limit, and its thread is left to it.</exception>
    public async Task<CheckResult> RunAsync(ICheck check, ScanSubject subject, TimeSpan limit, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var token = either.Token;
        var run = Task.Factory.StartNew(
            () => AsyncContext.Run(() => check.RunAsync(subject, token)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await run.WaitAsync(limit + Grace, clock, cancel);
        }
        catch (TimeoutException) when (!run.IsCompleted)
        {
            LogLost(check.Name, subject.PackageHash, Interlocked.Increment(ref _lost), MaxLost);
            _ = run.ContinueWith(_ => Interlocked.Decrement(ref _lost), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(IsExhausted
        ? HealthCheckResult.Degraded($"{MaxLost} checks of packages never returned, so this process checks no more. Restart it.")
        : HealthCheckResult.Healthy());

    [LoggerMessage(1202, LogLevel.Critical, "The check {Check} of package {PackageHash} does not return: {Lost} of {MaxLost} threads are lost to such checks.")]
    private partial void LogLost(string check, string packageHash, int lost, int maxLost);
}
