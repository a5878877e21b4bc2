using Marketplace.Accounts;

namespace Marketplace.Moderation;

public enum ReviewState
{
    NeedsReview,
    WaitingOnPublisher,
    Approved,
    Rejected,

    /// <summary>The publisher answered with a newer version.</summary>
    Superseded,
}

/// <summary>A case in the moderation queue: one version of one package that waits for a decision.</summary>
public sealed class Review
{
    private Review() => (PackageId, Version, PackageHash, Reason) = ("", "", "", "");

    public Review(long publisherId, string packageId, string version, string packageHash, string reason, DateTime now, DateTime dueAt) =>
        (PublisherId, PackageId, Version, PackageHash, Reason, OpenedAt, DueAt) =
        (publisherId, packageId, version, packageHash, reason, now, dueAt);

    public long Id { get; private set; }
    public long PublisherId { get; private set; }
    public Organization Publisher { get; private set; } = null!;
    public string PackageId { get; private set; }
    public string Version { get; private set; }
    public string PackageHash { get; private set; }

    /// <summary>Why a person has to look.</summary>
    public string Reason { get; private set; }

    public ReviewState State { get; private set; }
    public DateTime OpenedAt { get; private set; }
    public DateTime DueAt { get; private set; }
    public long? ClaimedById { get; private set; }
    public User? ClaimedBy { get; private set; }
    public DateTime? ClaimedUntil { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public Guid Stamp { get; private set; } = Guid.NewGuid();
    public ICollection<Decision> Decisions { get; } = [];

    public bool IsOpen => State is ReviewState.NeedsReview or ReviewState.WaitingOnPublisher;

    public void Claim(long userId, DateTime until) => (ClaimedById, ClaimedUntil, Stamp) = (userId, until, Guid.NewGuid());

    /// <summary>Closes a case that waited on the publisher, since a newer version is here.</summary>
    public void Supersede(DateTime now) => (State, DecidedAt, Stamp) = (ReviewState.Superseded, now, Guid.NewGuid());

    /// <summary>Hands the case over; it stays open, and nobody holds it.</summary>
    public void Escalate(long byId, string message, DateTime now)
    {
        Decisions.Add(new Decision(DecisionAction.Escalate, byId, "", message, now));
        (ClaimedById, ClaimedUntil, Stamp) = (null, null, Guid.NewGuid());
    }

    /// <summary>Writes the decision down and moves the case accordingly.</summary>
    public Decision Decide(DecisionAction action, long byId, string reason, string message, DateTime now)
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException($"{PackageId} {Version} is {State}, so it cannot be decided again.");
        }

        State = action switch
        {
            DecisionAction.Approve => ReviewState.Approved,
            DecisionAction.Reject => ReviewState.Rejected,
            DecisionAction.RequestChanges => ReviewState.WaitingOnPublisher,
            _ => throw new InvalidOperationException($"{action} is not a decision about a review."),
        };
        (DecidedAt, ClaimedById, ClaimedUntil, Stamp) = (now, null, null, Guid.NewGuid());
        var decision = new Decision(action, byId, reason, message, now);
        Decisions.Add(decision);
        return decision;
    }
}
