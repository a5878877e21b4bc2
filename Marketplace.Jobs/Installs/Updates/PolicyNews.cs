using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>Tells the members of a site, and its webhook, what happened there without any of them.</summary>
internal static class PolicyNews
{
    private const int MostMembers = 100;

    public static Task TellAsync(MarketplaceDb db, long siteId, string text, DateTime now, CancellationToken cancel) => TellAsync(db, siteId, new SiteEvent("site.notice", text), now, cancel);

    public static async Task TellAsync(MarketplaceDb db, long siteId, SiteEvent happened, DateTime now, CancellationToken cancel)
    {
        await NotifyAsync(db, siteId, happened.Text, now, cancel);
        await db.PostAsync(siteId, happened, now, cancel);
    }

    /// <summary>The members alone.</summary>
    public static async Task NotifyAsync(MarketplaceDb db, long siteId, string text, DateTime now, CancellationToken cancel)
    {
        var members = await db.Sites.Where(s => s.Id == siteId).SelectMany(s => s.Organization.Memberships).OrderByDescending(m => m.Role).ThenBy(m => m.UserId).Select(m => m.UserId).Take(MostMembers).ToListAsync(cancel);
        members.ForEach(member => db.Notify(member, $"site/{siteId}", text, now));
    }

    /// <summary>Members of failures always; of what went well unless nobody wants to hear of updates. The webhook of both.</summary>
    public static async Task EndedAsync(MarketplaceDb db, Operation operation, DateTime now, CancellationToken cancel)
    {
        if (operation.State is OperationState.Failed)
        {
            await TellAsync(db, operation.SiteId, new SiteEvent("update.failed", $"The update policy failed: {operation.Title}. {operation.Failure!.Sentence}") { Operation = operation.Id }, now, cancel);
        }
        else if (operation.State is OperationState.Done)
        {
            var done = new SiteEvent("update.done", $"Done by the update policy: {operation.Title}") { Operation = operation.Id };
            await db.PostAsync(operation.SiteId, done, now, cancel);
            if (!await db.SitePolicies.AnyAsync(p => p.SiteId == operation.SiteId && p.Notices == NoticeTiming.Off, cancel))
            {
                await NotifyAsync(db, operation.SiteId, done.Text, now, cancel);
            }
        }
    }
}
