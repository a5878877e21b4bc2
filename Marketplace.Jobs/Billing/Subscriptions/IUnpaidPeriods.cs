using Marketplace.Data;

namespace Marketplace.Billing.Subscriptions;

/// <param name="At">When the payment is tried next; null where it is not.</param>
/// <param name="Ends">Nothing follows any more.</param>
public readonly record struct NextTry(DateTime? At, bool Ends);

/// <summary>Implemented by the slice that decides what follows when a period is not paid: Dunning. All but one in the transaction of what happened.</summary>
public interface IUnpaidPeriods
{
    /// <summary>A payment of it failed, or there is nothing to pay by.</summary>
    Task<NextTry> FailedAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel);

    /// <summary>Nothing follows any more, and its subscription has ended.</summary>
    Task EndedAsync(MarketplaceDb db, SubscriptionPeriod period, DateTime now, CancellationToken cancel);

    /// <summary>Nothing is open of it any more.</summary>
    /// <param name="wasPaid">Otherwise it was credited.</param>
    Task SettledAsync(MarketplaceDb db, SubscriptionPeriod period, bool wasPaid, DateTime now, CancellationToken cancel);

    /// <summary>When it may be tried again by what failed before: not in the payer's night, nor while it is paused.</summary>
    Task<DateTime> NotBeforeAsync(MarketplaceDb db, Guid periodId, DateTime now, CancellationToken cancel);
}
