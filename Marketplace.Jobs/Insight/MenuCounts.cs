using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Operations;
using Marketplace.Publishing;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>What waits for a person or runs for them, as the menu counts it; zero where they may not see it.</summary>
/// <param name="SitesToUpdate">On which updates wait.</param>
/// <param name="SecurityUpdates">Updates that fix security, on all sites.</param>
/// <param name="Operations">That run or wait for their turn.</param>
/// <param name="Approvals">Operations that another member has to approve.</param>
/// <param name="Submissions">That are not decided.</param>
/// <param name="ChangeRequests">Submissions for which a moderator requested changes.</param>
/// <param name="NeedsReview">Reviews that wait for a moderator.</param>
/// <param name="Overdue">Of those.</param>
/// <param name="Reports">That nobody has answered.</param>
public sealed record MenuCounts(
    int SitesToUpdate, int SecurityUpdates, int Operations, int Approvals, int Submissions, int ChangeRequests, int NeedsReview, int Overdue, int Reports)
{
    public static readonly MenuCounts None = new(0, 0, 0, 0, 0, 0, 0, 0, 0);
}

public sealed class MenuCountQueries(IDbContextFactory<MarketplaceDb> databases, WaitingUpdates updates, TimeProvider clock)
{
    public async Task<MenuCounts> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, moderators) = (db.Organizations.Of(actor), db.StaffGrants.Allowing(actor, StaffRole.Moderator));
        var (operations, submissions) = (db.Operations.Of(actor), db.Submissions.Open().Where(s => own.Any(o => o.Id == s.PublisherId)));
        var reviews = db.Reviews.Where(r => moderators.Any() && r.State == ReviewState.NeedsReview);
        var reports = db.Set<Report>().Where(r => moderators.Any() && r.ClosedAt == null);
        var counts = await db.Users.Where(u => u.Id == actor.UserId).Select(_ => new MenuCounts(
                0, 0,
                operations.Count(o => o.State == OperationState.Queued || o.State == OperationState.Running),
                operations.Count(o => o.State == OperationState.AwaitingApproval && o.RequestedById != actor.UserId),
                submissions.Count(), submissions.Count(s => s.State == SubmissionState.ChangesRequested),
                reviews.Count(), reviews.Count(r => r.DueAt < now), reports.Count()))
            .FirstOrDefaultAsync(cancel);
        var waiting = await updates.ReadAsync(actor, cancel);
        return (counts ?? MenuCounts.None) with
        {
            SitesToUpdate = waiting.Select(u => u.SiteId).Distinct().Count(),
            SecurityUpdates = waiting.Count(u => u.Security is not null),
        };
    }
}
