using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Scanning;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Publishing;

/// <summary>What follows what on the way from upload to release: received → checks → a person's decision. Scanning and Moderation never call upward.</summary>
public sealed class SubmissionPipeline(
    IDbContextFactory<MarketplaceDb> databases, PackageScanner scanner, SubmissionTexts texts, IOptions<PublishingOptions> options, TimeProvider clock)
{
    /// <summary>Longer than all checks together may take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan WaitFor = TimeSpan.FromMinutes(1);

    /// <summary>Checks one submission and sends it on. Does nothing if another worker holds it or it is past its checks.</summary>
    public async Task ScanAsync(long submissionId, CancellationToken cancel)
    {
        if (!scanner.IsReady || !await ClaimAsync(submissionId, cancel))
        {
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var submission = await db.Submissions.SingleAsync(s => s.Id == submissionId, cancel);
        switch (await scanner.ScanAsync(submission.PackageHash, submission.PublisherId, cancel))
        {
            case ScanOutcome.Passed:
                await texts.KeepAsync(submission.PackageHash, cancel);
                submission.EnterReview(await ReviewAsync(db, submission, cancel), clock.UtcNow);
                break;
            case ScanOutcome.Failed:
                await FailAsync(db, submission, "a check failed", cancel);
                break;
            case ScanOutcome.Waiting:
                await WaitAsync(db, submission, cancel);
                break;
            case ScanOutcome.Unfinished when await db.DamagedPackages.AnyAsync(d => d.PackageHash == submission.PackageHash, cancel):
                await FailAsync(db, submission, "the stored file was damaged. Submit it again", cancel);
                break;
            default:
                submission.ScanAgain(clock.UtcNow);
                break;
        }

        Changed(db, submission);
        await SaveAsync(db, cancel);
    }

    /// <summary>Ids of submissions whose checks are due and that no worker holds, oldest first.</summary>
    public async Task<IReadOnlyList<long>> DueAsync(int most, CancellationToken cancel)
    {
        if (!scanner.IsReady)
        {
            return [];
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Submissions.Due(clock.UtcNow).OrderBy(s => s.Id).Select(s => s.Id).Take(most).ToListAsync(cancel);
    }

    private async Task<bool> ClaimAsync(long id, CancellationToken cancel)
    {
        var (until, stamp) = (clock.UtcNow + Lease, Guid.NewGuid());
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Submissions.Due(clock.UtcNow).Where(s => s.Id == id)
            .ExecuteUpdateAsync(set => set
                .SetProperty(s => s.State, SubmissionState.Scanning)
                .SetProperty(s => s.LeaseUntil, until)
                .SetProperty(s => s.Attempts, s => s.Attempts + 1)
                .SetProperty(s => s.Stamp, stamp), cancel) == 1;
    }

    // Saved together with the submission that enters it.
    private async Task<Review> ReviewAsync(MarketplaceDb db, Submission submission, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        foreach (var earlier in await db.Submissions.Include(s => s.Review).Where(s => s.PublisherId == submission.PublisherId
            && s.NormalizedId == submission.NormalizedId && s.Review!.State == ReviewState.WaitingOnPublisher).ToListAsync(cancel))
        {
            earlier.Supersede(now);
            db.Changed(LiveTopic.Submission(earlier.Id), now);
        }

        return new Review(submission.PublisherId, submission.PackageId, submission.Version, submission.PackageHash,
            await ReasonAsync(db, submission, cancel), now, now.AddHours(options.Value.ReviewHours));
    }

    private static async Task<string> ReasonAsync(MarketplaceDb db, Submission submission, CancellationToken cancel)
    {
        if (!await db.Modules.AnyAsync(m => m.PublisherId == submission.PublisherId, cancel))
        {
            return "First module of this publisher";
        }

        return await db.Modules.AnyAsync(m => m.NormalizedId == submission.NormalizedId, cancel) ? "New version" : "New module";
    }

    private async Task WaitAsync(MarketplaceDb db, Submission submission, CancellationToken cancel)
    {
        var ids = await db.Findings.Where(f => db.Set<Check>().Any(c => c.Id == f.CheckId && c.PackageHash == submission.PackageHash
            && c.RuleSet == RuleSet.Version && c.Verdict == Verdict.Waiting)).OrderBy(f => f.Id).Select(f => f.Place).ToListAsync(cancel);
        if (await DependencyOutlook.ProblemAsync(db, submission, ids, clock.UtcNow, cancel) is { } problem)
        {
            var why = new FindingDraft("dependencies.not-coming", Severity.High, problem, "", "Submit what it needs, then this package again.");
            await scanner.StopWaitingAsync(db, submission.PackageHash, why, cancel);
            await FailAsync(db, submission, $"a module that it needs is not available. {problem}", cancel);
            return;
        }

        submission.Wait(ids, clock.UtcNow + WaitFor);
    }

    private async Task FailAsync(MarketplaceDb db, Submission submission, string why, CancellationToken cancel)
    {
        submission.FailChecks(clock.UtcNow);
        var text = $"{submission.PackageId} {submission.Version} was rejected: {why}";
        await db.NotifyMembersAsync(submission.PublisherId, $"submission/{submission.Id}", text, clock.UtcNow, cancel);
    }

    private void Changed(MarketplaceDb db, Submission submission)
    {
        db.Changed(LiveTopic.Submission(submission.Id), clock.UtcNow);
        db.Changed(LiveTopic.Submissions(submission.PublisherId), clock.UtcNow);
        db.Changed(LiveTopic.Queue, clock.UtcNow);
    }

    private static async Task SaveAsync(MarketplaceDb db, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Someone else brought it further meanwhile; what they wrote stands.
        }
    }
}
