namespace Marketplace.Pricing.Tax;

/// <summary>Which countries tax as one territory: the European Union's, and places that are treated as a part of another country.</summary>
public static class TaxTerritory
{
    /// <summary>The members of the European Union, by ISO 3166-1.</summary>
    public static readonly IReadOnlySet<string> Union = new HashSet<string>
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO",
        "SE", "SI", "SK",
    };

    /// <summary>Regions of members that lie outside the Union’s territory of VAT: Directive 2006/112/EC, article 6.</summary>
    private static readonly HashSet<string> Outside = ["ES-CN", "ES-CE", "ES-ML", "FI-01", "GR-69"];

    /// <summary>Treated as a part of another country: article 7.</summary>
    private static readonly Dictionary<string, string> PartOf = new() { ["MC"] = "FR", ["IM"] = "GB" };

    /// <summary>The country whose tax counts in a country.</summary>
    public static string Of(string country) => PartOf.GetValueOrDefault(country, country);

    public static bool IsUnion(string country, string region) => Union.Contains(Of(country)) && !Outside.Contains(region);
}
