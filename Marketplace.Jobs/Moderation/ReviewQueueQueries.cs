using Marketplace.Accounts;
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

/// <summary>How many reviews each tab holds.</summary>
public sealed record QueueCounts(int NeedsReview, int WaitingOnPublisher, int Overdue);

/// <summary>What moderators see. Staff only, asked in each query.</summary>
public sealed class ReviewQueueQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly ListColumns<QueuedReview> OpenColumns = By("due"), DecidedColumns = By("-decided");

    public static ListColumns<QueuedReview> Columns(QueueTab tab) => tab is QueueTab.Decided ? DecidedColumns : OpenColumns;

    public async Task<Page<ReviewRow>> ListAsync(Actor actor, QueueTab tab, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, tab, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<ReviewRow> StreamAsync(Actor actor, QueueTab tab, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, tab, query), cancel);

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

    private IQueryable<ReviewRow> Rows(MarketplaceDb db, Actor actor, QueueTab tab, ListQuery query)
    {
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        var reviews = db.Reviews.Where(r => grants.Any());
        reviews = tab switch
        {
            QueueTab.NeedsReview => reviews.Where(r => r.State == ReviewState.NeedsReview),
            QueueTab.WaitingOnPublisher => reviews.Where(r => r.State == ReviewState.WaitingOnPublisher),
            _ => reviews.Where(r => r.State != ReviewState.NeedsReview && r.State != ReviewState.WaitingOnPublisher),
        };
        return Columns(tab).Apply(reviews.Queued(actor, clock.UtcNow), query).AsRows();
    }

    // A module is found by its publisher too.
    private static ListColumns<QueuedReview> By(string order) => new ListColumns<QueuedReview>(q => q.Review.Id, order)
        .Text("module", q => q.Review.PackageId + " " + q.Review.Publisher.Name).Text("publisher", q => q.Review.Publisher.Name)
        .Text("reason", q => q.Review.Reason).Choice("holder", q => q.Holder).Time("opened", q => q.Review.OpenedAt).Time("due", q => q.Review.DueAt)
        .Choice("state", q => q.Review.State, ReviewState.Approved, ReviewState.Rejected, ReviewState.Superseded).Time("decided", q => q.Review.DecidedAt);
}
