using Marketplace.Moderation;

namespace Marketplace.Portal.Publishing;

/// <summary>What was decided, as moderators and publishers read it.</summary>
public static class DecisionText
{
    public static string Of(DecisionAction action) => action switch
    {
        DecisionAction.Approve => "Approved",
        DecisionAction.Reject => "Rejected",
        DecisionAction.RequestChanges => "Changes requested",
        DecisionAction.Suspend => "Suspended",
        DecisionAction.Restore => "Restored",
        DecisionAction.Quarantine => "Quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "A decision without words."),
    };
}
