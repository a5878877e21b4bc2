using Marketplace.Moderation;
using MudBlazor;

namespace Marketplace.Portal.Moderation;

/// <summary>What a moderator can do about a review, with its key.</summary>
/// <param name="Done">How it is said afterwards.</param>
internal sealed record DecisionChoice(DecisionAction Action, string Text, string Short, string Key, string Icon, string Done)
{
    public static readonly DecisionChoice[] All =
    [
        new(DecisionAction.Approve, "Approve", "Approve", "a", Icons.Material.Outlined.Check, "approved"),
        new(DecisionAction.Reject, "Reject", "Reject", "r", Icons.Material.Outlined.Close, "rejected"),
        new(DecisionAction.RequestChanges, "Ask for changes", "Ask for changes", "i", Icons.Material.Outlined.EditNote, "changes requested"),
        new(DecisionAction.Escalate, "Escalate", "Escalate", "e", Icons.Material.Outlined.NorthEast, "escalated"),
    ];

    public static DecisionChoice Of(DecisionAction action) => All.Single(choice => choice.Action == action);

    /// <summary>The action of that name, as an address may say it.</summary>
    public static DecisionAction? Named(string? name) =>
        All.FirstOrDefault(choice => string.Equals($"{choice.Action}", name, StringComparison.OrdinalIgnoreCase))?.Action;
}
