using Marketplace.Data;
using Marketplace.Operations;

namespace Marketplace.Delivery;

/// <summary>Does the steps of one attempt: each is a row that is saved when it starts and when it ends, and has its time limit.</summary>
internal sealed class StepRecorder(OperationLease lease, TimeSpan limit, TimeProvider clock)
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromMilliseconds(500);

    public OperationLease Lease => lease;

    public Task DoAsync(StepKind kind, string? id, Func<string?> act, CancellationToken cancel) =>
        DoAsync(kind, id, (_, _) => Task.FromResult(act()), cancel);

    /// <param name="kind">Which step.</param>
    /// <param name="id">Of which module; null for the site as a whole.</param>
    /// <param name="act">What it does. Answers what came of it, in words.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task DoAsync(StepKind kind, string? id, Func<OperationStep, CancellationToken, Task<string?>> act, CancellationToken cancel)
    {
        var operation = lease.Operation;
        var step = operation.Steps.Single(s => s.Kind == kind && s.PackageId == id);
        step.Start(clock.UtcNow);
        await lease.SaveAsync(cancel);
        ThrowIfCancelled();
        using var late = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            var detail = await act(step, either.Token);
            step.Finish(detail, clock.UtcNow);
            operation.Say(
                $"{kind.Done}{(id is null ? "" : $" {id}")}{(detail is null ? "" : $": {detail}")}",
                clock.UtcNow,
                isWarning: step.State is StepState.Failed);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw OperationStoppedException.With(
                FailureCategory.Timeout,
                $"{kind}{(id is null ? "" : $" of {id}")} did not end within {limit.TotalSeconds:0} s.");
        }
    }

    /// <summary>Writes down how far a step has come, now and then.</summary>
    public async Task ProgressAsync(OperationStep step, long bytes, CancellationToken cancel)
    {
        if (step.Progress(bytes, clock.UtcNow, ProgressEvery))
        {
            await lease.SaveAsync(cancel);
            ThrowIfCancelled();
        }
    }

    private void ThrowIfCancelled()
    {
        if (lease.Operation.CancelRequestedAt is not null)
        {
            throw new OperationStoppedException(null);
        }
    }
}
