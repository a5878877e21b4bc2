using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using NuGet.Versioning;

namespace Marketplace.Catalog;

public abstract record ListingOutcome
{
    public sealed record Done : ListingOutcome;

    /// <summary>There is no such module or release whose listing the actor may change.</summary>
    public sealed record NotFound : ListingOutcome;

    public sealed record Invalid(string Problem) : ListingOutcome
    {
        /// <summary>The name of what was given and will not do; null where it is not one of them alone.</summary>
        public string? Field { get; init; }
    }
}

/// <param name="Range">A NuGet version range; <c>*</c> for every version there is and will be.</param>
/// <param name="Replacement">The package id to use instead, or empty.</param>
public sealed record DeprecationTerms(string Range, DeprecationReason Reason, string Note, string Replacement);

/// <summary>What a publisher, or staff, says of releases after their approval: unlisted, deprecated, maintainer sought.</summary>
public sealed class Listings(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    private const int MaxText = 500;
    private const int MaxDeprecations = 20;
    private static readonly ListingOutcome Done = new ListingOutcome.Done();
    private static readonly ListingOutcome NotFound = new ListingOutcome.NotFound();

    /// <summary>Takes a release back: it is no longer offered, and sites that have it keep it.</summary>
    public async Task<ListingOutcome> YankAsync(Actor actor, string packageId, string version, string reason, CancellationToken cancel)
    {
        if (reason.Trim() is not { Length: > 0 and <= MaxText } why)
        {
            return new ListingOutcome.Invalid($"Say why, in at most {MaxText} characters.") { Field = nameof(reason) };
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ReleaseAsync(db, actor, packageId, version, cancel) is not { } release)
        {
            return NotFound;
        }

        release.TakeBack(new Yank(why, actor.UserId, clock.UtcNow));
        await db.RelistAsync(release.Module, release, isListed: false, cancel);
        return await SaveAsync(db, release.Module, actor, "release.yank", $"{release.Version}: {why}", cancel);
    }

    public async Task<ListingOutcome> OfferAgainAsync(Actor actor, string packageId, string version, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ReleaseAsync(db, actor, packageId, version, cancel) is not { } release)
        {
            return NotFound;
        }

        release.OfferAgain();
        await db.RelistAsync(release.Module, release, isListed: true, cancel);
        return await SaveAsync(db, release.Module, actor, "release.unyank", release.Version, cancel);
    }

    /// <summary>Advises against a range of versions; the same range again changes what is said of it.</summary>
    public async Task<ListingOutcome> DeprecateAsync(Actor actor, string packageId, DeprecationTerms terms, CancellationToken cancel)
    {
        if (!VersionRange.TryParse(terms.Range.Trim(), out var parsed) || (parsed.IsFloating && terms.Range.Trim() != "*"))
        {
            return new ListingOutcome.Invalid($"“{terms.Range}” is no range of versions. Write [1.2.0] for one, [1.0,2.0) for a range, * for all.")
            {
                Field = nameof(terms.Range),
            };
        }

        if (terms.Note.Length > MaxText || (terms.Reason is DeprecationReason.Other && terms.Note.Trim() == ""))
        {
            return new ListingOutcome.Invalid($"Say why in the note, in at most {MaxText} characters.") { Field = nameof(terms.Note) };
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ModuleAsync(db, actor, packageId, cancel) is not { } module)
        {
            return NotFound;
        }

        var (wanted, range, note) = (
            Module.Normalize(terms.Replacement.Trim()),
            (terms.Range.Trim() == "*" ? VersionRange.All : parsed).ToNormalizedString(),
            terms.Note.Trim());
        var replacement = wanted == ""
            ? null
            : await db.ListedModules(actor)
                .Where(m => m.NormalizedId == wanted && m.Id != module.Id)
                .Select(m => m.PackageId)
                .FirstOrDefaultAsync(cancel);
        if (wanted != "" && replacement is null)
        {
            return new ListingOutcome.Invalid($"There is no other available module “{terms.Replacement}”.") { Field = nameof(terms.Replacement) };
        }

        await db.Entry(module).Collection(m => m.Deprecations).LoadAsync(cancel);
        if (module.Deprecations.FirstOrDefault(d => d.Range == range) is { } earlier)
        {
            earlier.Change(terms.Reason, note, replacement, actor.UserId, clock.UtcNow);
        }
        else if (module.Deprecations.Count >= MaxDeprecations)
        {
            return new ListingOutcome.Invalid($"A module has at most {MaxDeprecations} deprecated ranges. Join some of them.");
        }
        else
        {
            module.Deprecations.Add(new Deprecation(module.Id, range, terms.Reason, note, replacement, actor.UserId, clock.UtcNow));
        }

        return await SaveAsync(db, module, actor, "module.deprecate", $"{range}: {terms.Reason} {replacement} {note}", cancel);
    }

    public async Task<ListingOutcome> UndeprecateAsync(Actor actor, string packageId, string range, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ModuleAsync(db, actor, packageId, cancel) is not { } module
            || await db.Deprecations.FirstOrDefaultAsync(d => d.ModuleId == module.Id && d.Range == range, cancel) is not { } deprecation)
        {
            return NotFound;
        }

        db.Deprecations.Remove(deprecation);
        return await SaveAsync(db, module, actor, "module.undeprecate", range, cancel);
    }

    public async Task<ListingOutcome> SeekMaintainerAsync(Actor actor, string packageId, bool seeks, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ModuleAsync(db, actor, packageId, cancel) is not { } module)
        {
            return NotFound;
        }

        module.SeekMaintainer(seeks, clock.UtcNow);
        return await SaveAsync(db, module, actor, seeks ? "module.seek-maintainer" : "module.keep-maintainer", "", cancel);
    }

    private static Task<Module?> ModuleAsync(MarketplaceDb db, Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        return db.ModulesManagedBy(actor).FirstOrDefaultAsync(m => m.NormalizedId == id, cancel);
    }

    private static async Task<Release?> ReleaseAsync(MarketplaceDb db, Actor actor, string packageId, string version, CancellationToken cancel)
    {
        var (id, managed) = (Module.Normalize(packageId), db.ModulesManagedBy(actor));
        var releases = db.Releases.Where(r => r.Module.NormalizedId == id && managed.Any(m => m.Id == r.ModuleId));

        // One version is one release however its labels are cased; databases do not agree on that.
        var versions = await releases.Select(r => new { r.Id, r.Version }).ToListAsync(cancel);
        return versions.Find(r => r.Version.Equals(version, StringComparison.OrdinalIgnoreCase)) is { Id: var found }
            ? await releases.Include(r => r.Module).FirstOrDefaultAsync(r => r.Id == found, cancel)
            : null;
    }

    private async Task<ListingOutcome> SaveAsync(MarketplaceDb db, Module module, Actor actor, string action, string details, CancellationToken cancel)
    {
        db.Audit(actor, action, $"module/{module.NormalizedId}", details, clock.UtcNow);
        db.ListingChanged(module, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return Done;
    }
}
