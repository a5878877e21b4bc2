using System.Globalization;
using System.Xml.Linq;
using Marketplace.Data;

namespace Marketplace.Tests.Billing;

/// <summary>Business rules of EN 16931 that concern what we write, read from the XML alone. The names are those of the standard.</summary>
internal static class EnRules
{
    private const string Names = "urn:oasis:names:specification:ubl:schema:xsd:";
    private static readonly XNamespace Cac = $"{Names}CommonAggregateComponents-2", Cbc = $"{Names}CommonBasicComponents-2";

    /// <summary>The rules that the document breaks.</summary>
    public static IReadOnlyList<string> Broken(XDocument document)
    {
        var root = document.Root!;
        var isCredit = root.Name.LocalName is "CreditNote";
        var lines = root.Elements(Cac + (isCredit ? "CreditNoteLine" : "InvoiceLine")).ToList();
        return [.. Head(root, isCredit).Concat(Parties(root)).Concat(Sums(root, lines))
            .Concat(lines.SelectMany(Line)).Concat(Vat(root, lines)).Concat(Form(root))
            .Where(rule => rule.IsBroken).Select(rule => rule.Rule).Distinct()];
    }

    private static IEnumerable<(string Rule, bool IsBroken)> Head(XElement root, bool isCredit)
    {
        var (due, means) = (root.Element(Cbc + "DueDate"), root.Element(Cac + "PaymentMeans"));
        yield return ("BR-01", Text(root, "CustomizationID") is null);
        yield return ("BR-02", Text(root, "ID") is null);
        yield return ("BR-03", !DateOnly.TryParseExact(Text(root, "IssueDate"), "yyyy-MM-dd", out _));
        yield return ("BR-04", isCredit ? Text(root, "CreditNoteTypeCode") is not ("381" or "261") : Text(root, "InvoiceTypeCode") is not ("380" or "389"));
        yield return ("BR-05", Text(root, "DocumentCurrencyCode") is not { } currency || Currency.Find(currency) is null);
        yield return ("BR-16", !root.Elements().Any(e => e.Name.LocalName.EndsWith("Line", StringComparison.Ordinal)));
        yield return ("BR-49", means is not null && Text(means, "PaymentMeansCode") is null);
        yield return ("BR-50", means?.Element(Cac + "PayeeFinancialAccount") is { } account && Text(account, "ID") is null);
        yield return ("BR-55", root.Elements(Cac + "BillingReference").Any(one => Text(one.Element(Cac + "InvoiceDocumentReference")!, "ID") is null));
        yield return ("BR-61", means is not null && Text(means, "PaymentMeansCode") is "30" or "58" && means!.Element(Cac + "PayeeFinancialAccount") is null);
        yield return ("BR-CO-25", Amount(Totals(root), "PayableAmount") > 0 && due is null
            && Text(root.Element(Cac + "PaymentTerms") ?? Nothing, "Note") is null);
    }

    private static IEnumerable<(string Rule, bool IsBroken)> Parties(XElement root)
    {
        var (seller, buyer) = (Party(root, "AccountingSupplierParty"), Party(root, "AccountingCustomerParty"));
        yield return ("BR-06", Text(seller.Element(Cac + "PartyLegalEntity") ?? Nothing, "RegistrationName") is null);
        yield return ("BR-07", Text(buyer.Element(Cac + "PartyLegalEntity") ?? Nothing, "RegistrationName") is null);
        yield return ("BR-08", seller.Element(Cac + "PostalAddress") is null);
        yield return ("BR-09", CountryOf(seller) is null);
        yield return ("BR-10", buyer.Element(Cac + "PostalAddress") is null);
        yield return ("BR-11", CountryOf(buyer) is null);
        yield return ("BR-CO-09", new[] { seller, buyer }.Select(VatId).Any(id => id is not null && id[..2] is not "EL" && Country.Find(id[..2]) is null));
        yield return ("BR-CO-26", VatId(seller) is null && Text(seller.Element(Cac + "PartyIdentification") ?? Nothing, "ID") is null);
    }

    private static IEnumerable<(string Rule, bool IsBroken)> Sums(XElement root, List<XElement> lines)
    {
        var totals = Totals(root);
        yield return ("BR-12", Text(totals, "LineExtensionAmount") is null);
        yield return ("BR-13", Text(totals, "TaxExclusiveAmount") is null);
        yield return ("BR-14", Text(totals, "TaxInclusiveAmount") is null);
        yield return ("BR-15", Text(totals, "PayableAmount") is null);
        yield return ("BR-CO-10", Amount(totals, "LineExtensionAmount") != lines.Sum(line => Amount(line, "LineExtensionAmount")));
        yield return ("BR-CO-13", Amount(totals, "TaxExclusiveAmount")
            != Amount(totals, "LineExtensionAmount") - Amount(totals, "AllowanceTotalAmount") + Amount(totals, "ChargeTotalAmount"));
        yield return ("BR-CO-14", Amount(Tax(root), "TaxAmount") != Tax(root).Elements(Cac + "TaxSubtotal").Sum(one => Amount(one, "TaxAmount")));
        yield return ("BR-CO-15", Amount(totals, "TaxInclusiveAmount") != Amount(totals, "TaxExclusiveAmount") + Amount(Tax(root), "TaxAmount"));
        yield return ("BR-CO-16", Amount(totals, "PayableAmount") != Amount(totals, "TaxInclusiveAmount") - Amount(totals, "PrepaidAmount"));
    }

    private static IEnumerable<(string Rule, bool IsBroken)> Line(XElement line)
    {
        var quantity = line.Elements().FirstOrDefault(e => e.Name.LocalName.EndsWith("edQuantity", StringComparison.Ordinal));
        var (item, price, period) = (line.Element(Cac + "Item") ?? Nothing, line.Element(Cac + "Price") ?? Nothing, line.Element(Cac + "InvoicePeriod"));
        var discounts = line.Elements(Cac + "AllowanceCharge").ToList();
        yield return ("BR-21", Text(line, "ID") is null);
        yield return ("BR-22", quantity is null);
        yield return ("BR-23", quantity?.Attribute("unitCode") is null);
        yield return ("BR-24", Text(line, "LineExtensionAmount") is null
            || Amount(line, "LineExtensionAmount") != decimal.Parse(quantity!.Value, CultureInfo.InvariantCulture)
                * Amount(price, "PriceAmount") - discounts.Sum(one => Amount(one, "Amount")));
        yield return ("BR-25", Text(item, "Name") is null);
        yield return ("BR-26", Text(price, "PriceAmount") is null);
        yield return ("BR-27", Amount(price, "PriceAmount") < 0);
        yield return ("BR-30", period is not null && string.CompareOrdinal(Text(period, "StartDate"), Text(period, "EndDate")) > 0);
        yield return ("BR-42", discounts.Any(one => Text(one, "AllowanceChargeReason") is null));
        yield return ("BR-CO-04", Text(item.Element(Cac + "ClassifiedTaxCategory") ?? Nothing, "ID") is null);
    }

    private static IEnumerable<(string Rule, bool IsBroken)> Vat(XElement root, List<XElement> lines)
    {
        var (parts, seller, buyer) = (Tax(root).Elements(Cac + "TaxSubtotal").ToList(),
            Party(root, "AccountingSupplierParty"), Party(root, "AccountingCustomerParty"));
        yield return ("BR-CO-18", parts.Count == 0);
        foreach (var part in parts)
        {
            var category = part.Element(Cac + "TaxCategory")!;
            var (code, percent, reason) = (Text(category, "ID") ?? "", Text(category, "Percent"), Text(category, "TaxExemptionReason"));
            var family = code is "AE" ? "BR-AE" : $"BR-{code}";
            var own = lines.Where(line => Text(line.Element(Cac + "Item")!.Element(Cac + "ClassifiedTaxCategory")!, "ID") == code).ToList();
            var hasNumber = seller.Element(Cac + "PartyTaxScheme") is not null;
            yield return ("BR-45", Text(part, "TaxableAmount") is null);
            yield return ("BR-46", Text(part, "TaxAmount") is null);
            yield return ("BR-47", code == "");
            yield return ("BR-48", percent is null && code is not "O");
            // The schematron lets it differ by less than one, since sums of lines may have been rounded.
            yield return ("BR-CO-17", Math.Abs(Amount(part, "TaxAmount") - Amount(part, "TaxableAmount") * Number(percent) / 100) >= 1);
            yield return ($"{family}-01", own.Count == 0 || own.Count != lines.Count);
            yield return ($"{family}-02", code is "O" ? VatId(seller) is not null || VatId(buyer) is not null
                : !hasNumber || (code is "AE" && VatId(buyer) is null));
            yield return ($"{family}-05", own.Any(line => Wrong(code, Text(line.Element(Cac + "Item")!.Element(Cac + "ClassifiedTaxCategory")!, "Percent"))));
            yield return ($"{family}-08", Amount(part, "TaxableAmount") != own.Sum(line => Amount(line, "LineExtensionAmount")));
            yield return ($"{family}-09", code is not "S" && Amount(part, "TaxAmount") != 0);
            yield return ($"{family}-10", code is "S" or "Z" ? reason is not null : reason is null);
            yield return ("BR-O-11", code is "O" && parts.Count > 1);
        }
    }

    private static IEnumerable<(string Rule, bool IsBroken)> Form(XElement root)
    {
        var amounts = root.Descendants().Where(e => e.Attribute("currencyID") is not null).ToList();
        yield return ("BR-DEC", amounts.Any(e => e.Value.Split('.') is [_, { Length: > 2 }]));
        yield return ("currency", amounts.Any(e => e.Attribute("currencyID")!.Value != Text(root, "DocumentCurrencyCode")));
        yield return ("UBL-SR", root.DescendantsAndSelf().Any(e => !e.HasElements && string.IsNullOrWhiteSpace(e.Value)));
    }

    private static bool Wrong(string code, string? percent) =>
        code switch { "S" => Number(percent) <= 0, "O" => percent is not null, _ => percent is null || Number(percent) != 0 };

    private static XElement Nothing => new("nothing");

    private static XElement Totals(XElement root) => root.Element(Cac + "LegalMonetaryTotal") ?? Nothing;

    private static XElement Tax(XElement root) => root.Element(Cac + "TaxTotal") ?? Nothing;

    private static XElement Party(XElement root, string name) => root.Element(Cac + name)?.Element(Cac + "Party") ?? Nothing;

    private static string? CountryOf(XElement party) =>
        Text(party.Element(Cac + "PostalAddress")?.Element(Cac + "Country") ?? Nothing, "IdentificationCode")
            is { } code && Country.Find(code) is not null ? code : null;

    private static string? VatId(XElement party) => party.Elements(Cac + "PartyTaxScheme")
        .Where(one => Text(one.Element(Cac + "TaxScheme") ?? Nothing, "ID") is "VAT").Select(one => Text(one, "CompanyID")).FirstOrDefault();

    private static string? Text(XElement of, string name) => of.Element(Cbc + name)?.Value is { } text && text.Trim() != "" ? text : null;

    private static decimal Amount(XElement of, string name) => Number(Text(of, name));

    private static decimal Number(string? text) => text is null ? 0 : decimal.Parse(text, CultureInfo.InvariantCulture);
}
