using System.ComponentModel.DataAnnotations;

namespace Marketplace.Revenue;

/// <summary>Revenue: section <c>Revenue</c>.</summary>
public sealed class RevenueOptions
{
    public const string Section = "Revenue";

    /// <summary>The currency (ISO 4217) in which figures are reported unless another is chosen; empty for that of prices.</summary>
    [RegularExpression("^([A-Z]{3})?$", ErrorMessage = "Revenue:Currency is a currency of ISO 4217, such as EUR.")]
    public string Currency { get; set; } = "";
}
