using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Planning;
using Marketplace.Sites;

namespace Marketplace.Operations;

public enum OperationState
{
    /// <summary>Confirmed by one member, and not yet approved by another.</summary>
    AwaitingApproval,

    /// <summary>Its ring of a batch has not begun.</summary>
    AwaitingRing,

    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>One plan being carried out on one site. Whoever holds the newest lease number may write; older holders may not.</summary>
public sealed class Operation
{
    private Operation() => Title = "";

    /// <param name="plan">What it carries out.</param>
    /// <param name="requestedById">In whose name.</param>
    /// <param name="keepsOthers">When modules are not well, goes on with the others instead of none.</param>
    /// <param name="now">The time.</param>
    public Operation(Plan plan, long requestedById, bool keepsOthers, DateTime now) =>
        (SiteId, Plan, Title, FromRevision, RequestedById, KeepsOthers, QueuedAt) =
            (plan.SiteId, plan, plan.Title, plan.FromRevision, requestedById, keepsOthers, now);

    public long Id { get; private set; }
    public long SiteId { get; private set; }
    public Site Site { get; private set; } = null!;
    public long PlanId { get; private set; }
    public Plan Plan { get; private set; } = null!;
    public string Title { get; private set; }
    public int FromRevision { get; private set; }
    public int? ToRevision { get; private set; }
    public long RequestedById { get; private set; }
    public User RequestedBy { get; private set; } = null!;
    public OperationState State { get; private set; } = OperationState.Queued;

    /// <summary>The other member who approved it, on a site that asks for that.</summary>
    public long? ApprovedById { get; private set; }

    public User? ApprovedBy { get; private set; }
    public DateTime QueuedAt { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }
    public DateTime? CancelRequestedAt { get; private set; }

    /// <summary>When the site was switched; from then on the operation cannot be cancelled.</summary>
    public DateTime? SwitchedAt { get; private set; }

    public DateTime? LeaseUntil { get; private set; }
    public int LeaseNumber { get; private set; }

    /// <summary>When it was counted among what real sites showed; null until then.</summary>
    public DateTime? CountedAt { get; private set; }

    /// <summary>How often the work was begun; more than once when a worker died or an attempt failed.</summary>
    public int Attempts { get; private set; }

    /// <summary>How many attempts failed and were made again by themselves.</summary>
    public int Retries { get; private set; }

    /// <summary>When the next attempt is made; null unless it waits for one.</summary>
    public DateTime? RetryAt { get; private set; }

    /// <summary>Why it failed, or why its last attempt did.</summary>
    public OperationFailure? Failure { get; private set; }

    /// <summary>When modules are not well, goes on with the others instead of none.</summary>
    public bool KeepsOthers { get; private set; }

    /// <summary>A site's policy began it, in the name of who saved that.</summary>
    public bool IsByPolicy { get; private set; }

    /// <summary>The batch that it is part of.</summary>
    public long? BatchId { get; private set; }

    public Batch? Batch { get; private set; }

    /// <summary>Its ring in the batch.</summary>
    public int? Ring { get; private set; }

    /// <summary>The operation that went on with the others.</summary>
    public long? ContinuedById { get; private set; }

    public Operation? ContinuedBy { get; private set; }

    public ICollection<OperationStep> Steps { get; } = [];
    public ICollection<OperationLogLine> Log { get; } = [];

    public bool HasEnded => EndedAt is not null;

    /// <summary>Its site's agent is about to begin.</summary>
    public void Attempt() => Attempts++;

    /// <summary>It could not begin, because another is at work in the site's folder: that was no attempt.</summary>
    public void Defer() => Attempts--;

    public void Begin(IEnumerable<OperationStep> steps, DateTime now)
    {
        (StartedAt, SwitchedAt, RetryAt, Failure) = (StartedAt ?? now, null, null, null);
        Steps.Clear();
        foreach (var step in steps)
        {
            Steps.Add(step);
        }
    }

    public void ActForPolicy() => IsByPolicy = true;

    public void AwaitApproval() => State = OperationState.AwaitingApproval;

    public void Approve(long byId)
    {
        (ApprovedById, LeaseNumber) = (byId, LeaseNumber + 1);
        Queue();
    }

    /// <summary>Becomes part of a batch; in a later ring than the first it waits.</summary>
    public void Join(Batch batch, int ring)
    {
        (Batch, Ring) = (batch, ring);
        State = State is OperationState.AwaitingApproval ? State : Turn;
    }

    /// <summary>Waits for a worker, or before for its ring.</summary>
    public void Queue() => State = Turn;

    /// <summary>Ends it before any worker had it.</summary>
    public void Withdraw(DateTime now)
    {
        CancelRequestedAt = now;
        Cancel(now);
    }

    /// <summary>Goes on with the same changes, planned for the revision that the site is in now.</summary>
    public void Rebase(Plan renewed) => (Plan, FromRevision) = (renewed, renewed.FromRevision);

    public void Renew(DateTime until) => LeaseUntil = until;

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

    public void Count(DateTime now) => CountedAt = now;

    public void Cancel(DateTime now) => End(OperationState.Cancelled, now);

    public void Say(string text, DateTime now, bool isWarning = false) => Log.Add(new OperationLogLine(now, isWarning, text));

    private OperationState Turn => Batch is not null && Ring > Batch.Ring ? OperationState.AwaitingRing : OperationState.Queued;

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

public sealed class OperationLogLine(DateTime at, bool isWarning, string text)
{
    public long Id { get; private set; }
    public long OperationId { get; private set; }
    public DateTime At { get; private set; } = at;
    public bool IsWarning { get; private set; } = isWarning;
    public string Text { get; private set; } = text.Clip(1000);
}
