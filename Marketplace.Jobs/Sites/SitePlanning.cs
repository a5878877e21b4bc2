using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
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

    /// <summary>Says what a site is for. False if the actor has no such site.</summary>
    public async Task<bool> DeclareAsync(Actor actor, long siteId, SiteKind kind, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId, cancel) is not { } site)
        {
            return false;
        }

        site.Declare(kind);
        db.Audit(actor, "site.kind", $"site/{siteId}", $"{kind}", clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        db.Changed(LiveTopic.Licenses(site.OrganizationId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
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
