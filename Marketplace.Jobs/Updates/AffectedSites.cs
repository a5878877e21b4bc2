using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Updates;

/// <summary>A site that has, or had, a release when it was suspended.</summary>
/// <param name="Operation">What carries out the site's policy.</param>
public sealed record AffectedSite(string Organization, string Site, SuspensionResponse? Response, OperationState? Operation, bool HasIt);

/// <summary>Where a release is installed: for moderators, before and after they suspend it.</summary>
public sealed class AffectedSites(IDbContextFactory<MarketplaceDb> databases)
{
    /// <summary>The first hundred; nothing for others than moderators.</summary>
    public async Task<IReadOnlyList<AffectedSite>> ReadAsync(Actor actor, string packageHash, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var operations = db.Operations;
        var (grants, told, installed) = (db.StaffGrants.Allowing(actor, StaffRole.Moderator), db.Set<SiteSuspension>(), db.Installed());
        return await db.Sites.Where(s => grants.Any())
            .Select(s => new
            {
                s.Name, Organization = s.Organization.Name,
                HasIt = installed.Any(m => m.SiteId == s.Id && m.Hash == packageHash),
                Answer = told
                    .Where(t => t.SiteId == s.Id && t.Release.PackageHash == packageHash && t.SuspendedAt == t.Release.Suspension!.At)
                    .Select(t => new
                    {
                        t.Response,
                        State = operations.Where(o => o.Id == t.OperationId).Select(o => (OperationState?)o.State).FirstOrDefault()
                    })
                    .FirstOrDefault(),
            })
            .Where(s => s.HasIt || s.Answer != null).OrderBy(s => s.Organization).ThenBy(s => s.Name)
            .Select(s => new AffectedSite(
                s.Organization,
                s.Name,
                s.Answer == null ? null : s.Answer.Response,
                s.Answer == null ? null : s.Answer.State,
                s.HasIt))
            .Take(100)
            .ToListAsync(cancel);
    }
}
