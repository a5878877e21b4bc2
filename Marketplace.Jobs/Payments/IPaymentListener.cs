using Marketplace.Data;

namespace Marketplace.Payments;

/// <summary>
/// Implemented by the slice that is paid. Called within the transaction that takes what a provider says, so that what follows from a payment is there with
/// it or not at all; the same may be told twice.
/// </summary>
public interface IPaymentListener
{
    Task ChangedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel);

    /// <summary>It has succeeded, failed or been canceled; told once of each.</summary>
    Task EndedAsync(MarketplaceDb db, Payment payment, CancellationToken cancel) => Task.CompletedTask;

    Task RefundedAsync(MarketplaceDb db, Refund refund, CancellationToken cancel);

    Task DisputedAsync(MarketplaceDb db, Dispute dispute, CancellationToken cancel);
}
