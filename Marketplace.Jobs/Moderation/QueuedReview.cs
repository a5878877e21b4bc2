using Marketplace.Accounts;

namespace Marketplace.Moderation;

/// <summary>Who claimed a review, as the one who looks at the queue sees it.</summary>
public enum ReviewHolder
{
    Me,
    Nobody,
    Others,
}

/// <summary>What the queue is sorted and filtered by.</summary>
public sealed class QueuedReview
{
    public required Review Review { get; init; }
    public required ReviewHolder Holder { get; init; }
}

/// <summary>A review in the queue.</summary>
public sealed record ReviewRow(
    long Id, string PackageId, string Version, string Publisher, string Reason, ReviewState State,
    DateTime OpenedAt, DateTime DueAt, ReviewHolder Holder, string? ClaimedBy, DateTime? DecidedAt, bool IsEscalated);

internal static class QueuedReviews
{
    public static IQueryable<QueuedReview> Queued(this IQueryable<Review> reviews, Actor actor, DateTime now)
    {
        var me = actor.UserId;
        return reviews.Select(r => new QueuedReview
        {
            Review = r,
            Holder = r.ClaimedById == null || r.ClaimedUntil < now ? ReviewHolder.Nobody : r.ClaimedById == me ? ReviewHolder.Me : ReviewHolder.Others,
        });
    }

    public static IQueryable<ReviewRow> AsRows(this IQueryable<QueuedReview> queued) => queued.Select(q => new ReviewRow(
        q.Review.Id, q.Review.PackageId, q.Review.Version, q.Review.Publisher.Name, q.Review.Reason, q.Review.State, q.Review.OpenedAt, q.Review.DueAt,
        q.Holder, q.Review.ClaimedBy!.DisplayName, q.Review.DecidedAt, q.Review.Decisions.Any(d => d.Action == DecisionAction.Escalate)));
}
