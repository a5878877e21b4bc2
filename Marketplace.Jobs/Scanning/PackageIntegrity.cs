using System.Security.Cryptography;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Marketplace.Scanning;

/// <summary>
/// Opens kept files only after hashing them. One that is no longer what its hash says is out of the catalog at once, and operators are notified.
/// </summary>
public sealed partial class PackageIntegrity(
    IDbContextFactory<MarketplaceDb> databases, IPackageStore packages, TimeProvider clock, ILogger<PackageIntegrity> log)
{
    /// <summary>The file from its start, hashed and found whole; null if it is damaged or not kept.</summary>
    public async Task<Stream?> OpenAsync(string hash, CancellationToken cancel)
    {
        if (await packages.OpenAsync(hash, cancel) is not { } file)
        {
            LogMissing(hash);
            return null;
        }

        try
        {
            var found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
            if (found == hash)
            {
                file.Position = 0;
                return file;
            }

            await ReportAsync(hash, found, cancel);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }

        await file.DisposeAsync();
        return null;
    }

    /// <summary>True if the file is whole. One that was damaged and is whole again is back in the catalog.</summary>
    public async Task<bool> VerifyAsync(string hash, CancellationToken cancel)
    {
        await using var file = await OpenAsync(hash, cancel);
        if (file is null)
        {
            return false;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.DamagedPackages.FirstOrDefaultAsync(d => d.PackageHash == hash, cancel) is { } damaged)
        {
            db.DamagedPackages.Remove(damaged);
            await SaveAsync(db, hash, "package.repair", "is whole again", isListed: true, cancel);
        }

        return true;
    }

    private async Task ReportAsync(string hash, string found, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.DamagedPackages.AnyAsync(d => d.PackageHash == hash, cancel))
        {
            LogDamaged(hash, found);
            db.DamagedPackages.Add(new DamagedPackage(hash, found, clock.UtcNow));
            var words = $"was changed in the package store (its SHA-256 is now {found}) and is blocked. Restore it from a backup, then run “packages verify”";
            await SaveAsync(db, hash, "package.damage", words, isListed: false, cancel);
        }
    }

    private async Task SaveAsync(MarketplaceDb db, string hash, string action, string words, bool isListed, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var release = await db.Releases.Include(r => r.Module).FirstOrDefaultAsync(r => r.PackageHash == hash, cancel);
        var text = $"{(release is null ? $"The file {hash}" : $"{release.Module.PackageId} {release.Version}")} {words}.";
        if (release is not null)
        {
            await db.RelistAsync(release.Module, release, isListed, cancel);
            db.ListingChanged(release.Module, now);
        }

        await db.NotifyStaffAsync(StaffRole.Operator, release is null ? $"package/{hash}" : $"module/{release.Module.PackageId}", text, now, cancel);
        db.Audit(null, action, $"package/{hash}", text, now);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException lost) when (lost.IsLostRace)
        {
            // Someone read the same file in this moment and said so.
        }
    }

    [LoggerMessage(1203, LogLevel.Critical, "The kept file {Hash} was changed: its SHA-256 is now {Found}. It is blocked.")]
    private partial void LogDamaged(string hash, string found);

    [LoggerMessage(1204, LogLevel.Error, "The file {Hash} is not in the package store.")]
    private partial void LogMissing(string hash);
}
