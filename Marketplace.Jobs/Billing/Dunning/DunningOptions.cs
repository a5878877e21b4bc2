using System.ComponentModel.DataAnnotations;

namespace Marketplace.Billing.Dunning;

/// <summary>What clients are reminded of, and how long: section <c>Dunning</c>.</summary>
public sealed class DunningOptions
{
    public const string Section = "Dunning";

    /// <summary>So many hours the link of a mail leads to the payment; the next mail has a new one.</summary>
    [Range(1, 720)]
    public int LinkHours { get; set; } = 72;

    /// <summary>So many days before a card expires that the next charge needs, its owners are told; 0 tells nobody.</summary>
    [Range(0, 90)]
    public int CardDays { get; set; } = 30;

    /// <summary>So many days before a subscription is renewed for a year; 0 tells nobody.</summary>
    [Range(0, 90)]
    public int RenewalDays { get; set; } = 30;

    /// <summary>So many days before a period that costs more than the one before, as after a promotion; 0 tells nobody.</summary>
    [Range(0, 90)]
    public int PriceDays { get; set; } = 14;

    /// <summary>So many days before a trial ends; 0 tells nobody.</summary>
    [Range(0, 30)]
    public int TrialDays { get; set; } = 3;
}
