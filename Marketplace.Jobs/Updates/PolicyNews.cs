using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Updates;

/// <summary>Announces to the members of a site, and to its webhook, what happened there without any of them.</summary>
internal static class PolicyNews
{
    private const int MaxMembers = 100;

    public static Task AnnounceAsync(MarketplaceDb db, long siteId, string text, DateTime now, CancellationToken cancel) =>
        AnnounceAsync(db, siteId, new SiteEvent("site.notice", text), now, cancel);

    public static async Task AnnounceAsync(MarketplaceDb db, long siteId, SiteEvent happened, DateTime now, CancellationToken cancel)
    {
        await NotifyMembersAsync(db, siteId, happened.Text, now, cancel);
        await db.PostAsync(siteId, happened, now, cancel);
    }

    /// <summary>The members alone.</summary>
    public static async Task NotifyMembersAsync(MarketplaceDb db, long siteId, string text, DateTime now, CancellationToken cancel)
    {
        var members = await db.Sites
            .Where(s => s.Id == siteId)
            .SelectMany(s => s.Organization.Memberships)
            .OrderByDescending(m => m.Role)
            .ThenBy(m => m.UserId)
            .Select(m => m.UserId)
            .Take(MaxMembers)
            .ToListAsync(cancel);
        members.ForEach(member => db.Notify(member, $"site/{siteId}", text, now));
    }
}
