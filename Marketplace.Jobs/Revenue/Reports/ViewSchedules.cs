using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Reports;

public sealed record Colleague(long UserId, string Name);

/// <summary>Says when a view is mailed, and to whom: its owner alone, to those who may see its figures.</summary>
public sealed class ViewSchedules(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int MaxRecipients = 20;
    private const int MaxColleagues = 200;

    /// <summary>Whoever may see the figures of the view, also the actor; nobody where there is none of the actor's.</summary>
    public async Task<IReadOnlyList<Colleague>> ColleaguesAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await OwnAsync(db, actor, id, cancel) is not { } view ? []
            : await db.WhoMaySee(view.PublisherId).OrderBy(u => u.DisplayName).ThenBy(u => u.Id).Select(u => new Colleague(u.Id, u.DisplayName))
                .Take(MaxColleagues).ToListAsync(cancel);
    }

    /// <summary>From the next time on that it is due. Recipients who may not see the figures are left out.</summary>
    public async Task<bool> SetAsync(Actor actor, long id, MailSchedule schedule, IReadOnlyList<long> recipients, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!schedule.IsValid || await OwnAsync(db, actor, id, cancel) is not { } view)
        {
            return false;
        }

        var people = await db.WhoMaySee(view.PublisherId).Where(u => recipients.Contains(u.Id)).OrderBy(u => u.Id).Select(u => u.Id)
            .Take(MaxRecipients + 1).ToListAsync(cancel);
        if (people.Count is 0 or > MaxRecipients)
        {
            return false;
        }

        var before = await db.ViewRecipients.Where(r => r.ViewId == id).ToListAsync(cancel);
        db.RemoveRange(before.Where(r => !people.Contains(r.UserId)));
        db.AddRange(people.Where(user => before.TrueForAll(r => r.UserId != user)).Select(user => new ViewRecipient(id, user)));
        view.Mail(schedule, clock.UtcNow);
        db.Audit(actor, "revenue-view.schedule", $"revenue-view/{id}", $"{view.Name}: {schedule.Words()}, to users {string.Join(", ", people)}", clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    public async Task<bool> StopAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await OwnAsync(db, actor, id, cancel) is not { Schedule: not null } view)
        {
            return false;
        }

        view.StopMail();
        db.RemoveRange(await db.ViewRecipients.Where(r => r.ViewId == id).ToListAsync(cancel));
        db.Audit(actor, "revenue-view.unschedule", $"revenue-view/{id}", view.Name, clock.UtcNow);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>The actor gets it no more, whoever it belongs to.</summary>
    public async Task<bool> LeaveAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.OwnOf<ViewRecipient>(actor).Where(r => r.ViewId == id).ExecuteDeleteAsync(cancel) > 0;
    }

    private static Task<SavedView?> OwnAsync(MarketplaceDb db, Actor actor, long id, CancellationToken cancel) =>
        db.ViewsFor(actor).FirstOrDefaultAsync(v => v.Id == id && v.OwnerId == actor.UserId, cancel);
}
