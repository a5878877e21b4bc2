using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Moderation;

/// <summary>Which reviews the queue shows.</summary>
public enum QueueTab
{
    NeedsReview,
    WaitingOnPublisher,
    Decided,
}

public enum QueueSort
{
    /// <summary>What is due first; among the decided, what was decided last.</summary>
    Due,
    Oldest,
    Publisher,
    Module,
}

/// <summary>Whose reviews the queue shows.</summary>
public enum QueueClaims
{
    All,
    Mine,
    Unclaimed,
}

/// <summary>What part of the queue is asked for.</summary>
public sealed record QueueQuery(QueueTab Tab, string? Search = null, QueueSort Sort = QueueSort.Due, QueueClaims Claims = QueueClaims.All, int Page = 1);

/// <summary>A review in the queue.</summary>
public sealed record ReviewRow(
    long Id, string PackageId, string Version, string Publisher, string Reason, ReviewState State,
    DateTime OpenedAt, DateTime DueAt, long? ClaimedById, string? ClaimedBy, DateTime? ClaimedUntil, DateTime? DecidedAt);

/// <summary>How many reviews each tab holds.</summary>
public sealed record QueueCounts(int NeedsReview, int WaitingOnPublisher, int Overdue);

/// <summary>A review on its page.</summary>
public sealed record ReviewDetail(
    long Id, string PackageId, string Version, string PackageHash, long PublisherId, string Publisher,
    int PublisherReleases, string Reason, ReviewState State, DateTime OpenedAt, DateTime DueAt,
    long? ClaimedById, string? ClaimedBy, DateTime? ClaimedUntil, IReadOnlyList<ReviewEvent> History, long? Next)
{
    public bool IsOpen => State is ReviewState.NeedsReview or ReviewState.WaitingOnPublisher;
}

public sealed record ReviewEvent(DecisionAction Action, string By, string Reason, string Message, DateTime At);

/// <summary>What moderators see. Staff only, asked in each query.</summary>
public sealed class ReviewQueueQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int PageSize = 20;

    public async Task<Page<ReviewRow>> ListAsync(Actor actor, QueueQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        var reviews = db.Reviews.Where(r => grants.Any());
        reviews = query.Tab switch
        {
            QueueTab.NeedsReview => reviews.Where(r => r.State == ReviewState.NeedsReview),
            QueueTab.WaitingOnPublisher => reviews.Where(r => r.State == ReviewState.WaitingOnPublisher),
            _ => reviews.Where(r => r.State != ReviewState.NeedsReview && r.State != ReviewState.WaitingOnPublisher),
        };
        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var search = query.Search;
            reviews = reviews.Where(r => r.PackageId.Contains(search) || r.Publisher.Name.Contains(search));
        }

        var (now, me) = (clock.UtcNow, actor.UserId);
        reviews = query.Claims switch
        {
            QueueClaims.Mine => reviews.Where(r => r.ClaimedById == me && r.ClaimedUntil >= now),
            QueueClaims.Unclaimed => reviews.Where(r => r.ClaimedById == null || r.ClaimedUntil < now),
            _ => reviews,
        };
        var ordered = query.Sort switch
        {
            QueueSort.Oldest => reviews.OrderBy(r => r.OpenedAt),
            QueueSort.Publisher => reviews.OrderBy(r => r.Publisher.Name),
            QueueSort.Module => reviews.OrderBy(r => r.PackageId),
            _ when query.Tab is QueueTab.Decided => reviews.OrderByDescending(r => r.DecidedAt),
            _ => reviews.OrderBy(r => r.DueAt),
        };
        return await ordered.ThenBy(r => r.Id).Select(r => new ReviewRow(
                r.Id, r.PackageId, r.Version, r.Publisher.Name, r.Reason, r.State, r.OpenedAt, r.DueAt,
                r.ClaimedById, r.ClaimedBy!.DisplayName, r.ClaimedUntil, r.DecidedAt))
            .PageAsync(query.Page, PageSize, cancel);
    }

    public async Task<QueueCounts> CountsAsync(Actor actor, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        var open = await db.Reviews.Where(r => grants.Any() && (r.State == ReviewState.NeedsReview || r.State == ReviewState.WaitingOnPublisher))
            .GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count(), Overdue = g.Count(r => r.DueAt < now) }).ToListAsync(cancel);
        var review = open.Find(g => g.Key == ReviewState.NeedsReview);
        return new(review?.Count ?? 0, open.Find(g => g.Key == ReviewState.WaitingOnPublisher)?.Count ?? 0, review?.Overdue ?? 0);
    }

    /// <summary>Null if there is none, or the actor is no moderator.</summary>
    public async Task<ReviewDetail?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (grants, releases, reviews) = (db.StaffGrants.Allowing(actor, StaffRole.Moderator), db.Set<Release>(), db.Reviews);
        return await db.Reviews.AsNoTracking().Where(r => r.Id == id && grants.Any())
            .Select(r => new ReviewDetail(
                r.Id, r.PackageId, r.Version, r.PackageHash, r.PublisherId, r.Publisher.Name, releases.Count(x => x.Module.PublisherId == r.PublisherId),
                r.Reason, r.State, r.OpenedAt, r.DueAt, r.ClaimedById, r.ClaimedBy!.DisplayName, r.ClaimedUntil,
                r.Decisions.OrderBy(d => d.Id).Select(d => new ReviewEvent(d.Action, d.By.DisplayName, d.Reason, d.Message, d.At)).ToList(),
                reviews.Where(n => n.State == ReviewState.NeedsReview && n.Id != r.Id)
                    .OrderBy(n => n.DueAt).ThenBy(n => n.Id).Select(n => (long?)n.Id).FirstOrDefault()))
            .FirstOrDefaultAsync(cancel);
    }
}
