using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Scanning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Publishing;

/// <summary>What follows what on the way from upload to release: received → checks → a person's decision. Scanning and Moderation never call upward.</summary>
public sealed class SubmissionPipeline(
    IDbContextFactory<MarketplaceDb> databases, PackageScanner scanner, SubmissionTexts texts, IOptions<PublishingOptions> options, TimeProvider clock)
{
    /// <summary>Longer than all checks together may take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Checks one submission and sends it on. Does nothing if another worker holds it or it is past its checks.</summary>
    public async Task ScanAsync(long submissionId, CancellationToken cancel)
    {
        if (!await ClaimAsync(submissionId, cancel))
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var submission = await db.Submissions.SingleAsync(s => s.Id == submissionId, cancel);
        var passed = await scanner.ScanAsync(submission.PackageHash, submission.PublisherId, cancel);
        if (passed)
        {
            await texts.KeepAsync(submission.PackageHash, cancel);
            var review = await ReviewAsync(db, submission, cancel);
            submission.EnterReview(review.Id, clock.UtcNow);
        }
        else if (await db.Checks.AnyAsync(c => c.PackageHash == submission.PackageHash && c.RuleSet == RuleSet.Version && c.Verdict == Verdict.Failed, cancel))
        {
            submission.FailChecks(clock.UtcNow);
        }
        else
        {
            submission.ScanAgain(clock.UtcNow);
        }

        Tell(db, submission);
        await SaveAsync(db, cancel);
    }

    /// <summary>Ids of submissions whose checks are due and that no worker holds, oldest first.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(int most, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Submissions
            .Where(s => (s.State == SubmissionState.Received || s.State == SubmissionState.Scanning) && (s.LeaseUntil == null || s.LeaseUntil < now))
            .OrderBy(s => s.Id).Select(s => s.Id).Take(most).ToListAsync(cancel);
    }

    private async Task<bool> ClaimAsync(long id, CancellationToken cancel)
    {
        var (now, until, stamp) = (clock.UtcNow, clock.UtcNow + Lease, Guid.NewGuid());
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Submissions
            .Where(s => s.Id == id && (s.State == SubmissionState.Received || s.State == SubmissionState.Scanning) && (s.LeaseUntil == null || s.LeaseUntil < now))
            .ExecuteUpdateAsync(set => set
                .SetProperty(s => s.State, SubmissionState.Scanning)
                .SetProperty(s => s.LeaseUntil, until)
                .SetProperty(s => s.Attempts, s => s.Attempts + 1)
                .SetProperty(s => s.Stamp, stamp), cancel) == 1;
    }

    // One review for each file: a second run after a crash finds the first one's.
    private async Task<Review> ReviewAsync(MarketplaceDb db, Submission submission, CancellationToken cancel)
    {
        var review = await db.Reviews.FirstOrDefaultAsync(r => r.PackageHash == submission.PackageHash, cancel);
        if (review is null)
        {
            var now = clock.UtcNow;
            review = new Review(submission.PublisherId, submission.PackageId, submission.Version, submission.PackageHash,
                await ReasonAsync(db, submission, cancel), now, now.AddHours(options.Value.ReviewHours));
            db.Reviews.Add(review);
            foreach (var earlier in await db.Reviews.Where(r => r.State == ReviewState.WaitingOnPublisher && r.PublisherId == submission.PublisherId && r.PackageId == submission.PackageId).ToListAsync(cancel))
            {
                earlier.Supersede(now);
            }

            await db.SaveChangesAsync(cancel);
        }

        return review;
    }

    private static async Task<string> ReasonAsync(MarketplaceDb db, Submission submission, CancellationToken cancel)
    {
        if (!await db.Modules.AnyAsync(m => m.PublisherId == submission.PublisherId, cancel))
        {
            return "First module of this publisher";
        }

        return await db.Modules.AnyAsync(m => m.NormalizedId == submission.NormalizedId, cancel) ? "New version" : "New module";
    }

    private void Tell(MarketplaceDb db, Submission submission)
    {
        db.Tell(LiveTopic.Submission(submission.Id), clock.UtcNow);
        db.Tell(LiveTopic.Submissions(submission.PublisherId), clock.UtcNow);
        db.Tell(LiveTopic.Queue, clock.UtcNow);
    }

    private static async Task SaveAsync(MarketplaceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody else brought it further meanwhile; what they wrote stands.
        }
    }
}
