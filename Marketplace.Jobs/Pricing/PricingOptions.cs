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
}
