using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Moderation;

/// <summary>The queue in a few numbers.</summary>
/// <param name="Overdue">Of those that need review.</param>
/// <param name="OldestAt">Since when the one that waits longest does; null where none waits.</param>
/// <param name="Claimed">By the reader.</param>
/// <param name="Decided">Today (UTC).</param>
/// <param name="Median">From the opening of those to their decision; null where none was decided.</param>
/// <param name="Next">What is due first.</param>
public sealed record QueueGlance(
    int NeedsReview, int Overdue, DateTime? OldestAt, int Claimed, int WaitingOnPublisher, int OpenReports,
    int Decided, TimeSpan? Median, IReadOnlyList<ReviewRow> Next);

/// <summary>What moderators see of the queue at a glance.</summary>
public sealed class QueueGlances(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxNext = 5;
    private const int MaxDecided = 1_000;

    /// <summary>Null if the actor is no moderator.</summary>
    public async Task<QueueGlance?> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var (now, me) = (clock.UtcNow, actor.UserId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var grants = db.StaffGrants.Allowing(actor, StaffRole.Moderator);
        var (reviews, reports, needs) = (db.Reviews, db.Set<Report>(), db.Reviews.Where(r => r.State == ReviewState.NeedsReview));
        var counts = await grants.OrderBy(g => g.Role).Select(_ => new
        {
            Needs = needs.Count(),
            Overdue = needs.Count(r => r.DueAt < now),
            Oldest = needs.Min(r => (DateTime?)r.OpenedAt),
            Claimed = needs.Count(r => r.ClaimedById == me && r.ClaimedUntil >= now),
            Waiting = reviews.Count(r => r.State == ReviewState.WaitingOnPublisher),
            Reports = reports.Count(r => r.ClosedAt == null),
        }).FirstOrDefaultAsync(cancel);
        if (counts is null)
        {
            return null;
        }

        var decided = await reviews
            .Where(r => grants.Any() && r.State != ReviewState.NeedsReview && r.State != ReviewState.Superseded && r.DecidedAt >= now.Date)
            .OrderByDescending(r => r.DecidedAt).Select(r => new { r.OpenedAt, r.DecidedAt }).Take(MaxDecided).ToListAsync(cancel);
        var next = await needs.Where(_ => grants.Any()).OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(MaxNext)
            .Queued(actor, now).AsRows().ToListAsync(cancel);
        TimeSpan[] durations = [.. decided.Select(r => r.DecidedAt!.Value - r.OpenedAt).Order()];
        return new(
            counts.Needs, counts.Overdue, counts.Oldest, counts.Claimed, counts.Waiting, counts.Reports,
            durations.Length, durations.Length == 0 ? null : durations[(durations.Length - 1) / 2], next);
    }
}
