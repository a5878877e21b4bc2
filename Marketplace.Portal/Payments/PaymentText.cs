using Marketplace.Payments;
using Marketplace.Payments.Inbox;
using Marketplace.Payments.Reconciliation;
using Marketplace.Portal.Shared;
using MudBlazor;

namespace Marketplace.Portal.Payments;

/// <summary>Payments, disputes, events and differences in words, for operators.</summary>
internal static class PaymentText
{
    public static (string Kind, string Icon, string Text) Look(PaymentState state) => state switch
    {
        PaymentState.Succeeded => ("success", Icons.Material.Outlined.CheckCircle, State(state)),
        PaymentState.Failed => ("error", Icons.Material.Outlined.ErrorOutline, State(state)),
        PaymentState.Canceled => ("info", Icons.Material.Outlined.Cancel, State(state)),
        PaymentState.Processing => ("info", Icons.Material.Outlined.HourglassTop, State(state)),
        _ => ("warning", Icons.Material.Outlined.Schedule, State(state)),
    };

    public static string State(PaymentState state) => state switch
    {
        PaymentState.Started => "Not paid yet",
        PaymentState.ActionNeeded => "Awaiting confirmation",
        _ => $"{state}",
    };

    public static string State(string name) => Enum.TryParse<PaymentState>(name, out var state) ? State(state) : name;

    public static (string Kind, string Icon) Look(RefundState state) => state switch
    {
        RefundState.Succeeded => ("success", Icons.Material.Outlined.CheckCircle),
        RefundState.Failed => ("error", Icons.Material.Outlined.ErrorOutline),
        _ => ("info", Icons.Material.Outlined.HourglassTop),
    };

    public static (string Kind, string Icon, string Text) Look(DisputeRow row) => row switch
    {
        { IsOpen: true } => ("error", Icons.Material.Outlined.Gavel, row.IsInquiry ? "Inquiry to answer" : "Needs response"),
        { State: DisputeState.Won } => ("success", Icons.Material.Outlined.CheckCircle, "Won"),
        { State: DisputeState.Lost } => ("error", Icons.Material.Outlined.Cancel, "Lost"),
        { State: DisputeState.Closed } => ("info", Icons.Material.Outlined.CheckCircle, "Closed"),
        _ => ("info", Icons.Material.Outlined.HourglassTop, "Under review"),
    };

    /// <summary>That an answer should not wait, or is too late; null where it is neither.</summary>
    public static (string Kind, string Text)? Due(DisputeRow row, DateTime now) => row switch
    {
        { IsOpen: true, DueBy: { } due } when due <= now => ("error", "overdue"),
        { IsOpen: true, DueBy: { } due } when due - now <= DisputeRow.Soon => ("warning", "soon"),
        _ => null,
    };

    public static string Dispute(string name) => Enum.TryParse<DisputeState>(name, out var state)
        ? state switch { DisputeState.NeedsResponse => "Needs response", DisputeState.UnderReview => "Under review", _ => name } : name;

    public static (string Kind, string Icon, string Text) Look(EventState state) => state switch
    {
        EventState.Processed => ("success", Icons.Material.Outlined.CheckCircle, "Processed"),
        EventState.GivenUp => ("error", Icons.Material.Outlined.ErrorOutline, "Given up"),
        EventState.Retrying => ("warning", Icons.Material.Outlined.Replay, "Retrying"),
        _ => ("info", Icons.Material.Outlined.Schedule, "Waiting"),
    };

    public static string Event(string name) => Enum.TryParse<EventState>(name, out var state) ? Look(state).Text : name;

    /// <summary>What an event changed, or why it could not.</summary>
    public static string Effect(EventRow row) => row.Changes > 0 ? CountText.Of(row.Changes, "change")
        : row.State is EventState.Processed ? "Nothing changed" : row.Effect;

    public static (string Kind, string Icon) Look(DifferenceState state) => state switch
    {
        DifferenceState.Open => ("warning", Icons.Material.Outlined.ErrorOutline),
        DifferenceState.Resolved => ("success", Icons.Material.Outlined.CheckCircle),
        _ => ("info", Icons.Material.Outlined.DoneAll),
    };

    public static string Kind(DifferenceKind kind) => kind switch
    {
        DifferenceKind.MissingHere => "Not in the books",
        DifferenceKind.MissingThere => "Not at the provider",
        _ => "Different amount",
    };

    public static string Kind(string name) => Enum.TryParse<DifferenceKind>(name, out var kind) ? Kind(kind) : name;

    public static string Act(ProviderAct act) => act switch
    {
        ProviderAct.Start => "Start payment",
        ProviderAct.Cancel => "Cancel payment",
        ProviderAct.Refund => "Refund",
        _ => "Submit evidence",
    };

    /// <summary>A provider's code as words: insufficient_funds is “Insufficient funds”.</summary>
    public static string Code(string code) => code.Length == 0 ? "" : char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');

    /// <summary>Order 3f2a9c01; the whole id is for the hint.</summary>
    public static string Document(string document) => document.Split('/', 2) is [var kind, var id] ? $"{Code(kind)} {id[..Math.Min(8, id.Length)]}" : document;

    /// <summary>The page of what an event changed, of its journal or payment; null where there is none.</summary>
    public static string? Address(string subject) => subject.Split('/', 2) switch
    {
        ["journal", var id] when long.TryParse(id, out var journal) => PortalUrls.Journal(journal),
        ["payment" or "payment-fee", var id] when Guid.TryParse(id, out var payment) => PortalUrls.Payment(payment),
        ["dispute", var id] when Guid.TryParse(id, out var dispute) => PortalUrls.Dispute(dispute),
        _ => null,
    };
}
