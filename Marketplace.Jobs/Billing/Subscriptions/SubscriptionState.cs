using System.Text.Json.Serialization;

namespace Marketplace.Billing.Subscriptions;

/// <summary>How a subscription stands, from what happened to it. What needs someone comes first; the names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubscriptionState>))]
public enum SubscriptionState
{
    /// <summary>It is not billed until a person has looked at it.</summary>
    Parked,

    /// <summary>A period is billed and not paid yet, though its day has come.</summary>
    PastDue,

    Trialing,
    Active,

    /// <summary>Nothing is billed, and nothing is licensed, until it is resumed.</summary>
    Paused,

    /// <summary>It goes on to the end of what is paid, and no further.</summary>
    Canceled,

    Ended,
}
