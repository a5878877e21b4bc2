using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Modules;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Sites;

/// <summary>What members decide about the plans of a site: its channel, and whether another member must approve them.</summary>
public sealed class SitePlanning(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>False if the actor has no such site.</summary>
    public async Task<bool> ChooseAsync(Actor actor, long siteId, SiteChannel channel, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel) is not { } site)
        {
            return false;
        }

        site.Choose(channel);
        db.Audit(actor, "site.channel", $"site/{siteId}", $"{channel}", clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Says what a site is for. A production site is counted by the licenses of what it has. Null if it worked, else what is wrong.</summary>
    public async Task<string?> DeclareAsync(Actor actor, long siteId, SiteKind kind, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel) is not { } site)
        {
            return "There is no such site of yours.";
        }

        if (kind is SiteKind.Production && site.Kind is not SiteKind.Production && await UncoveredAsync(db, site, cancel) is { } module)
        {
            return $"Your licenses of {module} count on no further production site. Buy another, or uninstall it here first.";
        }

        site.Declare(kind);
        db.Audit(actor, "site.kind", $"site/{siteId}", $"{kind}", clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        db.Changed(LiveTopic.Licenses(site.OrganizationId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    private async Task<string?> UncoveredAsync(MarketplaceDb db, Site site, CancellationToken cancel)
    {
        var ids = await db.Revisions.Where(r => r.SiteId == site.Id && r.Number == site.CurrentRevision).SelectMany(r => r.Modules)
            .Select(m => m.PackageId).ToListAsync(cancel);
        foreach (var standing in (await db.LicenseStandingsAsync(site.OrganizationId, ids, "", cancel)).Where(standing => standing.Terms.Count > 0))
        {
            var others = await db.Sites.CountAsync(
                s => s.OrganizationId == site.OrganizationId && s.Id != site.Id && s.Kind == SiteKind.Production
                    && s.Revisions.Any(r => r.Number == s.CurrentRevision && r.Modules.Any(m => m.PackageId == standing.PackageId)), cancel);
            if (LicenseTerm.Judge(standing.Terms, others, clock.UtcNow) is LicenseVerdict.TooManySites)
            {
                return standing.PackageId;
            }
        }

        return null;
    }

    /// <summary>Only owners decide it: a member could else plan without anybody by switching it off. Null if it worked, else what is wrong.</summary>
    public async Task<string?> RequireApprovalAsync(Actor actor, long siteId, bool required, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var site = await db.Sites.OwnedBy(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel);
        if (site is null)
        {
            return "Ask an owner of the organization: only owners decide whether plans need approval.";
        }

        if (required && await db.Set<Membership>().CountAsync(m => m.OrganizationId == site.OrganizationId, cancel) < 2)
        {
            return "Invite another member first: you are the only one, so nobody could approve.";
        }

        site.RequireApproval(required);
        db.Audit(actor, "site.approval", $"site/{siteId}", required ? "Plans need another member's approval" : "Plans need no approval", clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return null;
    }
}
