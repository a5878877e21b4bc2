using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Publishing;

/// <summary>Lets a package in that was read: at most one of each version at a time, and of one publisher for each id.</summary>
public sealed class Admissions(IDbContextFactory<MarketplaceDb> databases, IPackageStore packages, TimeProvider clock)
{
    private const int MaxAttempts = 3;

    /// <param name="actor">Asked again for the right to publish: it may have ended during the upload.</param>
    /// <param name="make">Makes the submission; again for each attempt.</param>
    /// <param name="file">The package, which is moved into the store.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<IntakeOutcome> AdmitAsync(Actor actor, Func<Submission> make, string file, CancellationToken cancel)
    {
        var isKept = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var outcome = await databases.TransactAsync(db => TryAdmitAsync(db, actor, make(), KeepAsync, cancel), cancel);
                PublishingMetrics.Received.Add(outcome is IntakeOutcome.Received ? 1 : 0);
                return outcome;
            }
            catch (DbUpdateException lost) when (lost.IsLostRace && attempt < MaxAttempts)
            {
                // Another push was let in at this moment: what it wrote is looked at now.
            }
        }

        // The file follows its row, so a push that lost leaves none; a second attempt finds it moved.
        async Task KeepAsync(string hash)
        {
            if (!isKept)
            {
                await packages.KeepAsync(hash, file, cancel);
                isKept = true;
            }
        }
    }

    private async Task<IntakeOutcome> TryAdmitAsync(
        MarketplaceDb db, Actor actor, Submission submission, Func<string, Task> keepAsync, CancellationToken cancel)
    {
        var (id, version, publisher) = (submission.NormalizedId, submission.NormalizedVersion, submission.PublisherId);
        var (hash, now) = (submission.PackageHash, clock.UtcNow);
        if (!await db.Organizations.Of(actor).AnyAsync(o => o.Id == publisher && o.Publishes, cancel))
        {
            return new IntakeOutcome.NotPublisher();
        }

        if (!await ClaimIdAsync(db, id, publisher, cancel))
        {
            return new IntakeOutcome.IdTaken(submission.PackageId);
        }

        var own = db.Submissions.Where(s => s.NormalizedId == id && s.NormalizedVersion == version && s.PublisherId == publisher);
        if (await own.HoldingVersion().OrderBy(s => s.Id).FirstOrDefaultAsync(cancel) is { } earlier)
        {
            return new IntakeOutcome.Exists(submission.PackageId, submission.Version, IsReleased: earlier.State is SubmissionState.Approved);
        }

        foreach (var replaced in await own.Open().Include(s => s.Review).ToListAsync(cancel))
        {
            replaced.Supersede(now);
            db.Changed(LiveTopic.Submission(replaced.Id), now);
        }

        // The same file may come again after it failed. What was said of it then, of that day's catalog or of another publisher, does not count now.
        db.Checks.RemoveRange(await db.Checks.Where(c => c.PackageHash == hash).ToListAsync(cancel));
        db.Scans.RemoveRange(await db.Scans.Where(s => s.PackageHash == hash).ToListAsync(cancel));
        db.DamagedPackages.RemoveRange(await db.DamagedPackages.Where(d => d.PackageHash == hash).ToListAsync(cancel));
        db.Submissions.Add(submission);
        db.Changed(LiveTopic.Submissions(publisher), now);
        db.Changed(LiveTopic.Queue, now);
        await db.SaveChangesAsync(cancel);
        db.Wake(Work.Submissions, now, submission.Id);
        await db.SaveChangesAsync(cancel);
        await keepAsync(hash);
        return new IntakeOutcome.Received(submission.Id, submission.PackageId, submission.Version);
    }

    // A module's id is its publisher's. One that no module has yet is whose submission is open.
    private static async Task<bool> ClaimIdAsync(MarketplaceDb db, string id, long publisher, CancellationToken cancel)
    {
        if (await db.Modules.Where(m => m.NormalizedId == id).Select(m => (long?)m.PublisherId).FirstOrDefaultAsync(cancel) is { } owner)
        {
            return owner == publisher;
        }

        if (await db.IdClaims.FirstOrDefaultAsync(c => c.NormalizedId == id, cancel) is not { } claim)
        {
            db.IdClaims.Add(new IdClaim(id, publisher));
            return true;
        }

        if (claim.PublisherId != publisher && await db.Submissions.Open().AnyAsync(s => s.NormalizedId == id && s.PublisherId == claim.PublisherId, cancel))
        {
            return false;
        }

        claim.Renew(publisher);
        return true;
    }
}
