using System.Linq.Expressions;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Notifications;

public sealed record NotificationRow(long Id, string Subject, string Text, DateTime At, bool IsRead);

/// <summary>A person's own notifications.</summary>
public sealed class Inbox(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public async Task<Page<NotificationRow>> ListAsync(Actor actor, int page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<Notification>(actor).OrderByDescending(n => n.Id)
            .Select(n => new NotificationRow(n.Id, n.Subject, n.Text, n.At, n.ReadAt != null)).PageAsync(page, 20, cancel);
    }

    public async Task<int> UnreadAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<Notification>(actor).CountAsync(n => n.ReadAt == null, cancel);
    }

    /// <summary>Marks one as read, if it is the actor's own.</summary>
    public Task ReadAsync(Actor actor, long id, CancellationToken cancel) => MarkAsync(actor, n => n.Id == id, cancel);

    public Task ReadAllAsync(Actor actor, CancellationToken cancel) => MarkAsync(actor, _ => true, cancel);

    private async Task MarkAsync(Actor actor, Expression<Func<Notification, bool>> which, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await databases.TransactAsync(async db =>
        {
            if (await db.OwnOf<Notification>(actor).Where(n => n.ReadAt == null).Where(which)
                .ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), cancel) > 0)
            {
                db.Changed(LiveTopic.Notifications(actor.UserId), now);
            }

            return await db.SaveChangesAsync(cancel);
        }, cancel);
    }
}
