using System.Text.Json.Serialization;
using Marketplace.Billing.Changes;

namespace Marketplace.Portal.Billing.Changes;

/// <summary>What is to become of a subscription; the names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>Another offer of its module, which may have another term, or another number of sites; now or from the next period on.</summary>
    Plan,

    /// <summary>Another day of the month, <c>day</c>, 1 to 28.</summary>
    BillingDay,

    /// <summary>The day of another subscription of the organization, <c>with</c>.</summary>
    Align,

    /// <summary>Nothing is billed or licensed from the end of what is paid until the day <c>until</c>.</summary>
    Pause,

    /// <summary>A pause ends now, or does not begin.</summary>
    Resume,

    /// <summary>It ends with what is paid.</summary>
    Cancel,

    /// <summary>It ends now, and what is left is credited.</summary>
    CancelNow,
}

/// <param name="Kind"><c>Plan</c>, <c>BillingDay</c>, <c>Align</c>, <c>Pause</c>, <c>Resume</c>, <c>Cancel</c> or <c>CancelNow</c>.</param>
/// <param name="Offer">Of a plan: the number of the offer; null for the one that it has.</param>
/// <param name="Sites">Of a plan: how many sites.</param>
/// <param name="AtPeriodEnd">Of a plan: from the next period on; otherwise now, with proration.</param>
/// <param name="Day">Of a billing day.</param>
/// <param name="With">The subscription to align with.</param>
/// <param name="Until">Of a pause: the day on which it is resumed, by the calendar of the subscription.</param>
/// <param name="Reason">Why it is canceled, at most 500 characters; empty for none.</param>
public record ChangeBody(
    ChangeKind? Kind = null, long? Offer = null, int? Sites = null, bool AtPeriodEnd = false, int? Day = null, Guid? With = null, DateOnly? Until = null,
    string? Reason = null)
{
    /// <summary>Null where what it needs is missing.</summary>
    internal SubscriptionChange? Read() => this switch
    {
        { Kind: ChangeKind.Plan, Sites: { } sites } => new SubscriptionChange.Terms(Offer, sites, AtPeriodEnd),
        { Kind: ChangeKind.BillingDay, Day: { } day } => new SubscriptionChange.BillingDay(day),
        { Kind: ChangeKind.Align, With: { } with } => new SubscriptionChange.Align(with),
        { Kind: ChangeKind.Pause, Until: { } until } => new SubscriptionChange.Pause(until),
        { Kind: ChangeKind.Resume } => new SubscriptionChange.Resume(),
        { Kind: ChangeKind.Cancel } => new SubscriptionChange.Cancel(Reason ?? ""),
        { Kind: ChangeKind.CancelNow } => new SubscriptionChange.CancelNow(Reason ?? ""),
        _ => null,
    };
}

/// <param name="At">That of the preview.</param>
/// <param name="Hash">That of the preview.</param>
public sealed record ConfirmBody(DateTimeOffset At, string Hash) : ChangeBody;

/// <param name="Reason">Why, at most 500 characters; empty for none.</param>
public sealed record CancellationBody(string? Reason = null);
