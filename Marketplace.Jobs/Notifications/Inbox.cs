using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Notifications;

public enum NotificationState
{
    New,
    Read,
}

public sealed record NotificationRow(long Id, string Subject, string Text, DateTime At, NotificationState State);

/// <summary>A person's own notifications.</summary>
public sealed class Inbox(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly ListColumns<Notification> Columns = new ListColumns<Notification>(n => n.Id, "-at")
        .Text("text", n => n.Text).Time("at", n => n.At)
        .Choice("state", n => n.ReadAt == null ? NotificationState.New : NotificationState.Read);

    public async Task<Page<NotificationRow>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Columns.Apply(db.OwnOf<Notification>(actor), query)
            .Select(n => new NotificationRow(n.Id, n.Subject, n.Text, n.At, n.ReadAt == null ? NotificationState.New : NotificationState.Read))
            .PageAsync(query, cancel);
    }

    public async Task<int> UnreadAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<Notification>(actor).CountAsync(n => n.ReadAt == null, cancel);
    }

    /// <summary>Marks those as read that are the actor's own.</summary>
    /// <returns>The moment, by which <see cref="RestoreAsync"/> finds them again.</returns>
    public Task<DateTime> ReadAsync(Actor actor, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        var chosen = ids.ToList();
        return MarkAsync(actor, own => own.Where(n => n.ReadAt == null && chosen.Contains(n.Id)), clock.UtcNow, cancel);
    }

    /// <inheritdoc cref="ReadAsync"/>
    public Task<DateTime> ReadAllAsync(Actor actor, CancellationToken cancel) =>
        MarkAsync(actor, own => own.Where(n => n.ReadAt == null), clock.UtcNow, cancel);

    /// <summary>Makes those new again that were marked as read at the moment.</summary>
    public Task RestoreAsync(Actor actor, DateTime readAt, CancellationToken cancel) =>
        MarkAsync(actor, own => own.Where(n => n.ReadAt == readAt), null, cancel);

    private async Task<DateTime> MarkAsync(
        Actor actor, Func<IQueryable<Notification>, IQueryable<Notification>> which, DateTime? readAt, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await databases.TransactAsync(async db =>
        {
            if (await which(db.OwnOf<Notification>(actor)).ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, readAt), cancel) > 0)
            {
                db.Changed(LiveTopic.Notifications(actor.UserId), now);
            }

            return await db.SaveChangesAsync(cancel);
        }, cancel);
        return readAt ?? now;
    }
}
