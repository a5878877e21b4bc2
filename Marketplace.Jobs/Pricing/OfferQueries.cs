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
        return [.. (await db.Offers.AsNoTracking().Open()
            .Where(o => listed.Any(m => m.Id == o.ModuleId))
            .RowsAsync(options.Value.Currency, Most, cancel)).Select(row => row.Offer)];
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
                [.. (await db.Offers.AsNoTracking().Open().Where(o => o.ModuleId == module.Id)
                    .RowsAsync(options.Value.Currency, Most, cancel)).Select(row => row.Offer)])
            : null;
    }
}

/// <param name="Currency">The marketplace's own.</param>
public sealed record OfferedModule(string PackageId, string DisplayName, string? Icon, string Currency, IReadOnlyList<OfferRow> Offers);
