using Marketplace.Data;
using Marketplace.Operations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Updates;

/// <summary>Reports how operations of update policies ended.</summary>
internal sealed class PolicyOperations : IOperationListener
{
    /// <summary>Members of failures always; of what went well unless nobody wants to hear of updates. The webhook of both.</summary>
    public async Task EndedAsync(MarketplaceDb db, Operation operation, DateTime now, CancellationToken cancel)
    {
        if (!operation.IsByPolicy)
        {
            return;
        }

        if (operation.State is OperationState.Failed)
        {
            await PolicyNews.AnnounceAsync(
                db,
                operation.SiteId,
                new SiteEvent("update.failed", $"The update policy failed: {operation.Title}. {operation.Failure!.Sentence}")
                {
                    Operation = operation.Id
                },
                now,
                cancel);
        }
        else if (operation.State is OperationState.Done)
        {
            var done = new SiteEvent("update.done", $"Done by the update policy: {operation.Title}") { Operation = operation.Id };
            await db.PostAsync(operation.SiteId, done, now, cancel);
            if (!await db.SitePolicies.AnyAsync(p => p.SiteId == operation.SiteId && p.Notices == NoticeTiming.Off, cancel))
            {
                await PolicyNews.NotifyMembersAsync(db, operation.SiteId, done.Text, now, cancel);
            }
        }
    }
}
