using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Ratings;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Moderation;

/// <summary>Takes in reports about reviews. They stand in the moderators' list of reports; the review itself is hidden where it is read.</summary>
public sealed class ReviewReports(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Whether there is such a review that the actor may report.</summary>
    public async Task<bool> CanSendAsync(Actor actor, long reviewId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Reportable(db, actor, reviewId).AnyAsync(cancel);
    }

    public async Task<ReportOutcome> SendAsync(Actor actor, long reviewId, string text, CancellationToken cancel)
    {
        if (text.Trim() is not { Length: >= 10 and <= 2000 } words)
        {
            return ReportOutcome.Invalid;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Reportable(db, actor, reviewId).Select(r => new { r.ModuleId, r.Module.NormalizedId, r.Version }).FirstOrDefaultAsync(cancel)
            is not { } review)
        {
            return ReportOutcome.NotFound;
        }

        if (await db.Set<Report>().AnyAsync(r => r.ReviewId == reviewId && r.ById == actor.UserId && r.ClosedAt == null, cancel))
        {
            return ReportOutcome.AlreadyOpen;
        }

        db.Add(new Report(review.ModuleId, review.Version, ReportKind.Other, words, actor.UserId, clock.UtcNow) { ReviewId = reviewId });
        db.Audit(actor, "review.report", $"module/{review.NormalizedId}", $"review {reviewId}", clock.UtcNow);
        db.Changed(LiveTopic.Queue, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return ReportOutcome.Sent;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Sent twice at once: the index kept one.
            return ReportOutcome.AlreadyOpen;
        }
    }

    private static IQueryable<Rating> Reportable(MarketplaceDb db, Actor actor, long reviewId)
    {
        var (releases, person) = (db.AvailableReleases(actor), db.Users.InPerson(actor));
        return db.Ratings.Where(r => r.Id == reviewId && person.Any() && r.Hiding == null && releases.Any(x => x.ModuleId == r.ModuleId));
    }
}
