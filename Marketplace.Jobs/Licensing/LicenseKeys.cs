using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Licensing;

/// <summary>What a key is asked for.</summary>
/// <param name="PackageId">The module that asks; null if that does not matter.</param>
/// <param name="Version">The release that asks; null if that does not matter.</param>
public sealed record KeyQuestion(string Key, string? PackageId, string? Version);

/// <param name="License">Null where the key is none.</param>
public sealed record KeyAnswer(LicenseVerdict Verdict, LicenseView? License);

/// <summary>Keys of licenses, for programs that run where no marketplace delivers. Owners see them, and a holder learns how the license stands.</summary>
public sealed class LicenseKeys(
    IDbContextFactory<MarketplaceDb> databases, LicenseQueries queries, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Marketplace.LicenseKeys");

    /// <summary>The key of a license of an organization that the actor owns; null if there is none.</summary>
    public async Task<string?> ShowAsync(Actor actor, long licenseId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owned = db.Organizations.OwnedBy(actor);
        if (!await db.Licenses.AnyAsync(l => l.Id == licenseId && owned.Any(o => o.Id == l.OrganizationId), cancel))
        {
            return null;
        }

        if (await SecretAsync(db, licenseId, cancel) is { } secret)
        {
            return _protector.Unprotect(secret);
        }

        var key = KeyText.New();
        db.Add(new LicenseKey(licenseId, KeyText.HashOf(KeyText.Normalize(key)!), _protector.Protect(key), clock.UtcNow));
        db.Audit(actor, "license.key", $"license/{licenseId}", "made", clock.UtcNow);
        try
        {
            await db.SaveChangesAsync(cancel);
            return key;
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            // Another made it at the same moment; that one counts.
            return _protector.Unprotect((await SecretAsync(db, licenseId, cancel))!);
        }
    }

    /// <summary>How the license of a key stands, for anyone who holds the key.</summary>
    public async Task<KeyAnswer> ValidateAsync(KeyQuestion question, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ValidateAsync(db, question, LicenseStage.Disabled, cancel);
    }

    /// <param name="stopsAt">The stage of its end that no longer allows what is asked.</param>
    internal async Task<KeyAnswer> ValidateAsync(MarketplaceDb db, KeyQuestion question, LicenseStage stopsAt, CancellationToken cancel)
    {
        if (KeyText.Normalize(question.Key) is not { } key)
        {
            return new(LicenseVerdict.NotFound, null);
        }

        var hash = KeyText.HashOf(key);
        if (await db.LicenseKeys.Where(k => k.Hash == hash).Select(k => (long?)k.LicenseId).FirstOrDefaultAsync(cancel) is not { } id)
        {
            return new(LicenseVerdict.NotFound, null);
        }

        var view = await queries.ViewAsync(db, db.Licenses.Where(l => l.Id == id), cancel);
        var verdict = view!.License.Life.VerdictAt(clock.UtcNow, stopsAt);
        return new(
            verdict is not LicenseVerdict.Valid ? verdict
            : question.PackageId is { } module && Module.Normalize(module) != Module.Normalize(view.License.PackageId) ? LicenseVerdict.WrongModule
            : question.Version is { } version && view.License.UpdatesUntil is { } until
                && !(await ApprovedAsync(db, view.License.PackageId, version, cancel) <= until) ? LicenseVerdict.OutsideReleaseWindow : LicenseVerdict.Valid,
            view);
    }

    private static Task<string?> SecretAsync(MarketplaceDb db, long licenseId, CancellationToken cancel) =>
        db.LicenseKeys.Where(k => k.LicenseId == licenseId).Select(k => k.Secret).FirstOrDefaultAsync(cancel);

    // Null for a release that was never approved here: no window covers it.
    private static async Task<DateTime?> ApprovedAsync(MarketplaceDb db, string packageId, string version, CancellationToken cancel)
    {
        var (id, text) = (Module.Normalize(packageId), NuGetVersion.TryParse(version, out var parsed) ? parsed.ToNormalizedString() : "");
        return await db.Releases.Where(r => r.Module.NormalizedId == id && r.Version == text).Select(r => (DateTime?)r.ApprovedAt)
            .FirstOrDefaultAsync(cancel);
    }
}
