using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Reports;

public enum ViewOutcome
{
    Done,

    /// <summary>There is none of the actor's, or whoever asks may not see its figures.</summary>
    NotAllowed,

    /// <summary>Another of the person's own views is called so.</summary>
    NameTaken,

    /// <summary>See <see cref="NameText.Problem"/>.</summary>
    BadName,

    /// <summary>The person keeps as many as there may be.</summary>
    TooMany,

    /// <summary>It asks nothing that can be kept.</summary>
    BadQuestion,
}

/// <param name="Publisher">The name of the publisher whose figures they are; null for those of operators.</param>
/// <param name="IsMine">The person's own, who alone changes it.</param>
/// <param name="IsMailedToMe">Whether the person gets it by mail.</param>
public sealed record SavedViewRow(
    long Id, string Name, ViewQuestion Question, long? PublisherId, string? Publisher, string Owner, bool IsMine, bool IsShared, bool IsMailedToMe,
    MailSchedule? Schedule, IReadOnlyList<long> Recipients);

/// <summary>Keeps views of revenue by a name: of the marketplace for operators, of a publisher for its members.</summary>
public sealed class SavedViews(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int MaxOfOne = 50;
    private const int MaxShown = 200;

    /// <summary>The person's own, those that are shared, and those that they get by mail, by name.</summary>
    /// <param name="isPublishers">Of publishers, and not of the marketplace.</param>
    public async Task<IReadOnlyList<SavedViewRow>> ListAsync(Actor actor, bool isPublishers, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await RowsAsync(db.ViewsShownTo(actor).Where(v => v.PublisherId != null == isPublishers), actor, cancel);
    }

    /// <returns>Null where there is none that the actor sees.</returns>
    public async Task<SavedViewRow?> ReadAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await RowsAsync(db.ViewsShownTo(actor).Where(v => v.Id == id), actor, cancel)).SingleOrDefault();
    }

    /// <param name="publisherId">Whose figures they are; null for those of the marketplace.</param>
    public async Task<ViewOutcome> SaveAsync(
        Actor actor, long? publisherId, string name, ViewQuestion question, bool isShared, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Users.InPerson(actor).AnyAsync(cancel) || !await MaySeeAsync(db, actor, publisherId, cancel))
        {
            return ViewOutcome.NotAllowed;
        }

        if (!question.IsComplete || question.ToJson().Length > ViewQuestion.MaxLength || (publisherId is not null && !IsOf(publisherId, question)))
        {
            return ViewOutcome.BadQuestion;
        }

        if (await db.SavedViews.CountAsync(v => v.OwnerId == actor.UserId, cancel) >= MaxOfOne)
        {
            return ViewOutcome.TooMany;
        }

        if (await NameProblemAsync(db, actor, name, null, cancel) is { } problem)
        {
            return problem;
        }

        db.Add(new SavedView(actor.UserId, publisherId, NameText.Normalize(name), question.ToJson(), isShared, clock.UtcNow));
        await db.SaveChangesAsync(cancel);
        return ViewOutcome.Done;
    }

    public async Task<ViewOutcome> ChangeAsync(Actor actor, long id, string name, bool isShared, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.ViewsFor(actor).FirstOrDefaultAsync(v => v.Id == id && v.OwnerId == actor.UserId, cancel) is not { } view)
        {
            return ViewOutcome.NotAllowed;
        }

        if (await NameProblemAsync(db, actor, name, id, cancel) is { } problem)
        {
            return problem;
        }

        view.Change(NameText.Normalize(name), isShared);
        await db.SaveChangesAsync(cancel);
        return ViewOutcome.Done;
    }

    /// <summary>With whom it was mailed to, and when. False where there is none of the actor's.</summary>
    public async Task<bool> RemoveAsync(Actor actor, long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.ViewsFor(actor).Where(v => v.Id == id && v.OwnerId == actor.UserId).ExecuteDeleteAsync(cancel) > 0;
    }

    internal static Task<bool> MaySeeAsync(MarketplaceDb db, Actor actor, long? publisherId, CancellationToken cancel) => publisherId is null
        ? db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel)
        : db.Organizations.Of(actor).AnyAsync(o => o.Id == publisherId && o.Publishes, cancel);

    // Publishers see no client, and nothing of any other publisher.
    private static bool IsOf(long? publisherId, ViewQuestion question) => question.Filter.PublisherId == publisherId && question.Filter.ClientId is null
        && question.By is not (RevenueDimension.Client or RevenueDimension.Publisher);

    private static async Task<ViewOutcome?> NameProblemAsync(MarketplaceDb db, Actor actor, string name, long? except, CancellationToken cancel)
    {
        if (NameText.Problem(name) is not null)
        {
            return ViewOutcome.BadName;
        }

        var kept = NameText.Normalize(name);
        return await db.SavedViews.AnyAsync(v => v.OwnerId == actor.UserId && v.Name == kept && v.Id != except, cancel) ? ViewOutcome.NameTaken : null;
    }

    private static async Task<IReadOnlyList<SavedViewRow>> RowsAsync(IQueryable<SavedView> views, Actor actor, CancellationToken cancel)
    {
        var rows = await views.AsNoTracking().OrderBy(v => v.Name).ThenBy(v => v.Id).Take(MaxShown).Select(v => new
        {
            View = v, Owner = v.Owner.DisplayName, Publisher = v.Publisher == null ? null : v.Publisher.Name,
            Recipients = v.Recipients.OrderBy(r => r.UserId).Select(r => r.UserId).ToList(),
        }).ToListAsync(cancel);
        return
        [
            .. rows.Select(row => new SavedViewRow(
                row.View.Id, row.View.Name, row.View.Question, row.View.PublisherId, row.Publisher, row.Owner, row.View.OwnerId == actor.UserId,
                row.View.IsShared, row.View.Schedule is not null && row.Recipients.Contains(actor.UserId), row.View.Schedule, row.Recipients)),
        ];
    }
}
