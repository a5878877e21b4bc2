using Marketplace.Accounts;

namespace Marketplace.Moderation;

public enum DecisionAction
{
    Approve,
    Reject,
    RequestChanges,
    Quarantine,
    Suspend,
    Restore,

    /// <summary>The review is handed to the operators, who alone decide it from then on. Its publisher does not see that.</summary>
    Escalate,
}

/// <summary>What a person decided, with the words the publisher reads. Never changed.</summary>
public sealed class Decision(DecisionAction action, long byId, string reason, string message, DateTime at)
{
    public long Id { get; private set; }
    public long ReviewId { get; private set; }
    public DecisionAction Action { get; private set; } = action;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public string Reason { get; private set; } = reason;
    public string Message { get; private set; } = message;
    public DateTime At { get; private set; } = at;
}
