using System.Xml.Linq;

namespace Marketplace.Billing.Invoices;

/// <summary>How a document is or was paid, in UBL.</summary>
internal static class UblPayment
{
    // UNTDID 4461.
    private const string Transfer = "30", SepaTransfer = "58", NotDefined = "1";

    public static XElement? Means(InvoiceDocument document) => document switch
    {
        { Bank: { } bank } => Ubl.Group(
            "PaymentMeans",
            Ubl.Text("PaymentMeansCode", document.Net.Currency is "EUR" ? SepaTransfer : Transfer),
            document.Reference == "" ? null : Ubl.Text("PaymentID", document.Reference),
            Ubl.Group(
                "PayeeFinancialAccount",
                Ubl.Text("ID", bank.Iban),
                Ubl.Text("Name", document.Seller.Address.Name),
                bank.Bic is { } bic ? Ubl.Group("FinancialInstitutionBranch", Ubl.Text("ID", bic)) : null)),
        { PaidBy: { } by } => Ubl.Group("PaymentMeans", Ubl.Text("PaymentMeansCode", NotDefined, new XAttribute("name", by))),
        _ => null,
    };

    // Whatever is still to be paid says when (BR-CO-25); a credit note has no due date in UBL.
    public static XElement? Terms(InvoiceDocument document) => document switch
    {
        { Kind: InvoiceKind.CreditNote } => Ubl.Group(
            "PaymentTerms",
            Ubl.Text("Note", document.PaidBy is { } by ? $"Refunded to {by}." : $"Set off against invoice {document.Corrects}.")),
        { PaidBy: null, Due: null } => Ubl.Group("PaymentTerms", Ubl.Text("Note", "Due on receipt.")),
        _ => null,
    };
}
