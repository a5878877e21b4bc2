using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Licensing.Activations;

/// <summary>Counts the sites that licenses are in use on; implemented where sites are planned.</summary>
public interface ISitesInUse
{
    /// <summary>How many production sites of an organization use a module, or are about to.</summary>
    /// <param name="packageId">As the module writes it.</param>
    Task<int> CountAsync(MarketplaceDb db, long organizationId, string packageId, CancellationToken cancel);
}

public static class LicenseLocks
{
    extension(MarketplaceDb db)
    {
        /// <summary>Within a transaction: changes nothing, and makes all who count against these licenses wait for each other.</summary>
        public Task<int> LockLicensesAsync(long organizationId, IReadOnlyCollection<string> normalizedIds, CancellationToken cancel) => db.Licenses
            .Where(l => l.OrganizationId == organizationId && normalizedIds.Contains(l.Module.NormalizedId))
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Sites, l => l.Sites), cancel);
    }
}
