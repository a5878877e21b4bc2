using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Ratings;

/// <summary>A review as a page shows it.</summary>
/// <param name="HiddenFor">Why moderators hide it; only they and its organization read it then.</param>
/// <param name="IsOwn">An organization of the reader wrote it.</param>
public sealed record RatingRow(
    long Id, string Organization, int Rating, string Text, string Version, DateTime WrittenAt, DateTime? EditedAt,
    string? Answer, DateTime? AnsweredAt, string? HiddenFor, bool IsOwn);

/// <param name="MayAnswer">The reader belongs to the publisher, which may answer each review once.</param>
/// <param name="MayHide">The reader is a moderator.</param>
public sealed record RatingPage(Page<RatingRow> Page, bool MayAnswer, bool MayHide);

public enum RatingOutcome
{
    Done,

    /// <summary>There is no such module or review that the actor may see, or the act is not the actor's.</summary>
    NotFound,

    /// <summary>A rating from 1 to 5 and a text of 10 to 2,000 characters are asked for; a reason has at most 500.</summary>
    Invalid,

    /// <summary>Only organizations that have or had the module on a site may review it.</summary>
    NotInstalled,

    /// <summary>The publisher has answered before.</summary>
    AlreadyAnswered,
}

/// <summary>Reads reviews, lets publishers answer them and moderators hide them. Who may write one is known where sites are.</summary>
public sealed class ModuleRatings(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int PageSize = 10;

    /// <summary>Newest first; null if the actor may not see the module.</summary>
    public async Task<RatingPage?> ListAsync(Actor? actor, string packageId, int page, CancellationToken cancel, int size = PageSize)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.AvailableReleases(actor)
            .Where(r => r.Module.NormalizedId == id)
            .Select(r => new { r.ModuleId, r.Module.PublisherId })
            .FirstOrDefaultAsync(cancel) is not { } module)
        {
            return null;
        }

        var reader = actor ?? default;
        var (own, staff) = (db.Set<Organization>().Of(reader), db.Set<StaffGrant>().Allowing(reader, StaffRole.Moderator));
        var rows = await db.Ratings
            .Where(r => r.ModuleId == module.ModuleId && (r.Hiding == null || staff.Any() || own.Any(o => o.Id == r.OrganizationId)))
            .OrderByDescending(r => r.WrittenAt).ThenByDescending(r => r.Id)
            .Select(r => new RatingRow(r.Id, r.Organization.Name, r.Stars, r.Text, r.Version, r.WrittenAt, r.EditedAt,
                r.Answer!.Text, r.Answer!.At, r.Hiding!.Reason, own.Any(o => o.Id == r.OrganizationId)))
            .PageAsync(page, size, cancel);
        return new(rows, await own.AnyAsync(o => o.Id == module.PublisherId, cancel), await staff.AnyAsync(cancel));
    }

    /// <summary>The publisher's one answer. It stands for good, so that it fits what readers saw.</summary>
    public async Task<RatingOutcome> AnswerAsync(Actor actor, long reviewId, string text, CancellationToken cancel)
    {
        if (RatingText.Clean(text) is not { Length: > 0 and <= RatingText.MaxLetters } words)
        {
            return RatingOutcome.Invalid;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Set<Organization>().Of(actor);
        var review = await db.Ratings.Include(r => r.Module).FirstOrDefaultAsync(
            r => r.Id == reviewId && r.Hiding == null && own.Any(o => o.Id == r.Module.PublisherId),
            cancel);
        if (review is not { Answer: null })
        {
            return review is null ? RatingOutcome.NotFound : RatingOutcome.AlreadyAnswered;
        }

        review.Reply(new RatingAnswer(words, actor.UserId, clock.UtcNow));
        return await SaveAsync(db, review, actor, "review.answer", words, RatingOutcome.AlreadyAnswered, cancel);
    }

    /// <summary>Moderators only.</summary>
    public async Task<RatingOutcome> HideAsync(Actor actor, long reviewId, string reason, CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= 500 } why)
        {
            return RatingOutcome.Invalid;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ModeratedAsync(db, actor, reviewId, cancel) is not { } review)
        {
            return RatingOutcome.NotFound;
        }

        review.Hide(new RatingHiding(why, actor.UserId, clock.UtcNow));
        return await SaveAsync(db, review, actor, "review.hide", why, RatingOutcome.NotFound, cancel);
    }

    /// <summary>Takes the hiding back. Moderators only.</summary>
    public async Task<RatingOutcome> ShowAsync(Actor actor, long reviewId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ModeratedAsync(db, actor, reviewId, cancel) is not { } review)
        {
            return RatingOutcome.NotFound;
        }

        review.Show();
        return await SaveAsync(db, review, actor, "review.show", "", RatingOutcome.NotFound, cancel);
    }

    private static Task<Rating?> ModeratedAsync(MarketplaceDb db, Actor actor, long reviewId, CancellationToken cancel)
    {
        var staff = db.Set<StaffGrant>().Allowing(actor, StaffRole.Moderator);
        return db.Ratings.Include(r => r.Module).FirstOrDefaultAsync(r => r.Id == reviewId && staff.Any(), cancel);
    }

    private async Task<RatingOutcome> SaveAsync(
        MarketplaceDb db, Rating review, Actor actor, string action, string details, RatingOutcome otherwise, CancellationToken cancel)
    {
        db.Audit(actor, action, $"module/{review.Module.NormalizedId}", $"review {review.Id}: {details}", clock.UtcNow);
        db.RatingChanged(review.Module, clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return RatingOutcome.Done;
        }
        catch (DbUpdateConcurrencyException)
        {
            return otherwise;
        }
    }
}

public static class RatingChanges
{
    extension(MarketplaceDb db)
    {
        /// <summary>The module's reviews change with this save; its figures follow by the job.</summary>
        public void RatingChanged(Module module, DateTime now)
        {
            db.UsageEvents.Add(UsageEvent.Rated(module.Id, now));
            db.Changed(LiveTopic.Module(module.NormalizedId), now);
            db.Wake(Work.Usage, now);
        }
    }
}
