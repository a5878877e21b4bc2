using Hangfire;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Scanning;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Publishing;

/// <summary>
/// Scans again what only an older rule set has scanned: releases, and submissions that wait for a decision. A release keeps what the older one gave it
/// until its scan has ended; then the new verdict counts.
/// </summary>
public sealed class Rescans(IDbContextFactory<MarketplaceDb> databases, PackageScanner scanner, TimeProvider clock) : IDisposable
{
    private const int Batch = 50;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Scans one after the other all that is due. Does nothing while this process is at it already.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        if (!await _one.WaitAsync(0, cancel))
        {
            return;
        }

        try
        {
            while (scanner.IsReady && await DueAsync(cancel) is { Count: > 0 } due)
            {
                foreach (var file in due.TakeWhile(_ => scanner.IsReady))
                {
                    await ScanAsync(file, cancel);
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<IReadOnlyList<ScannedFile>> DueAsync(CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var held = db.Scans.Where(s => s.RuleSet == RuleSet.Version && (s.EndedAt != null || s.DueAt > now));
        var releases = await db.Releases.Where(r => !held.Any(s => s.PackageHash == r.PackageHash)).OrderBy(r => r.Id).Take(Batch)
            .Select(r => new ScannedFile(r.PackageHash, r.Module.PublisherId)).ToListAsync(cancel);
        return releases.Count > 0 ? releases : await db.Submissions
            .Where(s => (s.State == SubmissionState.InReview || s.State == SubmissionState.ChangesRequested) && !held.Any(h => h.PackageHash == s.PackageHash))
            .OrderBy(s => s.Id).Take(Batch).Select(s => new ScannedFile(s.PackageHash, s.PublisherId)).ToListAsync(cancel);
    }

    private async Task ScanAsync(ScannedFile file, CancellationToken cancel)
    {
        if (await ClaimAsync(file.Hash, cancel))
        {
            await scanner.ScanAsync(file.Hash, file.PublisherId, cancel, (db, outcome) => outcome switch
            {
                ScanOutcome.Failed => FailAsync(db, file.Hash, cancel),
                ScanOutcome.Passed => Task.CompletedTask,
                _ => PostponeAsync(db, file.Hash, cancel),
            });
        }
    }

    // The row is the claim: it is unique, and the worker that extends it holds the file until then.
    private async Task<bool> ClaimAsync(string hash, CancellationToken cancel)
    {
        var (now, until) = (clock.UtcNow, clock.UtcNow + Lease);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Scans.AnyAsync(s => s.PackageHash == hash && s.RuleSet == RuleSet.Version, cancel))
        {
            return await db.Scans.Where(s => s.PackageHash == hash && s.RuleSet == RuleSet.Version && s.EndedAt == null && (s.DueAt == null || s.DueAt <= now))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.DueAt, until), cancel) == 1;
        }

        var scan = new Scan(hash, RuleSet.Version, RuleSet.Required.Count, now);
        scan.Claim(until);
        db.Scans.Add(scan);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException lost) when (lost.IsLostRace)
        {
            return false;
        }
    }

    private async Task PostponeAsync(MarketplaceDb db, string hash, CancellationToken cancel) =>
        (await db.Scans.SingleAsync(s => s.PackageHash == hash && s.RuleSet == RuleSet.Version, cancel)).Claim(clock.UtcNow + TryAgainAfter);

    private async Task FailAsync(MarketplaceDb db, string hash, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (await db.Releases.Include(r => r.Module).FirstOrDefaultAsync(r => r.PackageHash == hash, cancel) is { } release)
        {
            var what = $"{release.Module.PackageId} {release.Version}";
            await db.RelistAsync(release.Module, release, isListed: false, cancel);
            db.ListingChanged(release.Module, now);
            await db.NotifyMembersAsync(release.Module.PublisherId, $"module/{release.Module.PackageId}",
                $"{what} fails a check that is new on this marketplace and is no longer available. Publish a version that passes.", now, cancel);
            db.Audit(null, "release.fail-checks", $"release/{release.Id}", what, now);
        }
    }

    public void Dispose() => _one.Dispose();

    private sealed record ScannedFile(string Hash, long PublisherId);
}

/// <summary>Scans the catalog under the current rule set. Safe to run twice: each file is claimed, and none whose scan has ended is scanned again.</summary>
[Queue("scanning"), AutomaticRetry(Attempts = 0)]
public sealed class RescanJob(Rescans rescans)
{
    public Task RunAsync(CancellationToken cancel) => rescans.RunAsync(cancel);
}
