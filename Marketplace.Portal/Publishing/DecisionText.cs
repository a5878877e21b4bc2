using Marketplace.Moderation;
using MudBlazor;

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
        DecisionAction.Escalate => "Escalated",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "A decision without words."),
    };

    /// <summary>As of a <see cref="Shared.State"/>.</summary>
    public static string Kind(DecisionAction action) => action switch
    {
        DecisionAction.Approve or DecisionAction.Restore => "success",
        DecisionAction.RequestChanges or DecisionAction.Escalate => "warning",
        _ => "error",
    };

    public static string Icon(DecisionAction action) => action switch
    {
        DecisionAction.Approve or DecisionAction.Restore => Icons.Material.Filled.CheckCircle,
        DecisionAction.RequestChanges => Icons.Material.Outlined.Edit,
        DecisionAction.Escalate => Icons.Material.Outlined.NorthEast,
        _ => Icons.Material.Filled.Cancel,
    };
}
