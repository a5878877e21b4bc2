using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Subscriptions;

/// <summary>What an organization buys again and again: the price that was agreed on, period after period.</summary>
public sealed class Subscription
{
    public const int MaxReason = 500, MaxZone = TimeZones.MaxLength;

    private string _basket;
    private string? _later, _successor;
    private Basket? _read;

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
        (Period, Turn) = TrialEndsAt is null ? (0, 0) : (-1, -1);
        (RenewsAt, IsMetered) = (BilledUntil, basket.Lines[at].Offer.Meters.Count > 0);
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

    /// <summary>From when its periods are counted: the first that was paid, or the last change of the billing day.</summary>
    public DateTime Anchor { get; private set; }

    /// <summary>The turn that begins there; see <see cref="BillingTerms"/>.</summary>
    public int AnchorTurn { get; private set; }

    /// <summary>The last turn that was billed; -1 during a trial.</summary>
    public int Turn { get; private set; }

    /// <summary>When the next turn begins, if that is not where this one ends.</summary>
    public DateTime? Shift { get; private set; }

    public DateTime StartedAt { get; private set; }
    public DateTime? TrialEndsAt { get; private set; }

    /// <summary>The last period that was billed, from 0 on; -1 during a trial.</summary>
    public int Period { get; private set; }

    /// <summary>When the next period is billed; null where none follows, or none until a person has looked.</summary>
    public DateTime? RenewsAt { get; private set; }

    /// <summary>What is used is billed with the next period, so its invoice is a draft for a while.</summary>
    public bool IsMetered { get; private set; }

    /// <summary>By which saved method; null for what the organization pays by where nobody chose.</summary>
    public Guid? MethodId { get; private set; }

    /// <summary>Since when a billed period waits for its payment.</summary>
    public DateTime? PastDueSince { get; private set; }

    /// <summary>From when on nothing is billed, until it is resumed.</summary>
    public DateTime? PausedFrom { get; private set; }

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
    public Basket Basket => _read ??= QuoteDocument.ReadBasket(_basket);

    /// <summary>The number of its line in the basket.</summary>
    public int Line { get; private set; }

    /// <summary>The period that a person let be billed, however high it is.</summary>
    public int? Released { get; private set; }

    /// <summary>What is bought, in words.</summary>
    public string Words => WordsOf(Tier, Model, Sites);

    /// <summary>What is bought from the next period on, in words; null if that is the same.</summary>
    public string? LaterWords => Terms.Later is { } later ? WordsOf(later.Offer.Tier, later.Offer.Model, later.Sites) : null;

    public static string WordsOf(OfferTier tier, OfferModel model, int sites) => $"{tier}, {model.Words()}, {sites:#,0} {(sites == 1 ? "site" : "sites")}";

    /// <summary>How it is billed from here on.</summary>
    public BillingTerms Terms => new(Basket.Lines[Line], Anchor, AnchorTurn, Turn, TimeZones.Find(TimeZone) ?? TimeZoneInfo.Utc)
    {
        Later = _later is null ? null : QuoteDocument.ReadLine(_later), Shift = Shift, Pauses = PausedFrom is not null,
        Successor = _successor is null ? null : SuccessorTerms.Read(_successor),
    };

    /// <summary>The end of what was billed: of the trial, before anything was.</summary>
    public DateTime BilledUntil => Terms.BilledUntil;

    public SubscriptionState StateAt(DateTime now) => this switch
    {
        { EndedAt: not null } => SubscriptionState.Ended,
        { ParkedAt: not null } => SubscriptionState.Parked,
        { PastDueSince: not null } => SubscriptionState.PastDue,
        { CanceledAt: not null } => SubscriptionState.Canceled,
        { PausedFrom: { } from } when from <= now => SubscriptionState.Paused,
        _ => Period < 0 && now < TrialEndsAt ? SubscriptionState.Trialing : SubscriptionState.Active,
    };

    /// <summary>The next period is billed.</summary>
    public SubscriptionPeriod Bill(DateTime now) => Change(() =>
    {
        var (next, after) = Terms.Next();
        PausedFrom = null;
        Adopt(after);
        return Add(next.From, next.Until, continues: false, now);
    });

    /// <summary>What was billed last ends now, and so much of another is billed instead.</summary>
    /// <param name="terms">How it goes on after that.</param>
    /// <param name="continues">It is a piece of the same turn.</param>
    public SubscriptionPeriod Replace(SubscriptionPeriod last, BillingTerms terms, DateTime until, bool continues, DateTime at) => Change(() =>
    {
        last.Cut(at);
        PausedFrom = terms.Pauses ? PausedFrom : null;
        Adopt(terms);
        // The next charges were part of the preview that was confirmed.
        Released = Period + 2;
        return Add(at, until, continues, at);
    });

    /// <summary>It goes on otherwise from its next period on; nothing is billed for that now.</summary>
    public void Plan(BillingTerms terms) => Change(() =>
    {
        PausedFrom = terms.Pauses ? PausedFrom ?? BilledUntil : null;
        Adopt(terms);
        Released = Period + 1;
    });

    /// <summary>Its offer has a successor, whose place that takes with the first period that begins then.</summary>
    public void Succeed(SuccessorTerms successor) => Change(() => _successor = successor.Write());

    /// <summary>It ends now, in the middle of what was billed.</summary>
    public void CancelNow(SubscriptionPeriod? last, long byId, string reason, DateTime now) => Change(() =>
    {
        last?.Cut(now);
        (CanceledAt, CanceledById, CancelReason, RenewsAt, EndsAt) = (now, byId, reason.Clip(MaxReason), (DateTime?)null, now);
    });

    public void Owe(DateTime now) => Change(() => PastDueSince ??= now);

    public void Settle() => Change(() => PastDueSince = null);

    public void Choose(Guid? methodId) => Change(() => MethodId = methodId);

    /// <summary>It goes on to the end of what was billed.</summary>
    public void Cancel(long byId, string reason, DateTime now) => Change(() =>
        (CanceledAt, CanceledById, CancelReason, RenewsAt, EndsAt) = (now, byId, reason.Clip(MaxReason), (DateTime?)null, BilledUntil));

    public void Reactivate() => Change(() =>
        (CanceledAt, CanceledById, CancelReason, RenewsAt, EndsAt) = (null, null, "", ParkedAt is null ? NextAt : null, null));

    /// <summary>What was used in its last period is billed in one that has no length.</summary>
    public SubscriptionPeriod Close(DateTime now) => Change(() =>
        Add(EndsAt ?? BilledUntil, EndsAt ?? BilledUntil, continues: false, now));

    public void End(DateTime now) => Change(() => (EndedAt, RenewsAt, EndsAt) = (now, (DateTime?)null, null));

    public void Park(string reason, DateTime now) => Change(() =>
        (ParkedAt, ParkedBecause, RenewsAt, EndsAt) = (now, reason.Clip(MaxReason), (DateTime?)null, null));

    public void Release() => Change(() =>
        (ParkedAt, ParkedBecause, RenewsAt, EndsAt, Released) =
            (null, "", CanceledAt is null ? NextAt : null, CanceledAt is null ? null : BilledUntil, Period + 1));

    private DateTime NextAt => Terms.Next().Period.From;

    private void Adopt(BillingTerms terms)
    {
        if (!ReferenceEquals(terms.Line, Basket.Lines[Line]))
        {
            _read = Basket.With(Line, terms.Line);
            _basket = QuoteDocument.Write(_read);
            (OfferId, Tier, Model, Sites) = (terms.Line.OfferId, _read.TierOf(Line), terms.Line.Offer.Model, terms.Line.Sites);
            IsMetered = terms.Line.Offer.Meters.Count > 0;
        }

        _later = terms.Later is { } later ? QuoteDocument.Write(later) : null;
        _successor = terms.Successor?.Of(OfferId)?.Write();
        (Anchor, AnchorTurn, Turn, Shift) = (terms.Anchor, terms.AnchorTurn, terms.Turn, terms.Shift);
        RenewsAt = CanceledAt is null ? NextAt : null;
    }

    private SubscriptionPeriod Add(DateTime from, DateTime until, bool continues, DateTime now)
    {
        Period++;
        var period = new SubscriptionPeriod(Id, Period, from, until, now) { Continues = continues, Meters = Basket.Lines[Line].Offer.Meters };
        Periods.Add(period);
        return period;
    }

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
