using Marketplace.Data;
using Marketplace.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Installs;

/// <summary>Tells the members of a site what happened there without any of them.</summary>
internal static class PolicyNews
{
    private const int MostMembers = 100;

    public static async Task TellAsync(MarketplaceDb db, long siteId, string text, DateTime now, CancellationToken cancel)
    {
        var members = await db.Sites.Where(s => s.Id == siteId).SelectMany(s => s.Organization.Memberships).OrderByDescending(m => m.Role).ThenBy(m => m.UserId).Select(m => m.UserId).Take(MostMembers).ToListAsync(cancel);
        members.ForEach(member => db.Notify(member, $"site/{siteId}", text, now));
    }

    /// <summary>Of failures always; of what went well unless nobody wants to hear of updates.</summary>
    public static async Task EndedAsync(MarketplaceDb db, Operation operation, DateTime now, CancellationToken cancel)
    {
        var failed = operation.State is OperationState.Failed;
        if (failed || (operation.State is OperationState.Done && !await db.SitePolicies.AnyAsync(p => p.SiteId == operation.SiteId && p.Notices == NoticeTiming.Off, cancel)))
        {
            await TellAsync(db, operation.SiteId, failed ? $"The update policy failed: {operation.Title}. {operation.Failure!.Sentence}" : $"Done by the update policy: {operation.Title}", now, cancel);
        }
    }
}
