using System.Xml.Linq;
using Marketplace.Data;

namespace Marketplace.Billing.Invoices;

/// <summary>Who sells and who buys, in UBL.</summary>
internal static class UblParty
{
    public static XElement Of(InvoiceParty party, UblTax tax, bool isSeller)
    {
        var (address, number) = (party.Address, party.TaxNumber);
        return Ubl.Group(
            "Party",
            // The seller is identified by its number, whether that is one of VAT or not.
            isSeller && number is not null ? Ubl.Group("PartyIdentification", Ubl.Text("ID", number)) : null,
            Ubl.Group(
                "PostalAddress",
                Some("StreetName", address.Line1),
                Some("AdditionalStreetName", address.Line2),
                Some("CityName", address.City),
                Some("PostalZone", address.PostalCode),
                Some("CountrySubentity", address.Region),
                Ubl.Group("Country", Ubl.Text("IdentificationCode", address.Country))),
            number is null ? null : Scheme(VatIdOf(number, address.Country), number, tax, isSeller),
            Ubl.Group("PartyLegalEntity", Ubl.Text("RegistrationName", address.Name)));
    }

    // What is outside the scope of VAT names no VAT identifier of either (BR-O-02). A registration that is none has a scheme of its own.
    private static XElement? Scheme(string? vatId, string number, UblTax tax, bool isSeller) =>
        tax.IsOutsideScope ? null
        : vatId is not null ? Ubl.Group("PartyTaxScheme", Ubl.Text("CompanyID", vatId), Ubl.Group("TaxScheme", Ubl.Text("ID", UblTax.Vat)))
        : isSeller ? Ubl.Group("PartyTaxScheme", Ubl.Text("CompanyID", number), Ubl.Group("TaxScheme", Ubl.Text("ID", "TAX")))
        : null;

    /// <summary>With the country that a VAT identifier begins with (BR-CO-09), which those of Norway lack; null for EU numbers of the One-Stop-Shop.</summary>
    internal static string? VatIdOf(string number, string country) =>
        number.StartsWith("EU", StringComparison.Ordinal) ? null
        : number.Length > 2 && (number[..2] is "EL" or "XI" || Country.Find(number[..2]) is not null) && char.IsAsciiLetterUpper(number[0]) ? number
        : $"{country}{number}";

    private static XElement? Some(string name, string text) => text == "" ? null : Ubl.Text(name, text);
}
