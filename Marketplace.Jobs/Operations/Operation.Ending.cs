namespace Marketplace.Operations;

// How it ends: done, failed, cancelled, or not yet, since another attempt may help.
public sealed partial class Operation
{
    public DateTime? EndedAt { get; private set; }
    public DateTime? CancelRequestedAt { get; private set; }

    /// <summary>When the site was switched; from then on the operation cannot be cancelled.</summary>
    public DateTime? SwitchedAt { get; private set; }

    /// <summary>Why it failed, or why its last attempt did.</summary>
    public OperationFailure? Failure { get; private set; }

    /// <summary>The operation that went on with the others.</summary>
    public long? ContinuedById { get; private set; }

    public Operation? ContinuedBy { get; private set; }

    public bool HasEnded => EndedAt is not null;

    public void Switch(DateTime now) => SwitchedAt = now;

    public void Finish(int revision, DateTime now)
    {
        ToRevision = revision;
        End(OperationState.Done, now);
        foreach (var step in Steps)
        {
            step.Finish(null, now);
        }
    }

    /// <summary>It was given up, but did take effect.</summary>
    public void FinishLate(int revision, DateTime now)
    {
        (ToRevision, State, EndedAt, Failure) = (revision, OperationState.Done, now, null);
        Say($"The site’s agent is back: revision {revision} is active", now);
        foreach (var step in Steps)
        {
            step.FinishLate(now);
        }
    }

    public void Fail(OperationFailure failure, DateTime now)
    {
        End(OperationState.Failed, now);
        Blame(failure, now);
    }

    /// <summary>Waits in its place for another attempt.</summary>
    public void Retry(OperationFailure failure, DateTime at, DateTime now)
    {
        (State, LeaseUntil, RetryAt, Retries, SwitchedAt) = (OperationState.Queued, null, at, Retries + 1, null);
        Blame(failure, now);
    }

    /// <summary>Its batch, if it has one, waits for the other too.</summary>
    public void ContinueAs(Operation other) => (ContinuedBy, other.BatchId, other.Ring, other.IsByPolicy) = (other, BatchId, Ring, IsByPolicy);

    /// <summary>Ends it before any worker had it.</summary>
    public void Withdraw(DateTime now)
    {
        CancelRequestedAt = now;
        Cancel(now);
    }

    public void Cancel(DateTime now) => End(OperationState.Cancelled, now);

    private void Blame(OperationFailure failure, DateTime now)
    {
        Failure = failure;
        foreach (var step in Steps.Where(step => step.State is StepState.Running))
        {
            step.Fail(failure.Sentence, now);
        }
    }

    private void End(OperationState state, DateTime now) => (State, EndedAt, LeaseUntil) = (state, now, null);
}
