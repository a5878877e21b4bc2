using System.Text.Json.Serialization;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;

namespace Marketplace.Billing.Invoices;

/// <summary>What kind of sale a line is. The names are the interface's codes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SaleKind>))]
public enum SaleKind
{
    /// <summary>Sold for good, and setup fees.</summary>
    OneTime,

    /// <summary>Sold for a term that renews.</summary>
    Recurring,

    /// <summary>What was used of a quantity.</summary>
    Usage,
}

internal static class SaleKinds
{
    extension(QuoteLine line)
    {
        public SaleKind Stream => line.Kind is QuoteLineKind.Usage ? SaleKind.Usage
            : line.Kind is QuoteLineKind.License && line.Model.Months() > 0 ? SaleKind.Recurring : SaleKind.OneTime;
    }
}
