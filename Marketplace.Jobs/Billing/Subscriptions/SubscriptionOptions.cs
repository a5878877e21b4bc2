using System.ComponentModel.DataAnnotations;

namespace Marketplace.Billing.Subscriptions;

/// <summary>How subscriptions change: section <c>Subscriptions</c>.</summary>
public sealed class SubscriptionOptions
{
    public const string Section = "Subscriptions";

    /// <summary>By what a period is divided that is changed in its middle: <c>Second</c> or <c>Day</c>.</summary>
    [EnumDataType(typeof(ProrationUnit))]
    public ProrationUnit ProrateBy { get; set; } = ProrationUnit.Second;

    /// <summary>For so many hours after the end of a period the invoice with its usage is a draft, for what sites report late. 0 for none.</summary>
    // With the longest pause of billing it stays within the day that licenses last beyond what is paid.
    [Range(0, 8)]
    public int DraftHours { get; set; } = 1;

    /// <summary>How long a pause lasts at most, in days. 0 allows none.</summary>
    [Range(0, 730)]
    public int MaxPauseDays { get; set; } = 92;

    /// <summary>How often a subscription may be paused within 365 days.</summary>
    [Range(0, 12)]
    public int PausesPerYear { get; set; } = 1;
}
