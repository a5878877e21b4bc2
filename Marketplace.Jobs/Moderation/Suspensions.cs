using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Moderation;

public abstract record SuspendOutcome
{
    public sealed record Done : SuspendOutcome;

    public sealed record NotModerator : SuspendOutcome;

    /// <summary>There is no approved release of this review.</summary>
    public sealed record NoSuchRelease : SuspendOutcome;

    public sealed record OwnOrganization : SuspendOutcome;

    /// <summary>It is suspended already, or not.</summary>
    public sealed record NothingToDo : SuspendOutcome;

    public sealed record Invalid(string Problem) : SuspendOutcome;
}

/// <summary>
/// Takes an approved release out of the catalog, and lets it in again. What sites do that have it is said by their policies. A decision is
/// kept beside those of the review that let it in.
/// </summary>
public sealed class Suspensions(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <param name="actor">A moderator of another organization than the publisher's.</param>
    /// <param name="reviewId">The review that approved the release.</param>
    /// <param name="reason">What clients and the publisher read, in at most 500 characters.</param>
    /// <param name="cancel">Stops the work.</param>
    public Task<SuspendOutcome> SuspendAsync(Actor actor, long reviewId, string reason, CancellationToken cancel) =>
        reason.Trim() is { Length: > 0 and <= 500 } said
            ? ChangeAsync(actor, reviewId, DecisionAction.Suspend, said, cancel)
            : Task.FromResult<SuspendOutcome>(
                new SuspendOutcome.Invalid("Say why, in at most 500 characters: clients and the publisher read it."));

    public Task<SuspendOutcome> RestoreAsync(Actor actor, long reviewId, CancellationToken cancel) =>
        ChangeAsync(actor, reviewId, DecisionAction.Restore, "", cancel);

    private async Task<SuspendOutcome> ChangeAsync(Actor actor, long reviewId, DecisionAction action, string reason, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Moderator).AnyAsync(cancel))
        {
            return new SuspendOutcome.NotModerator();
        }

        if (await db.Reviews.FirstOrDefaultAsync(r => r.Id == reviewId && r.State == ReviewState.Approved, cancel) is not { } review
            || await db.Releases.Include(r => r.Module).FirstOrDefaultAsync(r => r.PackageHash == review.PackageHash, cancel) is not { } release)
        {
            return new SuspendOutcome.NoSuchRelease();
        }

        if (await db.Organizations.WithMember(actor.UserId).AnyAsync(o => o.Id == review.PublisherId, cancel))
        {
            return new SuspendOutcome.OwnOrganization();
        }

        if (release.Suspension is null != action is DecisionAction.Suspend)
        {
            return new SuspendOutcome.NothingToDo();
        }

        if (action is DecisionAction.Suspend)
        {
            release.Suspend(new Suspension(reason, actor.UserId, now));
        }
        else
        {
            release.Restore();
        }

        review.Decisions.Add(new Decision(action, actor.UserId, "", reason, now));
        await db.RelistAsync(release.Module, release, isListed: action is DecisionAction.Restore, cancel);
        db.ListingChanged(release.Module, now);
        var what = $"{review.PackageId} {review.Version}";
        var text = action is DecisionAction.Suspend ? $"{what} was suspended: {reason}" : $"{what} is available again";
        await db.NotifyMembersAsync(review.PublisherId, $"module/{review.PackageId}", text, now, cancel);
        db.Audit(actor, $"release.{action}", $"release/{release.Id}", what, now);
        foreach (var topic in new[] { LiveTopic.Review(reviewId), LiveTopic.Queue })
        {
            db.Changed(topic, now);
        }

        db.Wake(Work.Releases, now);

        await db.SaveChangesAsync(cancel);
        return new SuspendOutcome.Done();
    }
}
