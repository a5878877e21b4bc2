using Marketplace.Data;
using Marketplace.Licensing;

namespace Marketplace.Updates;

/// <summary>Posts to the organization's webhook what becomes of its licenses.</summary>
public sealed class LicenseEvents(TimeProvider clock) : ILicenseListener
{
    public Task ChangedAsync(MarketplaceDb db, License license, string change, CancellationToken cancel) =>
        db.PostAsync(license, change, clock.UtcNow, cancel);
}

internal static class LicensePosts
{
    // With the longest names beside it a post stays within its column, though a letter may take six in JSON.
    private const int MaxReason = 200;

    extension(MarketplaceDb db)
    {
        /// <param name="license">With its module.</param>
        public Task PostAsync(License license, string type, DateTime now, CancellationToken cancel) => db.PostAsync(
            license.OrganizationId,
            new OrganizationEvent(type, "license", new
            {
                license.Id, Module = license.Module.PackageId, Tier = $"{license.Tier}", Origin = $"{license.Origin}",
                State = $"{license.Life.StateAt(now)}", license.Sites, license.ExpiresAt,
                Reason = (license.RevokedAt is null ? license.SuspendedBecause : license.RevokedBecause).Clip(MaxReason),
            }),
            now, cancel);
    }
}
