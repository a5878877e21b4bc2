using Marketplace.Accounts;
using Marketplace.Data;

namespace Marketplace.Operations;

public enum BatchState
{
    Running,
    Done,

    /// <summary>Too many of its operations failed, or a member stopped it; what had not begun never will.</summary>
    Halted,
}

/// <summary>
/// One request carried out on many sites of an organization, ring after ring: the next begins when all operations of the one before have
/// ended.
/// </summary>
public sealed class Batch(long organizationId, string title, int rings, int mostFailures, long createdById, DateTime createdAt)
{
    public long Id { get; private set; }
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public string Title { get; private set; } = title;

    /// <summary>How many there are, counted from 1.</summary>
    public int Rings { get; private set; } = rings;

    /// <summary>The ring that has begun last.</summary>
    public int Ring { get; private set; } = 1;

    /// <summary>When more operations than this have failed, it halts.</summary>
    public int MostFailures { get; private set; } = mostFailures;

    public BatchState State { get; private set; }
    public long CreatedById { get; private set; } = createdById;
    public User CreatedBy { get; private set; } = null!;
    public DateTime CreatedAt { get; private set; } = createdAt;
    public DateTime? EndedAt { get; private set; }

    /// <summary>Why it halted.</summary>
    public string? Reason { get; private set; }

    public Guid Stamp { get; private set; } = Guid.NewGuid();
    public ICollection<Operation> Operations { get; } = [];

    public void Open(int ring) => (Ring, Stamp) = (ring, Guid.NewGuid());

    public void Finish(DateTime now) => (State, EndedAt, Stamp) = (BatchState.Done, now, Guid.NewGuid());

    public void Halt(string reason, DateTime now) => (State, Reason, EndedAt, Stamp) = (BatchState.Halted, reason.Clip(300), now, Guid.NewGuid());
}
