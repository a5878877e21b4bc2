using Marketplace.Accounts;

namespace Marketplace.Revenue.Reports;

/// <summary>A view of revenue that someone keeps by a name.</summary>
/// <param name="publisherId">Whose figures they are; null for those of the marketplace, which operators see.</param>
/// <param name="question">As JSON; see <see cref="Question"/>.</param>
public sealed class SavedView(long ownerId, long? publisherId, string name, string questionJson, bool isShared, DateTime savedAt)
{
    public long Id { get; private set; }
    public long OwnerId { get; private set; } = ownerId;
    public User Owner { get; private set; } = null!;
    public long? PublisherId { get; private set; } = publisherId;
    public Organization? Publisher { get; private set; }
    public string Name { get; private set; } = name;
    public string QuestionJson { get; private set; } = questionJson;

    /// <summary>Whoever may see the same figures finds it among theirs.</summary>
    public bool IsShared { get; private set; } = isShared;

    public DateTime SavedAt { get; private set; } = savedAt;
    public string? ScheduleJson { get; private set; }

    /// <summary>Since when it is mailed; what was due before is not sent.</summary>
    public DateTime? ScheduledAt { get; private set; }

    public ICollection<ViewRecipient> Recipients { get; } = [];

    public ViewQuestion Question => ViewQuestion.Of(QuestionJson);

    public MailSchedule? Schedule => ScheduleJson is null ? null : MailSchedule.Of(ScheduleJson);

    public void Change(string name, bool isShared) => (Name, IsShared) = (name, isShared);

    public void Mail(MailSchedule schedule, DateTime now) => (ScheduleJson, ScheduledAt) = (schedule.ToJson(), now);

    public void StopMail() => (ScheduleJson, ScheduledAt) = (null, null);
}

/// <summary>Someone to whom a view is mailed.</summary>
public sealed class ViewRecipient(long viewId, long userId) : IPersonal
{
    public long ViewId { get; private set; } = viewId;
    public SavedView View { get; private set; } = null!;
    public long UserId { get; private set; } = userId;
    public User User { get; private set; } = null!;
}

/// <summary>A view was mailed to someone; there is one for each time that it was due, so that no mail goes twice.</summary>
public sealed class ViewMailing(Guid id, long viewId, long userId, DateTime dueAt)
{
    public Guid Id { get; private set; } = id;
    public long ViewId { get; private set; } = viewId;
    public SavedView View { get; private set; } = null!;
    public long UserId { get; private set; } = userId;
    public User User { get; private set; } = null!;
    public DateTime DueAt { get; private set; } = dueAt;
}
