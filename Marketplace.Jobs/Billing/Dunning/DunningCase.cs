using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;

namespace Marketplace.Billing.Dunning;

/// <summary>What became of a period whose payment failed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DunningState>))]
public enum DunningState
{
    Open,

    /// <summary>It was paid.</summary>
    Recovered,

    /// <summary>Nobody paid, and the subscription ended.</summary>
    Lost,

    WrittenOff,

    /// <summary>Its invoice was credited.</summary>
    Credited,
}

/// <summary>That the payment of a period failed: it follows one version of a campaign from there to its end.</summary>
public sealed class DunningCase
{
    private DunningCase() => (Currency, Zone, Country) = ("", "", "");

    /// <param name="minor">What was open of it.</param>
    /// <param name="from">From when its days are counted; null for its bill.</param>
    public DunningCase(SubscriptionPeriod period, DunningVersion version, long minor, string country, DateTime now, DateTime? from = null)
    {
        (PeriodId, Period, Subscription, OrganizationId) = (period.Id, period, period.Subscription, period.Subscription.OrganizationId);
        (VersionId, Campaign, StartsAt, Minor) = (version.Id, version, from ?? period.BilledAt, minor);
        (Currency, Country, Zone, EnteredAt) = (period.Subscription.Currency, country, TimeZoneInfo.Utc.Id, now);
    }

    public Guid PeriodId { get; private set; }
    public SubscriptionPeriod Period { get; private set; } = null!;
    public Guid SubscriptionId { get; private set; }
    public Subscription Subscription { get; private set; } = null!;
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public long VersionId { get; private set; }
    public DunningVersion Campaign { get; private set; } = null!;

    /// <summary>From when its days are counted: its bill, or the end of the days in which a transfer was waited for.</summary>
    public DateTime StartsAt { get; private set; }

    public DateTime EnteredAt { get; private set; }
    public long Minor { get; private set; }
    public string Currency { get; private set; }

    /// <summary>Of the billing address when it failed.</summary>
    public string Country { get; private set; }

    /// <summary>By whose clock hours count, an IANA zone.</summary>
    public string Zone { get; private set; }

    /// <summary>By how many minutes its days are later than the campaign's, since it was paused.</summary>
    public int ShiftMinutes { get; private set; }

    public DateTime? PausedUntil { get; private set; }
    public long? PausedById { get; private set; }

    /// <summary>When a job has something to do for it that follows from no payment: a mail, or the end.</summary>
    public DateTime? DueAt { get; private set; }

    public DunningState State { get; private set; }
    public DateTime? ClosedAt { get; private set; }
    public long RecoveredMinor { get; private set; }

    /// <summary>How long it took, in hours.</summary>
    public int? Hours { get; private set; }

    /// <summary>Counts changes, so that of two that act at once one looks again.</summary>
    public int Version { get; private set; }

    public ICollection<DunningMail> Mails { get; } = [];

    public Money Amount => new(Minor, Currency);

    public DunningTimes Times => new(Campaign.Plan, StartsAt.AddMinutes(ShiftMinutes), TimeZones.Find(Zone) ?? TimeZoneInfo.Utc);

    public bool IsPausedAt(DateTime now) => PausedUntil > now;

    /// <summary>From where on retries and mails come.</summary>
    public DateTime After(DateTime now) => PausedUntil > now ? PausedUntil.Value : now;

    /// <param name="zone">Where the card is that failed last.</param>
    public void Wait(TimeZoneInfo zone, DateTime? due) => Change(() => (Zone, DueAt) = (zone.Id, due));

    /// <summary>Nothing is tried or mailed until then, and all that follows is as much later.</summary>
    public void Pause(DateTime until, long byId, DateTime now) => Change(() =>
    {
        ShiftMinutes += (int)(until - After(now)).TotalMinutes;
        (PausedUntil, PausedById) = (until, byId);
    });

    public void Resume(DateTime now) => Change(() =>
    {
        ShiftMinutes -= (int)(After(now) - now).TotalMinutes;
        (PausedUntil, PausedById) = (null, null);
    });

    public void Close(DunningState state, long recovered, DateTime now) => Change(() =>
        (State, RecoveredMinor, ClosedAt, Hours, DueAt, PausedUntil) = (state, recovered, now, (int)(now - EnteredAt).TotalHours, null, null));

    private void Change(Action change)
    {
        change();
        Version++;
    }
}

/// <summary>That the mail of a step was sent, or left out since a later one was due too: the database takes one of each step.</summary>
/// <param name="day">Of the step.</param>
/// <param name="isSent">It went out; otherwise nobody needs it any more.</param>
public sealed class DunningMail(Guid periodId, int day, DunningLetter letter, bool isSent, DateTime at) : IAppendOnly
{
    public Guid PeriodId { get; private set; } = periodId;
    public int Day { get; private set; } = day;
    public DunningLetter Letter { get; private set; } = letter;
    public bool IsSent { get; private set; } = isSent;
    public DateTime At { get; private set; } = at;
}
