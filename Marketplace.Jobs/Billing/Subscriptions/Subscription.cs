using System.Text.Json.Serialization;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Subscriptions;

/// <summary>How a subscription stands, from what happened to it. What needs someone comes first; the names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SubscriptionState>))]
public enum SubscriptionState
{
    /// <summary>It is not billed until a person has looked at it.</summary>
    Parked,

    /// <summary>A period is billed and not paid yet, though its day has come.</summary>
    PastDue,

    Trialing,
    Active,

    /// <summary>It goes on to the end of what is paid, and no further.</summary>
    Canceled,

    Ended,
}

/// <summary>What an organization buys again and again: the price that was agreed on, period after period.</summary>
public sealed class Subscription
{
    public const int MaxReason = 500, MaxZone = TimeZones.MaxLength;

    private string _basket;

    private Subscription() => (_basket, Name, Currency, TimeZone) = ("", "", "", "");

    /// <param name="line">What was ordered; its license is there.</param>
    /// <param name="basket">As it was quoted.</param>
    /// <param name="at">The number of the line in it.</param>
    /// <param name="zone">By whose calendar it is billed.</param>
    public Subscription(Orders.Order order, Orders.OrderLine line, Basket basket, int at, TimeZoneInfo zone, DateTime now)
    {
        (Id, OrganizationId, OrderId, ById, StartedAt) = (Guid.NewGuid(), order.OrganizationId, order.Id, order.ById, now);
        (ModuleId, OfferId, LicenseId, Name, Tier, Model) = (line.ModuleId, line.OfferId, line.LicenseId!.Value, line.Name, line.Tier, line.Model);
        (Sites, Currency, TimeZone, MethodId, _basket) = (line.Sites, order.Currency, zone.Id, order.MethodId, QuoteDocument.Write(basket));
        (Anchor, TrialEndsAt, Line) = (line.TrialEnds ?? now, line.TrialEnds, at);
        Period = TrialEndsAt is null ? 0 : -1;
        RenewsAt = Cycle.StartOf(Period + 1);
    }

    public Guid Id { get; private set; }
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public Guid OrderId { get; private set; }

    /// <summary>Who ordered it.</summary>
    public long ById { get; private set; }

    public long ModuleId { get; private set; }
    public Module Module { get; private set; } = null!;
    public long OfferId { get; private set; }

    /// <summary>The license that it pays for.</summary>
    public long LicenseId { get; private set; }

    public License License { get; private set; } = null!;
    public string Name { get; private set; }
    public OfferTier Tier { get; private set; }
    public OfferModel Model { get; private set; }
    public int Sites { get; private set; }
    public string Currency { get; private set; }
    public string TimeZone { get; private set; }

    /// <summary>When the first period begins that is paid.</summary>
    public DateTime Anchor { get; private set; }

    public DateTime StartedAt { get; private set; }
    public DateTime? TrialEndsAt { get; private set; }

    /// <summary>The last period that was billed, from 0 on; -1 during a trial.</summary>
    public int Period { get; private set; }

    /// <summary>When the next period is billed; null where none follows, or none until a person has looked.</summary>
    public DateTime? RenewsAt { get; private set; }

    /// <summary>By which saved method; null for what the organization pays by where nobody chose.</summary>
    public Guid? MethodId { get; private set; }

    /// <summary>Since when a billed period waits for its payment.</summary>
    public DateTime? PastDueSince { get; private set; }

    public DateTime? CanceledAt { get; private set; }
    public long? CanceledById { get; private set; }
    public string CancelReason { get; private set; } = "";

    /// <summary>When it ends because it was canceled.</summary>
    public DateTime? EndsAt { get; private set; }

    public DateTime? EndedAt { get; private set; }
    public DateTime? ParkedAt { get; private set; }
    public string ParkedBecause { get; private set; } = "";

    /// <summary>Counts changes, so that of two that act at once one looks again.</summary>
    public int Version { get; private set; }

    public ICollection<SubscriptionPeriod> Periods { get; } = [];
    public ICollection<SubscriptionEvent> Events { get; } = [];

    /// <summary>What was agreed on, with what was bought along: promotions are shared among all of it.</summary>
    public Basket Basket => QuoteDocument.ReadBasket(_basket);

    /// <summary>The number of its line in the basket.</summary>
    public int Line { get; private set; }

    /// <summary>The period that a person let be billed, however high it is.</summary>
    public int? Released { get; private set; }

    public BillingCycle Cycle => BillingCycle.Of(Anchor, Model.Months(), TimeZones.Find(TimeZone) ?? TimeZoneInfo.Utc);

    /// <summary>The end of what was billed: of the trial, before anything was.</summary>
    public DateTime BilledUntil => Cycle.StartOf(Period + 1);

    public SubscriptionState StateAt(DateTime now) => this switch
    {
        { EndedAt: not null } => SubscriptionState.Ended,
        { ParkedAt: not null } => SubscriptionState.Parked,
        { PastDueSince: not null } => SubscriptionState.PastDue,
        { CanceledAt: not null } => SubscriptionState.Canceled,
        _ => Period < 0 && now < TrialEndsAt ? SubscriptionState.Trialing : SubscriptionState.Active,
    };

    /// <summary>The next period is billed.</summary>
    public SubscriptionPeriod Bill(DateTime now) => Change(() =>
    {
        Period++;
        var period = new SubscriptionPeriod(Id, Period, Cycle.StartOf(Period), Cycle.StartOf(Period + 1), now);
        RenewsAt = CanceledAt is null ? period.Until : null;
        Periods.Add(period);
        return period;
    });

    public void Owe(DateTime now) => Change(() => PastDueSince ??= now);

    public void Settle() => Change(() => PastDueSince = null);

    public void Choose(Guid? methodId) => Change(() => MethodId = methodId);

    /// <summary>It goes on to the end of what was billed.</summary>
    public void Cancel(long byId, string reason, DateTime now) => Change(() =>
        (CanceledAt, CanceledById, CancelReason, RenewsAt, EndsAt) = (now, byId, reason.Clip(MaxReason), (DateTime?)null, BilledUntil));

    public void Reactivate() => Change(() =>
        (CanceledAt, CanceledById, CancelReason, RenewsAt, EndsAt) = (null, null, "", ParkedAt is null ? BilledUntil : null, null));

    /// <summary>What was used in its last period is billed in one that has no length.</summary>
    public SubscriptionPeriod Close(DateTime now) => Change(() =>
    {
        var (number, end) = (Period + 1, BilledUntil);
        var period = new SubscriptionPeriod(Id, number, end, end, now);
        Periods.Add(period);
        return period;
    });

    public void End(DateTime now) => Change(() => (EndedAt, RenewsAt, EndsAt) = (now, (DateTime?)null, null));

    public void Park(string reason, DateTime now) => Change(() =>
        (ParkedAt, ParkedBecause, RenewsAt, EndsAt) = (now, reason.Clip(MaxReason), (DateTime?)null, null));

    public void Release() => Change(() =>
        (ParkedAt, ParkedBecause, RenewsAt, EndsAt, Released) =
            (null, "", CanceledAt is null ? BilledUntil : null, CanceledAt is null ? null : BilledUntil, Period + 1));

    private void Change(Action change)
    {
        change();
        Version++;
    }

    private T Change<T>(Func<T> change)
    {
        Version++;
        return change();
    }
}
