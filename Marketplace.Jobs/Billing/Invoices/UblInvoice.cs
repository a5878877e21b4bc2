using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Marketplace.Data;

namespace Marketplace.Billing.Invoices;

/// <summary>An invoice or credit note by the semantic model EN 16931 in the syntax UBL 2.1, from the document alone.</summary>
public static class UblInvoice
{
    private const string Standard = "urn:cen.eu:en16931:2017";

    /// <summary>False for what EN 16931 cannot say: another tax than VAT, more than one rate on a line, or more than two decimals.</summary>
    public static bool Can(InvoiceDocument document) =>
        UblTax.Of(document) is { } tax && tax.IsExact(document) && Currency.Of(document.Net.Currency).Digits <= 2
            && document is { Seller.TaxNumber: not null, Net.Minor: > 0 }
        && (document.Treatment is not TaxTreatment.ReverseCharge || document.Buyer.TaxNumber is not null);

    /// <param name="document">That <see cref="Can"/> be written.</param>
    public static byte[] Write(InvoiceDocument document)
    {
        using var file = new MemoryStream();
        using (var writer = XmlWriter.Create(file, new() { Encoding = new UTF8Encoding(false), Indent = true }))
        {
            Of(document).Save(writer);
        }

        return file.ToArray();
    }

    public static XDocument Of(InvoiceDocument document)
    {
        var tax = UblTax.Of(document) ?? throw new ArgumentException($"{document.Number} cannot be written by EN 16931.", nameof(document));
        var isCredit = document.Kind is InvoiceKind.CreditNote;
        var name = isCredit ? "CreditNote" : "Invoice";
        return new(new XElement(
            Ubl.Root(name) + name,
            new XAttribute(XNamespace.Xmlns + "cac", Ubl.Cac.NamespaceName), new XAttribute(XNamespace.Xmlns + "cbc", Ubl.Cbc.NamespaceName),
            Ubl.Text("CustomizationID", Standard),
            Ubl.Text("ID", document.Number),
            Ubl.Text("IssueDate", Ubl.Day(document.Date)),
            isCredit || document.Due is not { } due ? null : Ubl.Text("DueDate", Ubl.Day(due)),
            Ubl.Text($"{name}TypeCode", (isCredit, document.IsSelfBilled) switch
            {
                (true, true) => "261", (true, false) => "381", (false, true) => "389", _ => "380",
            }),
            Notes(document).Select(note => Ubl.Text("Note", note)),
            Ubl.Text("DocumentCurrencyCode", document.Net.Currency),
            document.Corrects is { } corrects ? Ubl.Group("BillingReference", Ubl.Group("InvoiceDocumentReference", Ubl.Text("ID", corrects))) : null,
            Ubl.Group("AccountingSupplierParty", UblParty.Of(document.Seller, tax, isSeller: true)),
            Ubl.Group("AccountingCustomerParty", UblParty.Of(document.Buyer, tax, isSeller: false)),
            UblPayment.Means(document),
            UblPayment.Terms(document),
            tax.Total(document),
            Sums(document),
            document.Lines.Select((line, index) => UblLine.Of(line, index + 1, tax, isCredit))));
    }

    private static IEnumerable<string> Notes(InvoiceDocument document) =>
        new[] { document.IsTest ? InvoicePdf.TestMark : "", document.Reason ?? "" }.Concat(document.Notes).Where(note => note != "");

    private static XElement Sums(InvoiceDocument document)
    {
        var isPaid = document is { Kind: InvoiceKind.Invoice, PaidBy: not null };
        var paid = isPaid ? document.Total : document.CreditUsed;
        return Ubl.Group(
            "LegalMonetaryTotal",
            Ubl.Amount("LineExtensionAmount", document.Net),
            Ubl.Amount("TaxExclusiveAmount", document.Net),
            Ubl.Amount("TaxInclusiveAmount", document.Total),
            paid is { } prepaid ? Ubl.Amount("PrepaidAmount", prepaid) : null,
            Ubl.Amount("PayableAmount", isPaid ? Money.Zero(document.Net.Currency) : document.Payable));
    }
}

/// <summary>Elements of UBL 2.1.</summary>
internal static class Ubl
{
    private const string Names = "urn:oasis:names:specification:ubl:schema:xsd:";
    public static readonly XNamespace Cac = $"{Names}CommonAggregateComponents-2", Cbc = $"{Names}CommonBasicComponents-2";

    public static XNamespace Root(string document) => $"{Names}{document}-2";

    public static XElement Group(string name, params object?[] content) => new(Cac + name, content);

    public static XElement Text(string name, string text, params XAttribute[] attributes) =>
        new(Cbc + name, attributes, string.Concat(text.Where(XmlConvert.IsXmlChar)));

    public static XElement Amount(string name, Money amount) =>
        Text(name, Currency.Of(amount.Currency).Text(amount.Minor), new XAttribute("currencyID", amount.Currency));

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Percent(decimal percent) => percent.ToString("0.####", CultureInfo.InvariantCulture);
}
