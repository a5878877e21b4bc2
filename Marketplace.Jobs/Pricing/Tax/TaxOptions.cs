using System.ComponentModel.DataAnnotations;

namespace Marketplace.Pricing.Tax;

/// <summary>Who is asked about VAT ids: section <c>Pricing</c>.</summary>
public sealed class TaxOptions
{
    public const string Section = "Pricing";

    /// <summary>
    /// The address of the European Commission’s register of VAT ids, <c>https://ec.europa.eu/taxation_customs/vies/rest-api</c>. Empty asks nobody: then VAT
    /// ids are checked by form and checksum.
    /// </summary>
    [RegularExpression(@"https?://[^\s?#]+", ErrorMessage = "Pricing:Vies is an https address, such as https://ec.europa.eu/taxation_customs/vies/rest-api.")]
    public string Vies { get; set; } = "";
}
