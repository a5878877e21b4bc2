using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Scanning;

/// <param name="Files">How many were hashed.</param>
/// <param name="Bad">How many of them are damaged or missing.</param>
public sealed record WalkResult(int Files, int Bad);

/// <summary>Hashes every file that the catalog names, and those that were damaged, since they may have been restored.</summary>
public sealed class PackageWalk(IDbContextFactory<MarketplaceDb> databases, PackageIntegrity integrity, TimeProvider clock)
{
    private const int Batch = 500;

    public async Task<WalkResult> RunAsync(CancellationToken cancel)
    {
        Part[] parts =
        [
            await VerifyAsync((db, after) => db.DamagedPackages.Where(d => d.Id > after).OrderBy(d => d.Id).Select(d => new Kept(d.Id, d.PackageHash)), cancel),
            await VerifyAsync((db, after) => db.Releases.Where(r => r.Id > after).OrderBy(r => r.Id).Select(r => new Kept(r.Id, r.PackageHash)), cancel),
            await VerifyAsync((db, after) => db.Set<ReleaseImage>().Where(i => i.Id > after).OrderBy(i => i.Id).Select(i => new Kept(i.Id, i.Hash)), cancel),
            await VerifyAsync(
                (db, after) => db.Releases.Where(r => r.Id > after && r.Listing.IconHash != null).OrderBy(r => r.Id)
                    .Select(r => new Kept(r.Id, r.Listing.IconHash!)),
                cancel),
        ];
        // What is damaged is met twice: as such, and where the catalog names it.
        var (files, bad) = (parts.Skip(1).Sum(part => part.Files), parts.SelectMany(part => part.Bad).Distinct().Count());
        if (bad > 0)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var text = $"{bad} stored files are damaged or missing. Restore them from a backup, then run “packages verify”.";
            await db.NotifyStaffAsync(StaffRole.Operator, "packages", text, clock.UtcNow, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return new(files, bad);
    }

    private async Task<Part> VerifyAsync(Func<MarketplaceDb, long, IQueryable<Kept>> page, CancellationToken cancel)
    {
        var (files, bad) = (0, new List<string>());
        for (var after = 0L; ;)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var some = await page(db, after).Take(Batch).ToListAsync(cancel);
            foreach (var kept in some)
            {
                if (!await integrity.VerifyAsync(kept.Hash, cancel))
                {
                    bad.Add(kept.Hash);
                }
            }

            files += some.Count;
            if (some.Count < Batch)
            {
                return new(files, bad);
            }

            after = some[^1].Id;
        }
    }

    private sealed record Kept(long Id, string Hash);

    private sealed record Part(int Files, IReadOnlyList<string> Bad);
}

/// <summary>Hashes all kept files. Safe to run twice: it changes only what it finds changed.</summary>
public sealed class VerifyPackagesJob(PackageWalk walk)
{
    public Task RunAsync(CancellationToken cancel) => walk.RunAsync(cancel);
}
