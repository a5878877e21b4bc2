using System.Diagnostics.Metrics;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Moderation;

public abstract record DecideOutcome
{
    public sealed record Decided : DecideOutcome;

    public sealed record NotModerator : DecideOutcome;

    public sealed record NoSuchReview : DecideOutcome;

    /// <summary>Nobody decides about what their own organization sent in.</summary>
    public sealed record OwnOrganization : DecideOutcome;

    /// <summary>The review was escalated, so moderators do not decide it any more.</summary>
    public sealed record OperatorDecides : DecideOutcome;

    /// <summary>Another moderator was first, or the page is old.</summary>
    public sealed record AlreadyDecided(ReviewState State) : DecideOutcome;

    public sealed record Invalid(string Problem) : DecideOutcome;
}

/// <summary>Decides reviews and claims them.</summary>
public sealed class ReviewDecisions(IDbContextFactory<MarketplaceDb> databases, IEnumerable<IReviewListener> listeners, TimeProvider clock)
{
    private static readonly Counter<long> Decisions = Telemetry.Metrics.CreateCounter<long>("marketplace.decisions");
    private const int MaxAttempts = 3;
    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(45);

    /// <param name="reason">A short code or words; needed for a rejection and a request for changes.</param>
    /// <param name="message">What the publisher reads, or the operators where it is escalated; needed unless it is an approval.</param>
    public async Task<DecideOutcome> DecideAsync(Actor actor, long reviewId, DecisionAction action, string reason, string message, CancellationToken cancel)
    {
        if (action is not DecisionAction.Approve && (message.Trim() == "" || (action is not DecisionAction.Escalate && reason.Trim() == "")))
        {
            return new DecideOutcome.Invalid(action is DecisionAction.Escalate
                ? "Write to the operators why they should decide."
                : "Choose a reason and write to the publisher what to change.");
        }

        if (reason.Length > 100 || message.Length > 4000)
        {
            return new DecideOutcome.Invalid("A reason has at most 100 characters and a message 4,000.");
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(actor, reviewId, action, reason.Trim(), message.Trim(), cancel);
            }
            catch (DbUpdateException lost) when (lost.IsLostRace && attempt < MaxAttempts)
            {
                // Someone was faster, with this review or with another module of its id: what they wrote is looked at now.
            }
        }
    }

    /// <summary>Claims the review for 45 minutes, so that two people do not work on it. False if someone else holds it or it is decided.</summary>
    public async Task<bool> ClaimAsync(Actor actor, long reviewId, CancellationToken cancel)
    {
        var (now, until, stamp, user) = (clock.UtcNow, clock.UtcNow + ClaimFor, Guid.NewGuid(), actor.UserId);
        return await databases.TransactAsync(async db =>
        {
            var (grants, operators) = (db.StaffGrants.Allowing(actor, StaffRole.Moderator), db.StaffGrants.Allowing(actor, StaffRole.Operator));
            var claimed = await db.Reviews
                .Where(r => r.Id == reviewId && grants.Any() && (operators.Any() || !r.Decisions.Any(d => d.Action == DecisionAction.Escalate))
                    && (r.State == ReviewState.NeedsReview || r.State == ReviewState.WaitingOnPublisher)
                    && (r.ClaimedById == null || r.ClaimedById == user || r.ClaimedUntil < now))
                .ExecuteUpdateAsync(set => set
                    .SetProperty(r => r.ClaimedById, user).SetProperty(r => r.ClaimedUntil, until).SetProperty(r => r.Stamp, stamp), cancel);
            if (claimed == 0)
            {
                return false;
            }

            db.Changed(LiveTopic.Queue, now);
            db.Changed(LiveTopic.Review(reviewId), now);
            await db.SaveChangesAsync(cancel);
            return true;
        }, cancel);
    }

    private async Task<DecideOutcome> TryAsync(Actor actor, long reviewId, DecisionAction action, string reason, string message, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Moderator).AnyAsync(cancel))
        {
            return new DecideOutcome.NotModerator();
        }

        var review = await db.Reviews.FirstOrDefaultAsync(r => r.Id == reviewId, cancel);
        if (review is null)
        {
            return new DecideOutcome.NoSuchReview();
        }

        if (await db.Organizations.WithMember(actor.UserId).AnyAsync(o => o.Id == review.PublisherId, cancel))
        {
            return new DecideOutcome.OwnOrganization();
        }

        if (!review.IsOpen)
        {
            return new DecideOutcome.AlreadyDecided(review.State);
        }

        if (await db.Decisions.AnyAsync(d => d.ReviewId == reviewId && d.Action == DecisionAction.Escalate, cancel)
            && !await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new DecideOutcome.OperatorDecides();
        }

        if (action is DecisionAction.Escalate)
        {
            return await EscalateAsync(db, review, actor, message, cancel);
        }

        if (action is DecisionAction.Approve && !await PassedAsync(db, review.PackageHash, cancel))
        {
            return new DecideOutcome.Invalid("Not every required check has passed for this file, so it cannot be approved.");
        }

        return await SaveAsync(db, review, review.Decide(action, actor.UserId, reason, message, clock.UtcNow), actor, cancel);
    }

    private async Task<DecideOutcome> EscalateAsync(MarketplaceDb db, Review review, Actor actor, string message, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        review.Escalate(actor.UserId, message, now);
        await db.NotifyStaffAsync(StaffRole.Operator, $"review/{review.Id}", $"{review.PackageId} {review.Version} was escalated: {message}", now, cancel);
        await SaveAsync(db, review, DecisionAction.Escalate, actor, now, cancel);
        return new DecideOutcome.Decided();
    }

    private static async Task<bool> PassedAsync(MarketplaceDb db, string hash, CancellationToken cancel) =>
        await db.Checks.CountAsync(c =>
            c.PackageHash == hash && c.RuleSet == RuleSet.Version && c.Verdict == Verdict.Passed && RuleSet.Required.Contains(c.Name), cancel)
            == RuleSet.Required.Count;

    private async Task<DecideOutcome> SaveAsync(MarketplaceDb db, Review review, Decision decision, Actor actor, CancellationToken cancel)
    {
        foreach (var listener in listeners)
        {
            if (await listener.DecidedAsync(review, decision, db, cancel) is { } problem)
            {
                return new DecideOutcome.Invalid(problem);
            }
        }

        await SaveAsync(db, review, decision.Action, actor, decision.At, cancel);
        return new DecideOutcome.Decided();
    }

    private static async Task SaveAsync(MarketplaceDb db, Review review, DecisionAction action, Actor actor, DateTime now, CancellationToken cancel)
    {
        db.Audit(actor, $"review.{action}", $"review/{review.Id}", $"{review.PackageId} {review.Version}", now);
        db.Changed(LiveTopic.Queue, now);
        db.Changed(LiveTopic.Review(review.Id), now);
        await db.SaveChangesAsync(cancel);
        Decisions.Add(1, new KeyValuePair<string, object?>("action", action.ToString()));
    }
}
