using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing.Activations;

/// <param name="Fingerprint">What tells the installation from any other; the same each time.</param>
/// <param name="Name">What people call it.</param>
public sealed record KeyActivation(KeyQuestion Question, string Fingerprint, string Name)
{
    /// <summary>Null if it is sound, otherwise what to change.</summary>
    public string? Problem =>
        Fingerprint is not { Length: > 0 and <= Activation.MaxFingerprint }
            ? $"Send a fingerprint of 1 to {Activation.MaxFingerprint} characters: what tells this installation from any other, the same each time."
        : Name is { Length: > Activation.MaxName } ? $"A name has at most {Activation.MaxName} characters." : null;
}

/// <param name="Activation">Null where there is none.</param>
public sealed record ActivationAnswer(LicenseVerdict Verdict, LicenseView? License, ActivationRow? Activation);

/// <param name="Active">How many take a place now.</param>
public sealed record KeyUses(int Active, DateTime SeenAt);

/// <param name="LeasedUntil">By when it must ask again; null where it keeps its site.</param>
/// <param name="IsActive">It takes a site now.</param>
public sealed record ActivationRow(
    long Id, string Fingerprint, string Name, DateTime ActivatedAt, DateTime SeenAt, DateTime? LeasedUntil, DateTime? DeactivatedAt, bool IsActive);

/// <summary>Installations that a license key is used for, on as many sites as the license has, however many ask at once.</summary>
public sealed class KeyActivations(
    IDbContextFactory<MarketplaceDb> databases, LicenseKeys keys, ISitesInUse sites, IEnumerable<ILicenseListener> listeners, TimeProvider clock)
{
    private const int MaxTerms = 1000;

    /// <summary>Takes a site for an installation, or keeps the one it has; for anyone who holds the key. The same question again has the same answer.</summary>
    public Task<ActivationAnswer> ActivateAsync(KeyActivation asked, CancellationToken cancel) => databases.TransactAsync(async db =>
    {
        var (now, answer) = (clock.UtcNow, await keys.ValidateAsync(db, asked.Question, LicenseStage.Disabled, cancel));
        if (answer is not { Verdict: LicenseVerdict.Valid, License.License: var row })
        {
            return new ActivationAnswer(answer.Verdict, answer.License, null);
        }

        var license = await db.Licenses.Include(l => l.Module).SingleAsync(l => l.Id == row.Id, cancel);
        await db.LockLicensesAsync(license.OrganizationId, [license.Module.NormalizedId], cancel);
        var known = await db.Activations.FirstOrDefaultAsync(a => a.LicenseId == row.Id && a.Fingerprint == asked.Fingerprint, cancel);
        var isNew = known?.IsActive(now) is not true;
        if (isNew && await JudgeAsync(db, license, now, cancel) is var verdict && verdict is not LicenseVerdict.Valid)
        {
            return new(verdict, answer.License, null);
        }

        if (known is null)
        {
            db.Add(known = new Activation(row.Id, asked.Fingerprint, asked.Name, now));
        }

        known.Activate(asked.Name, license.LeaseMinutes is { } minutes ? now.AddMinutes(minutes) : null, now);
        if (isNew)
        {
            await TellAsync(db, license, "license.activated", now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return new(LicenseVerdict.Valid, answer.License, Row(known, now));
    }, cancel);

    /// <summary>Gives the site of an installation free; for anyone who holds the key.</summary>
    public Task<ActivationAnswer> DeactivateAsync(string key, string fingerprint, CancellationToken cancel) => databases.TransactAsync(async db =>
    {
        var answer = await keys.ValidateAsync(db, new(key, null, null), LicenseStage.Disabled, cancel);
        var known = answer.License is not { License: var row } ? null
            : await db.Activations.Include(a => a.License.Module).FirstOrDefaultAsync(a => a.LicenseId == row.Id && a.Fingerprint == fingerprint, cancel);
        return known is null
            ? new ActivationAnswer(LicenseVerdict.NotFound, answer.License, null)
            : new(answer.Verdict, answer.License, await EndAsync(db, known, null, cancel));
    }, cancel);

    /// <summary>A member of the licensed organization gives the site of an installation free, for one that will not ask itself any more.</summary>
    public Task<LicenseOutcome> DeactivateAsync(Actor actor, long activationId, CancellationToken cancel) => databases.TransactAsync<LicenseOutcome>(async db =>
    {
        var own = db.Organizations.Of(actor);
        if (await db.Activations.Include(a => a.License.Module)
            .FirstOrDefaultAsync(a => a.Id == activationId && own.Any(o => o.Id == a.License.OrganizationId), cancel) is not { } known)
        {
            return new LicenseOutcome.NotFound();
        }

        db.Audit(actor, "license.deactivate", $"license/{known.LicenseId}", known.Name, clock.UtcNow);
        await EndAsync(db, known, actor.UserId, cancel);
        return new LicenseOutcome.Done();
    }, cancel);

    /// <summary>By license of the actor's organizations, how many installations its key activated and when one last asked; nothing of what has none.</summary>
    public async Task<IReadOnlyDictionary<long, KeyUses>> CountAsync(Actor actor, IReadOnlyCollection<long> licenseIds, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        return await db.Activations.Where(a => licenseIds.Contains(a.LicenseId) && own.Any(o => o.Id == a.License.OrganizationId))
            .GroupBy(a => a.LicenseId)
            .Select(g => new { g.Key, Active = g.Count(a => a.DeactivatedAt == null && !(a.LeasedUntil <= now)), SeenAt = g.Max(a => a.SeenAt) })
            .ToDictionaryAsync(one => one.Key, one => new KeyUses(one.Active, one.SeenAt), cancel);
    }

    private async Task<ActivationRow> EndAsync(MarketplaceDb db, Activation known, long? byId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        if (known.DeactivatedAt is null)
        {
            known.Deactivate(byId, now);
            await TellAsync(db, known.License, "license.deactivated", now, cancel);
            await db.SaveChangesAsync(cancel);
        }

        return Row(known, now);
    }

    // Whether one more site may be taken, of all that the organization's licenses of the module count on together.
    private async Task<LicenseVerdict> JudgeAsync(MarketplaceDb db, License license, DateTime now, CancellationToken cancel)
    {
        if (license.Life.VerdictAt(now, LicenseStage.NoActivations) is var own && own is not LicenseVerdict.Valid)
        {
            return own;
        }

        var terms = await AllAsync(db, license, cancel);
        return LicenseTerm.Judge(
            terms.ConvertAll(l => new LicenseTerm(l.Sites, l.UpdatesUntil, l.Life)), await UsedAsync(db, license, now, cancel), now);
    }

    /// <summary>How many sites are in use, and on how many the module might be if this license were for so many; null where there is no limit.</summary>
    /// <param name="to">Null for all.</param>
    internal async Task<(int Used, int Sites)?> RoomAsync(MarketplaceDb db, License license, int? to, DateTime now, CancellationToken cancel)
    {
        var others = (await AllAsync(db, license, cancel))
            .FindAll(l => l.Id != license.Id && l.Life.VerdictAt(now, LicenseStage.NoActivations) is LicenseVerdict.Valid);
        return to is null || others.Exists(l => l.Sites is null) ? null
            : (await UsedAsync(db, license, now, cancel), to.Value + others.Sum(l => l.Sites!.Value));
    }

    private static Task<List<License>> AllAsync(MarketplaceDb db, License license, CancellationToken cancel)
    {
        var (module, organization) = (license.ModuleId, license.OrganizationId);
        return db.Licenses.AsNoTracking().Where(l => l.ModuleId == module && l.OrganizationId == organization)
            .OrderByDescending(l => l.Id).Take(MaxTerms).ToListAsync(cancel);
    }

    private async Task<int> UsedAsync(MarketplaceDb db, License license, DateTime now, CancellationToken cancel)
    {
        var (module, organization) = (license.ModuleId, license.OrganizationId);
        return await sites.CountAsync(db, organization, license.Module.PackageId, cancel)
            + await db.Activations.Active(now).CountAsync(a => a.License.ModuleId == module && a.License.OrganizationId == organization, cancel);
    }

    private async Task TellAsync(MarketplaceDb db, License license, string change, DateTime now, CancellationToken cancel)
    {
        foreach (var listener in listeners)
        {
            await listener.ChangedAsync(db, license, change, cancel);
        }

        db.TellLicenses(license.OrganizationId, license.Module.NormalizedId, now);
    }

    internal static ActivationRow Row(Activation a, DateTime now) =>
        new(a.Id, a.Fingerprint, a.Name, a.ActivatedAt, a.SeenAt, a.LeasedUntil, a.DeactivatedAt, a.IsActive(now));
}
