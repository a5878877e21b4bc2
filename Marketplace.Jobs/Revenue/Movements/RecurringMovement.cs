using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing;

namespace Marketplace.Revenue.Movements;

/// <summary>Why recurring revenue changed, seen from the client that pays it. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MovementKind>))]
public enum MovementKind
{
    /// <summary>The first of a client.</summary>
    New,

    /// <summary>A client that pays some pays more.</summary>
    Expansion,

    /// <summary>A client that had left pays again.</summary>
    Reactivation,

    /// <summary>A client pays less, and something still.</summary>
    Contraction,

    /// <summary>A client pays nothing any more.</summary>
    Churn,
}

/// <summary>
/// That the recurring revenue of a subscription changed: written in the transaction that changed the subscription, and never changed itself. Recurring
/// revenue at an instant is the sum of the movements until then.
/// </summary>
/// <param name="number">Of its subscription, from 0.</param>
/// <param name="minor">How much more a month brings, net of tax, in minor units; less than nothing where it brings less.</param>
/// <param name="left">What a month of the subscription brings from then on.</param>
public sealed class RecurringMovement(Guid subscriptionId, int number, long minor, long left, string currency, DateTime at) : IAppendOnly
{
    public long Id { get; private set; }
    public Guid SubscriptionId { get; private set; } = subscriptionId;
    public Subscription Subscription { get; private set; } = null!;
    public int Number { get; private set; } = number;
    public long Minor { get; private set; } = minor;
    public long Left { get; private set; } = left;
    public string Currency { get; private set; } = currency;

    /// <summary>When the cause was, which a job may have found later.</summary>
    public DateTime At { get; private set; } = at;

    /// <summary>The day of that, in UTC, as figures count.</summary>
    public DateOnly Day { get; private set; } = DateOnly.FromDateTime(at);

    public required MovementKind Kind { get; init; }

    /// <summary>The same among what the client pays for modules of this publisher alone.</summary>
    public required MovementKind PublisherKind { get; init; }

    public required long OrganizationId { get; init; }
    public Organization Organization { get; private set; } = null!;
    public required long ModuleId { get; init; }
    public Module Module { get; private set; } = null!;
    public required long PublisherId { get; init; }
    public Organization Publisher { get; private set; } = null!;
    public required long OfferId { get; init; }
    public required OfferTier Tier { get; init; }
    public required OfferModel Model { get; init; }

    /// <summary>Of the client's billing address at the time, ISO 3166-1.</summary>
    public required string Country { get; init; }

    /// <summary>The first promotion that lowers it; null where none does.</summary>
    public required long? PromotionId { get; init; }
}
