using System.Text.Json.Serialization;
using Marketplace.Data;

namespace Marketplace.Billing.Subscriptions;

[JsonConverter(typeof(JsonStringEnumConverter<SubscriptionEventKind>))]
public enum SubscriptionEventKind
{
    Started,
    Billed,
    Paid,
    PaymentFailed,
    MethodChosen,
    Changed,

    /// <summary>It is to be changed with its next period.</summary>
    ChangePlanned,
    Paused,
    Resumed,
    Canceled,
    Reactivated,
    Ended,
    Parked,
    Released,
}

/// <summary>That something happened to a subscription; never changed.</summary>
/// <param name="byId">Null where a rule did it.</param>
public sealed class SubscriptionEvent(Guid subscriptionId, SubscriptionEventKind kind, string text, long? byId, DateTime at) : IAppendOnly
{
    public long Id { get; private set; }
    public Guid SubscriptionId { get; private set; } = subscriptionId;
    public SubscriptionEventKind Kind { get; private set; } = kind;
    public string Text { get; private set; } = text.Clip(Subscription.MaxReason);
    public long? ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;
}
