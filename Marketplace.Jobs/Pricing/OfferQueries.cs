using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing;

/// <summary>Reads the offers of modules: for those who see the module, and for those who sell it.</summary>
public sealed class OfferQueries(IDbContextFactory<MarketplaceDb> databases, IOptions<PricingOptions> options)
{
    private const int Most = 1000;

    /// <summary>The open offers of a module that the actor may see; none if everybody may have it for nothing, or it is not to be seen.</summary>
    public async Task<IReadOnlyList<OfferRow>> ReadAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules(actor).Where(m => m.NormalizedId == id);
        return await RowsAsync(db, db.Offers.Open().Where(o => listed.Any(m => m.Id == o.ModuleId)), cancel);
    }

    /// <summary>The open offers of other modules that bring this one along, and that the actor may see.</summary>
    public async Task<IReadOnlyList<BundleOffer>> BundlesWithAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules(actor);
        if (await listed.Where(m => m.NormalizedId == id).Select(m => new { m.PackageId, m.PublisherId }).FirstOrDefaultAsync(cancel) is not { } module)
        {
            return [];
        }

        // The document names it between quotes; whatever else it may name so, an entitlement say, is sorted out below.
        var named = $"\"{module.PackageId}\"";
        var offers = await db.Offers.AsNoTracking().Open()
            .Where(o => o.Module.PublisherId == module.PublisherId && listed.Any(m => m.Id == o.ModuleId)
                && EF.Property<string>(o, "_details").Contains(named))
            .RowsAsync(options.Value.Currency, Most, cancel);
        var bundles = offers.Where(row => row.Offer.Details.Bundle.Contains(module.PackageId)).ToList();
        var ids = bundles.ConvertAll(row => row.ModuleId);
        var modules = ids.Count == 0 ? [] : await db.Modules.Where(m => ids.Contains(m.Id)).Select(m => new { m.Id, m.PackageId, m.DisplayName })
            .ToDictionaryAsync(m => m.Id, cancel);
        return [.. bundles.Select(row => new BundleOffer(modules[row.ModuleId].PackageId, modules[row.ModuleId].DisplayName, row.Offer))];
    }

    /// <summary>The other modules of the publisher, which an offer may bring along; none if the actor may not change the module's listing.</summary>
    public async Task<IReadOnlyList<BundledModule>> BundleChoicesAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var managed = db.ModulesManagedBy(actor).Where(m => m.NormalizedId == id);
        return await db.Modules.AsNoTracking().Where(m => m.NormalizedId != id && managed.Any(one => one.PublisherId == m.PublisherId))
            .OrderBy(m => m.DisplayName).ThenBy(m => m.Id).Take(Most).Select(m => new BundledModule(m.PackageId, m.DisplayName)).ToListAsync(cancel);
    }

    /// <summary>What a publisher, or staff, sees of a module's offers; null if the actor may not change its listing.</summary>
    public async Task<OfferedModule?> ManagedAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.ModulesManagedBy(actor).AsNoTracking()
                .Where(m => m.NormalizedId == id)
                .Select(m => new { m.Id, m.PackageId, m.DisplayName, m.IconHash })
                .FirstOrDefaultAsync(cancel) is { } module
            ? new(
                module.PackageId, module.DisplayName, module.IconHash, options.Value.Currency,
                await RowsAsync(db, db.Offers.Open().Where(o => o.ModuleId == module.Id), cancel))
            : null;
    }

    /// <summary>An offer of the module, also one that is withdrawn; null if there is none, or the actor may not change the module's listing.</summary>
    public async Task<OfferRow?> OfManagedAsync(Actor actor, string packageId, long offerId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var managed = db.ModulesManagedBy(actor).Where(m => m.NormalizedId == id);
        return await RowsAsync(db, db.Offers.Where(o => o.Id == offerId && managed.Any(m => m.Id == o.ModuleId)), cancel) is [var offer] ? offer : null;
    }

    private async Task<IReadOnlyList<OfferRow>> RowsAsync(MarketplaceDb db, IQueryable<Offer> offers, CancellationToken cancel) =>
        await db.NamedAsync(
            [.. (await offers.AsNoTracking().RowsAsync(options.Value.Currency, Most, cancel)).Select(row => row.Offer)], cancel);
}

/// <param name="Currency">The marketplace's own.</param>
public sealed record OfferedModule(string PackageId, string DisplayName, string? Icon, string Currency, IReadOnlyList<OfferRow> Offers);
