using System.Globalization;
using System.Xml.Linq;
using Marketplace.Data;

namespace Marketplace.Billing.Invoices;

/// <summary>The one category of VAT that a document of ours has.</summary>
/// <param name="Category">A code of UNTDID 5305 that EN 16931 takes.</param>
/// <param name="Percent">Null outside its scope, where there is no rate.</param>
/// <param name="Reason">Why nothing is charged; null where something is.</param>
internal sealed record UblTax(string Category, decimal? Percent, string? Reason)
{
    public const string Vat = "VAT";

    public bool IsOutsideScope => Category is "O";

    public static UblTax? Of(InvoiceDocument document) => (document.Treatment, document.Taxes) switch
    {
        (TaxTreatment.Taxed, [{ Rate: { Name: Vat, Percent: var percent } }]) => new(percent == 0 ? "Z" : "S", percent, null),
        (TaxTreatment.ReverseCharge, []) => new("AE", 0, Why(document)),
        (TaxTreatment.Exempt, []) => new("E", 0, Why(document)),
        (TaxTreatment.OutsideScope, []) => new("O", null, Why(document)),
        _ => null,
    };

    /// <summary>
    /// Less than one unit from the rate of the net amount, as the published rules check it (BR-CO-17). A credit of many parts may be further off where a
    /// currency has no decimals, since the tax of each part was rounded.
    /// </summary>
    public bool IsExact(InvoiceDocument document) =>
        Math.Abs(Units(document.Tax) - (Units(document.Net) * (Percent ?? 0) / 100)) < 1;

    public XElement Total(InvoiceDocument document) => Ubl.Group(
        "TaxTotal",
        Ubl.Amount("TaxAmount", document.Tax),
        Ubl.Group(
            "TaxSubtotal",
            Ubl.Amount("TaxableAmount", document.Net),
            Ubl.Amount("TaxAmount", document.Tax),
            Element("TaxCategory", Reason)));

    public XElement OfLine() => Element("ClassifiedTaxCategory", null);

    private XElement Element(string name, string? reason) => Ubl.Group(
        name,
        Ubl.Text("ID", Category),
        Percent is { } percent ? Ubl.Text("Percent", Ubl.Percent(percent)) : null,
        reason is null ? null : Ubl.Text("TaxExemptionReason", reason),
        Ubl.Group("TaxScheme", Ubl.Text("ID", Vat)));

    private static decimal Units(Money amount) => decimal.Parse(Currency.Of(amount.Currency).Text(amount.Minor), CultureInfo.InvariantCulture);

    private static string Why(InvoiceDocument document) => document.Notes.FirstOrDefault(note => note != "") ?? document.Treatment switch
    {
        TaxTreatment.ReverseCharge => "Reverse charge",
        TaxTreatment.Exempt => "Exempt from tax",
        _ => "Not subject to VAT",
    };
}
