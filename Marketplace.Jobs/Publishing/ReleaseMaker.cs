using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules.Packages;
using Marketplace.Moderation;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Publishing;

/// <summary>Turns an approval into a release, and tells the submission what was decided. The only place that makes releases.</summary>
internal sealed class ReleaseMaker(IPackageStore packages, ReleaseImages images, TimeProvider clock) : IReviewListener
{
    public async Task<string?> DecidedAsync(Review review, Decision decision, MarketplaceDb db, CancellationToken cancel)
    {
        var submission = await db.Submissions.SingleAsync(s => s.PackageHash == review.PackageHash, cancel);
        submission.Decide(
            decision.Action switch
            {
                DecisionAction.Approve => SubmissionState.Approved,
                DecisionAction.Reject => SubmissionState.Rejected,
                _ => SubmissionState.ChangesRequested,
            },
            decision.At);
        if (decision.Action is DecisionAction.Approve && !await ReleaseAsync(db, submission, cancel))
        {
            return $"The id {submission.PackageId} belongs to another publisher by now. Reject this submission.";
        }

        db.Tell(LiveTopic.Submission(submission.Id), decision.At);
        db.Tell(LiveTopic.Submissions(submission.PublisherId), decision.At);
        return null;
    }

    // False where somebody else's module of the id was approved meanwhile.
    private async Task<bool> ReleaseAsync(MarketplaceDb db, Submission submission, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var file = await packages.OpenAsync(submission.PackageHash, cancel)
            ?? throw new FileNotFoundException($"The package {submission.PackageHash} is not kept.");
        var package = ((PackageOutcome.Opened)await PackageArchive.OpenAsync(file, cancel)).Archive;

        var module = await db.Modules.FirstOrDefaultAsync(m => m.NormalizedId == submission.NormalizedId, cancel);
        if (module is null)
        {
            module = new Module(package.Nuspec.Id, submission.PublisherId, now);
            db.Modules.Add(module);
        }
        else if (module.PublisherId != submission.PublisherId)
        {
            return false;
        }

        var (manifest, version) = (package.Manifest, package.Nuspec.Version);
        if (await IsNewestAsync(db, module, version, cancel))
        {
            module.Describe(manifest.DisplayName, Module.Summarize(package.Nuspec.Description), manifest.Category, manifest.Tags, manifest.Capabilities.Names, now);
        }

        var release = new Release(module, version, submission.PackageHash, submission.PackageSize, await FactsAsync(package, cancel), now);
        foreach (var need in package.Nuspec.Dependencies)
        {
            release.Dependencies.Add(new ReleaseDependency(need.Id, need.Range.ToNormalizedString()));
        }

        await images.KeepAsync(package, release, cancel);
        db.Releases.Add(release);
        db.TellListing(module, now);
        db.Tell(LiveTopic.Work, now);
        PublishingMetrics.Released.Add(1);
        return true;
    }

    // Stable versions describe the module; a prerelease only while there is nothing else.
    private static async Task<bool> IsNewestAsync(MarketplaceDb db, Module module, NuGetVersion version, CancellationToken cancel)
    {
        var known = (await db.Releases.Where(r => r.ModuleId == module.Id).Select(r => r.Version).ToListAsync(cancel)).ConvertAll(NuGetVersion.Parse);
        var rivals = version.IsPrerelease ? known : known.Where(v => !v.IsPrerelease);
        return rivals.All(v => v <= version) && !(version.IsPrerelease && known.Exists(v => !v.IsPrerelease));
    }

    private static async Task<ReleaseFacts> FactsAsync(PackageArchive package, CancellationToken cancel)
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
        };
    }
}
