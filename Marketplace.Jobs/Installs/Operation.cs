using Marketplace.Accounts;

namespace Marketplace.Installs;

public enum OperationState
{
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

    public Operation(Plan plan, long requestedById, DateTime now) =>
        (SiteId, PlanId, Title, FromRevision, RequestedById, QueuedAt) = (plan.SiteId, plan.Id, plan.Title, plan.FromRevision, requestedById, now);

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
    public OperationState State { get; private set; }
    public DateTime QueuedAt { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }
    public DateTime? CancelRequestedAt { get; private set; }
    public DateTime? LeaseUntil { get; private set; }
    public int LeaseNumber { get; private set; }
    public string? FailureCategory { get; private set; }
    public string? FailureMessage { get; private set; }
    public ICollection<OperationStep> Steps { get; } = [];
    public ICollection<OperationLogLine> Log { get; } = [];
}

public enum StepState
{
    Waiting,
    Running,
    Done,
    Failed,
}

/// <summary>One step of an operation, for one module or for the whole site.</summary>
public sealed class OperationStep(int ordinal, string name, string? packageId)
{
    public long Id { get; private set; }
    public long OperationId { get; private set; }
    public int Ordinal { get; private set; } = ordinal;
    public string Name { get; private set; } = name;
    public string? PackageId { get; private set; } = packageId;
    public StepState State { get; private set; }
    public string? Detail { get; private set; }
    public DateTime? StartedAt { get; private set; }
    public DateTime? EndedAt { get; private set; }
}

public sealed class OperationLogLine(DateTime at, bool isWarning, string text)
{
    public long Id { get; private set; }
    public long OperationId { get; private set; }
    public DateTime At { get; private set; } = at;
    public bool IsWarning { get; private set; } = isWarning;
    public string Text { get; private set; } = text;
}
