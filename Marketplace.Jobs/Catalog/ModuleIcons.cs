using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>The hashes of some modules' icons by package id, ignoring case.</summary>
public sealed class IconHashes(IReadOnlyDictionary<string, string> hashes)
{
    public static readonly IconHashes None = new(new Dictionary<string, string>());

    /// <summary>Null for a module without an icon.</summary>
    public string? Of(string packageId) => hashes.GetValueOrDefault(Module.Normalize(packageId));
}

/// <summary>Says which icons there are: pages that know only ids ask for their hashes, and browsers by the hash.</summary>
public sealed class ModuleIcons(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>Of those modules that the actor may see.</summary>
    public async Task<IconHashes> OfAsync(Actor? actor, IEnumerable<string> packageIds, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.IconsAsync(actor, packageIds, cancel);
    }

    /// <summary>Whether a module that the actor may see shows the icon now.</summary>
    public async Task<bool> IsShownAsync(Actor? actor, string hash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.ModulesOpenTo(actor).AnyAsync(m => m.IconHash == hash, cancel);
    }
}

public static class IconQueries
{
    extension(MarketplaceDb db)
    {
        /// <summary>The icons of those of these modules that the actor may see.</summary>
        public async Task<IconHashes> IconsAsync(Actor? actor, IEnumerable<string> packageIds, CancellationToken cancel)
        {
            string[] ids = [.. packageIds.Select(Module.Normalize).Distinct()];
            return ids.Length == 0 ? IconHashes.None : new(await db.ModulesOpenTo(actor)
                .Where(m => ids.Contains(m.NormalizedId) && m.IconHash != null)
                .ToDictionaryAsync(m => m.NormalizedId, m => m.IconHash!, cancel));
        }
    }
}
