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
public sealed partial class Operation
{
    private Operation() => Title = "";

    /// <param name="plan">What it carries out.</param>
    /// <param name="requestedById">In whose name.</param>
    /// <param name="keepsOthers">When modules fail their health checks, goes on with the others instead of none.</param>
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
    public DateTime QueuedAt { get; private set; }
    public DateTime? StartedAt { get; private set; }

    /// <summary>When it was counted among what real sites showed; null until then.</summary>
    public DateTime? CountedAt { get; private set; }

    /// <summary>When modules fail their health checks, goes on with the others instead of none.</summary>
    public bool KeepsOthers { get; private set; }

    /// <summary>A site's policy began it, in the name of who saved that.</summary>
    public bool IsByPolicy { get; private set; }

    public ICollection<OperationStep> Steps { get; } = [];
    public ICollection<OperationLogLine> Log { get; } = [];

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

    /// <summary>Goes on with the same changes, planned for the revision that the site is in now.</summary>
    public void Rebase(Plan renewed) => (Plan, FromRevision) = (renewed, renewed.FromRevision);

    public void Count(DateTime now) => CountedAt = now;

    public void Say(string text, DateTime now, bool isWarning = false) => Log.Add(new OperationLogLine(now, isWarning, text));
}

public sealed class OperationLogLine(DateTime at, bool isWarning, string text)
{
    public long Id { get; private set; }
    public long OperationId { get; private set; }
    public DateTime At { get; private set; } = at;
    public bool IsWarning { get; private set; } = isWarning;
    public string Text { get; private set; } = text.Clip(1000);
}
