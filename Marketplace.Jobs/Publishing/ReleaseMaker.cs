using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Modules.Packages;
using Marketplace.Notifications;
using Marketplace.Scanning;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Publishing;

/// <summary>Turns an approval into a release, and tells the submission what was decided. The only place that makes releases.</summary>
internal sealed class ReleaseMaker(PackageIntegrity integrity, ReleaseImages images, TimeProvider clock) : IReviewListener
{
    public async Task<string?> DecidedAsync(Review review, Decision decision, MarketplaceDb db, CancellationToken cancel)
    {
        var submission = await db.Submissions.SingleAsync(s => s.ReviewId == review.Id, cancel);
        submission.Decide(
            decision.Action switch
            {
                DecisionAction.Approve => SubmissionState.Approved,
                DecisionAction.Reject => SubmissionState.Rejected,
                _ => SubmissionState.ChangesRequested,
            },
            decision.At);
        if (decision.Action is DecisionAction.Approve && await ReleaseAsync(db, submission, cancel) is { } problem)
        {
            return problem;
        }

        var what = $"{submission.PackageId} {submission.Version}";
        var text = decision.Action switch
        {
            DecisionAction.Approve => $"{what} was approved and is available.",
            DecisionAction.Reject => $"{what} was rejected: {decision.Message}",
            _ => $"Changes were requested for {what}: {decision.Message}",
        };
        await db.NotifyMembersAsync(submission.PublisherId, $"submission/{submission.Id}", text, decision.At, cancel);
        db.Changed(LiveTopic.Submission(submission.Id), decision.At);
        db.Changed(LiveTopic.Submissions(submission.PublisherId), decision.At);
        return null;
    }

    // Answers why it cannot be released, or null.
    private async Task<string?> ReleaseAsync(MarketplaceDb db, Submission submission, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var file = await integrity.OpenAsync(submission.PackageHash, cancel);
        if (file is null)
        {
            return "The stored package is damaged or missing, so it cannot be approved. "
                + "Operators can restore it from a backup; or reject it, so that it can be submitted again.";
        }

        var package = ((PackageOutcome.Opened)await PackageArchive.OpenAsync(file, cancel)).Archive;
        var module = await db.Modules.FirstOrDefaultAsync(m => m.NormalizedId == submission.NormalizedId, cancel);
        if (module is null)
        {
            module = new Module(package.Nuspec.Id, submission.PublisherId, now);
            db.Modules.Add(module);
        }
        else if (module.PublisherId != submission.PublisherId)
        {
            return $"The id {submission.PackageId} belongs to another publisher by now. Reject this submission.";
        }

        var release = new Release(module, package.Nuspec.Version, submission.PackageHash, submission.PackageSize, await FactsAsync(package, cancel), now);
        foreach (var need in package.Nuspec.Dependencies)
        {
            release.Dependencies.Add(new ReleaseDependency(need.Id, need.Range.ToNormalizedString()));
        }

        await images.KeepAsync(package, release, cancel);
        db.Releases.Add(release);
        await db.RelistAsync(module, release, isListed: true, cancel);
        db.ListingChanged(module, now);
        db.Wake(Work.Releases, now);
        PublishingMetrics.Released.Add(1);
        return null;
    }

    private async Task<ReleaseFacts> FactsAsync(PackageArchive package, CancellationToken cancel)
    {
        var (nuspec, manifest) = (package.Nuspec, package.Manifest);
        return new(
            manifest.DisplayName, nuspec.Description, manifest.Category, manifest.Tags, manifest.Host.ToNormalizedString(),
            await SubmissionTexts.TextAsync(package, ModuleManifest.FileName, cancel),
            await SubmissionTexts.ReadmeAsync(package, cancel),
            nuspec.ReleaseNotes ?? "",
            nuspec is { License: { } license, LicenseIsFile: false } ? license : "")
        {
            Security = manifest.Security,
            IconHash = await images.KeepIconAsync(package, cancel),
            Capabilities = [.. manifest.Capabilities.Names],
        };
    }
}
