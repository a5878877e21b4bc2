using System.ComponentModel.DataAnnotations;

namespace Marketplace.Pricing.Tax;

/// <summary>Who is asked about tax and VAT ids: section <c>Pricing</c>.</summary>
public sealed class TaxOptions
{
    public const string Section = "Pricing";

    /// <summary>
    /// The address of the European Commission’s register of VAT ids, <c>https://ec.europa.eu/taxation_customs/vies/rest-api</c>. Empty asks nobody: then VAT
    /// ids are checked by form and checksum.
    /// </summary>
    [RegularExpression(@"https?://[^\s?#]+", ErrorMessage = "Pricing:Vies is an https address, such as https://ec.europa.eu/taxation_customs/vies/rest-api.")]
    public string Vies { get; set; } = "";

    /// <summary>
    /// A secret or restricted key of Stripe (<c>sk_…</c>, <c>rk_…</c>) with which Stripe Tax is asked how each sale is taxed. Empty asks nobody: the rules
    /// of docs/tax.md and the rates under Tax and currencies decide.
    /// </summary>
    public string StripeTaxKey { get; set; } = "";

    /// <summary>Where Stripe answers; empty for Stripe itself.</summary>
    [RegularExpression(@"https?://[^\s?#]+", ErrorMessage = "Pricing:StripeTaxBase is an http or https address.")]
    public string StripeTaxBase { get; set; } = "";
}
