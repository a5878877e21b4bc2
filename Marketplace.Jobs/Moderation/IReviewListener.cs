using Marketplace.Data;

namespace Marketplace.Moderation;

/// <summary>
/// Implemented by Publishing, which turns a decision into a release. Saves nothing itself: one transaction for all. Answers why it cannot
/// be done, or null.
/// </summary>
public interface IReviewListener
{
    Task<string?> DecidedAsync(Review review, Decision decision, MarketplaceDb db, CancellationToken cancel);
}
