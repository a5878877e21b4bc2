using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

/// <summary>The delivery method of a site, and what is known of its agent.</summary>
/// <param name="TokenHint">How the token begins that works now; null where none does.</param>
/// <param name="EarlierEndsAt">Until when the token before it works too.</param>
public sealed record DeliveryDetail(
    SiteDelivery Delivery, string? TokenHint, DateTime? TokenMadeAt, DateTime? TokenUsedAt, DateTime? EarlierEndsAt,
    DateTime? SeenAt, bool IsPresent, string? HostVersion, int? Revision, string? Problem);

/// <summary>Chooses the delivery method of a site: into a folder by our worker, or by the agent that its host runs.</summary>
public sealed class SiteDeliveries(IDbContextFactory<MarketplaceDb> databases, SiteFolders folders, TimeProvider clock)
{
    /// <summary>Null if the actor has no such site.</summary>
    public async Task<DeliveryDetail?> ReadAsync(Actor actor, long siteId, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.AsNoTracking().Of(actor).Where(s => s.Id == siteId).Select(s => new { s.Delivery }).FirstOrDefaultAsync(cancel) is not { } site)
        {
            return null;
        }

        var tokens = await db.SiteTokens.AsNoTracking().Working(now).Where(t => t.SiteId == siteId).OrderByDescending(t => t.Id).Take(10).ToListAsync(cancel);
        var contact = await db.AgentContacts.AsNoTracking().FirstOrDefaultAsync(c => c.SiteId == siteId, cancel);
        var newest = tokens.FirstOrDefault();
        return new(
            site.Delivery, newest?.Hint, newest?.CreatedAt, newest?.LastUsedAt, tokens.Skip(1).Max(t => t.EndsAt),
            contact?.SeenAt, contact?.IsPresent(now) is true, contact?.HostVersion, contact?.Revision, contact?.Problem);
    }

    /// <summary>Null if it was chosen, else what stands against it.</summary>
    public async Task<string?> ChooseAsync(Actor actor, long siteId, SiteDelivery delivery, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.Sites.Of(actor).FirstOrDefaultAsync(s => s.Id == siteId && actor.ApiKeyId == null, cancel) is not { } site)
        {
            return "There is no such site of yours.";
        }

        if (site.Delivery == delivery)
        {
            return null;
        }

        if (await db.Operations.AnyAsync(o => o.SiteId == siteId && (o.State == OperationState.Queued || o.State == OperationState.Running), cancel))
        {
            return "An operation is open on this site. Let it end, or cancel it.";
        }

        // The worker goes on from what lies in its folder, so that must be what the site is.
        if (delivery is SiteDelivery.Folder && folders.Store(site.Folder).Current().Number != site.CurrentRevision)
        {
            return $"The site is in revision {site.CurrentRevision}, which does not lie in the folder that the marketplace writes. "
                + "Roll back to the empty site first, or copy the module folder of the host there.";
        }

        site.Deliver(delivery);
        db.Audit(actor, "site.delivery", $"site/{siteId}", $"{site.Name} by {delivery}", clock.UtcNow);
        db.Changed(LiveTopic.Site(siteId), clock.UtcNow);
        db.Changed(LiveTopic.Delivery(siteId), clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>What the host of a site with an agent reports, or null while the agent is away.</summary>
    internal static async Task<HostStatus?> HostAsync(MarketplaceDb db, long siteId, DateTime now, CancellationToken cancel) =>
        await db.AgentContacts.AsNoTracking().FirstOrDefaultAsync(c => c.SiteId == siteId, cancel) is { StatusJson: not "" } contact && contact.IsPresent(now)
            ? JsonSerializer.Deserialize<HostStatus>(contact.StatusJson, AgentFormat.Json)
            : null;

    /// <summary>The same of some sites with an agent; those whose agent is away are left out.</summary>
    internal static async Task<Dictionary<long, HostStatus>> StatusesAsync(MarketplaceDb db, long[] siteIds, DateTime now, CancellationToken cancel)
    {
        var since = now - AgentContact.SilenceAllowed;
        var contacts = await db.AgentContacts.Where(c => siteIds.Contains(c.SiteId) && c.SeenAt > since && c.StatusJson != "")
            .Select(c => new { c.SiteId, c.StatusJson }).ToListAsync(cancel);
        return contacts.ToDictionary(c => c.SiteId, c => JsonSerializer.Deserialize<HostStatus>(c.StatusJson, AgentFormat.Json)!);
    }

    /// <summary>The host version of each site with an agent; null while the agent is away.</summary>
    internal static async Task<Dictionary<long, string?>> HostsAsync(MarketplaceDb db, IReadOnlyList<long> siteIds, DateTime now, CancellationToken cancel)
    {
        var (contacts, since) = (db.AgentContacts, now - AgentContact.SilenceAllowed);
        return await db.Sites.Where(s => siteIds.Contains(s.Id) && s.Delivery == SiteDelivery.Agent)
            .Select(s => new { s.Id, Version = contacts.Where(c => c.SiteId == s.Id && c.SeenAt > since).Select(c => c.HostVersion).FirstOrDefault() })
            .ToDictionaryAsync(s => s.Id, s => s.Version, cancel);
    }
}
