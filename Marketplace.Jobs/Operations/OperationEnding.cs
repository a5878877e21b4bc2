using Marketplace.Data;
using Marketplace.Live;

namespace Marketplace.Operations;

/// <summary>The one place where operations end. What follows from an end is added to the same save, which is the caller's.</summary>
public sealed class OperationEnding(IEnumerable<IOperationListener> listeners)
{
    /// <param name="db">What the operation was read from.</param>
    /// <param name="operation">What ends.</param>
    /// <param name="end">How it ends.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Stops the work.</param>
    internal async Task EndAsync(MarketplaceDb db, Operation operation, Action<Operation> end, DateTime now, CancellationToken cancel)
    {
        end(operation);
        await db.Entry(operation).Reference(o => o.Site).LoadAsync(cancel);
        foreach (var listener in listeners)
        {
            await listener.EndedAsync(db, operation, now, cancel);
        }

        db.OperationChanged(operation, now);
        db.Wake(Work.Sites, now, operation.SiteId);
        db.Wake(Work.Endings, now);
        if (operation.BatchId is { } batch)
        {
            db.Wake(Work.Batches, now, batch);
        }
    }
}
