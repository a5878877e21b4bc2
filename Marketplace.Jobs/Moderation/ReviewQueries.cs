using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Moderation;

/// <summary>A review on its page.</summary>
public sealed record ReviewDetail(
    long Id, string PackageId, string Version, string PackageHash, long PublisherId, string Publisher,
    int PublisherReleases, string Reason, ReviewState State, DateTime OpenedAt, DateTime DueAt,
    long? ClaimedById, string? ClaimedBy, DateTime? ClaimedUntil, IReadOnlyList<ReviewEvent> History, long? Next)
{
    public bool IsOpen => State is ReviewState.NeedsReview or ReviewState.WaitingOnPublisher;

    public bool IsEscalated => History.Any(entry => entry.Action is DecisionAction.Escalate);

    public bool IsSuspended => History is [.., { Action: DecisionAction.Suspend }];

    /// <summary>Open reviews of other versions of the same module: one decision may be meant for them too.</summary>
    public IReadOnlyList<ReviewVersion> Others { get; init; } = [];

    /// <summary>Null if it is not in the queue.</summary>
    public QueuePlace? Place { get; init; }
}

public sealed record ReviewEvent(DecisionAction Action, string By, string Reason, string Message, DateTime At);

public sealed record ReviewVersion(long Id, string Version);

/// <summary>Where a review stands in the queue, and its neighbors.</summary>
public sealed record QueuePlace(int Number, int Of, long? Earlier, long? Later);

/// <summary>One review as moderators see it.</summary>
public sealed class ReviewQueries(IDbContextFactory<MarketplaceDb> databases)
{
    private const int MaxOthers = 20;

    /// <summary>Null if there is none, or the actor is no moderator.</summary>
    public async Task<ReviewDetail?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (grants, releases, reviews) = (db.StaffGrants.Allowing(actor, StaffRole.Moderator), db.Set<Release>(), db.Reviews);
        var review = await db.Reviews.AsNoTracking().Where(r => r.Id == id && grants.Any())
            .Select(r => new ReviewDetail(
                r.Id, r.PackageId, r.Version, r.PackageHash, r.PublisherId, r.Publisher.Name, releases.Count(x => x.Module.PublisherId == r.PublisherId),
                r.Reason, r.State, r.OpenedAt, r.DueAt, r.ClaimedById, r.ClaimedBy!.DisplayName, r.ClaimedUntil,
                r.Decisions.OrderBy(d => d.Id).Select(d => new ReviewEvent(d.Action, d.By.DisplayName, d.Reason, d.Message, d.At)).ToList(),
                reviews.Where(n => n.State == ReviewState.NeedsReview && n.Id != r.Id)
                    .OrderBy(n => n.DueAt).ThenBy(n => n.Id).Select(n => (long?)n.Id).FirstOrDefault()))
            .FirstOrDefaultAsync(cancel);
        return review is null ? null : review with
        {
            Others = await db.Reviews.Where(r => r.Id != id && r.PackageId == review.PackageId && r.PublisherId == review.PublisherId
                    && (r.State == ReviewState.NeedsReview || r.State == ReviewState.WaitingOnPublisher))
                .OrderBy(r => r.Id).Select(r => new ReviewVersion(r.Id, r.Version)).Take(MaxOthers).ToListAsync(cancel),
            Place = review.State is ReviewState.NeedsReview ? await PlaceAsync(db, review, cancel) : null,
        };
    }

    private static async Task<QueuePlace> PlaceAsync(MarketplaceDb db, ReviewDetail review, CancellationToken cancel)
    {
        var (id, due, queue) = (review.Id, review.DueAt, db.Reviews.Where(r => r.State == ReviewState.NeedsReview));
        var before = queue.Where(r => r.DueAt < due || (r.DueAt == due && r.Id < id));
        var after = queue.Where(r => r.DueAt > due || (r.DueAt == due && r.Id > id));
        return new(
            await before.CountAsync(cancel) + 1, await queue.CountAsync(cancel),
            await before.OrderByDescending(r => r.DueAt).ThenByDescending(r => r.Id).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancel),
            await after.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Select(r => (long?)r.Id).FirstOrDefaultAsync(cancel));
    }
}
