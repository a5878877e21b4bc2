using System.ComponentModel.DataAnnotations;

namespace Marketplace.Pricing;

/// <summary>Prices: section <c>Pricing</c>.</summary>
public sealed class PricingOptions
{
    public const string Section = "Pricing";

    /// <summary>
    /// The currency (ISO 4217) in which every offer has a price and by which lists are filtered and ordered; offers may have prices in others
    /// beside it. Change it only while nothing is offered: lists keep the prices in the currency before until the offers of a module change.
    /// </summary>
    [Required]
    public string Currency { get; set; } = "EUR";

    /// <summary>How many days before its day a successor of an offer is announced at least to those who go over to it.</summary>
    [Range(1, 365)]
    public int SuccessionNoticeDays { get; set; } = 30;
}
