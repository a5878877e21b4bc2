using Marketplace.Data;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Delivery;

/// <summary>What follows when a site has taken up what was handed to its agent.</summary>
public sealed class DeliveryCommit(OperationEnding ending)
{
    /// <summary>An operation is ended by its worker; a revision without one, or with one that someone gave up, is written down here.</summary>
    internal async Task CommitAsync(MarketplaceDb db, DeliveryOrder delivery, DateTime now, CancellationToken cancel)
    {
        delivery.Commit(now);
        var document = LockDocument.Parse(delivery.Document)!;
        if (delivery.OperationId is { } id)
        {
            if (await db.Operations.Include(o => o.Steps).SingleOrDefaultAsync(o => o.Id == id && o.EndedAt != null, cancel) is not { } operation)
            {
                return;
            }

            await ending.EndAsync(db, operation, o => o.FinishLate(document.Revision, now), now, cancel);
        }

        db.Revisions.Add(RowOf(delivery.SiteId, delivery.OperationId, document, now));
        (await db.Sites.SingleAsync(s => s.Id == delivery.SiteId, cancel)).Activate(document.Revision);
    }

    private static Revision RowOf(long siteId, long? operationId, LockDocument document, DateTime now)
    {
        var row = new Revision(siteId, document.Revision, operationId, document.HostVersion, document.Restores, now);
        foreach (var module in document.Modules)
        {
            row.Modules.Add(new RevisionModule(module.Id, module.Version, module.Sha256));
        }

        return row;
    }
}
