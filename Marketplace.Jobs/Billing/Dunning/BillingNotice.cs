using Marketplace.Data;

namespace Marketplace.Billing.Dunning;

public enum BillingNoticeKind
{
    /// <summary>A card expires before the next charge.</summary>
    CardExpires,

    /// <summary>A subscription is renewed for a year.</summary>
    Renewal,

    /// <summary>The next period costs more than this one.</summary>
    PriceChange,

    TrialEnds,
}

/// <summary>That a client was told beforehand of what comes. Never changed, and there once: the database takes one of each.</summary>
/// <param name="subject">What was told of, as <c>kind/id</c> with what makes it another: the period, or the day on which a card expires.</param>
public sealed class BillingNotice(BillingNoticeKind kind, string subject, DateTime at) : IAppendOnly
{
    public const int MaxSubject = 100;

    public BillingNoticeKind Kind { get; private set; } = kind;
    public string Subject { get; private set; } = subject;
    public DateTime At { get; private set; } = at;
}
