using System.Xml.Linq;
using Marketplace.Data;

namespace Marketplace.Billing.Invoices;

/// <summary>A line of an invoice or credit note in UBL: one piece at its price, less its discounts.</summary>
internal static class UblLine
{
    // UN/ECE Recommendation 20: one.
    private const string Piece = "C62";

    public static XElement Of(InvoiceLine line, int number, UblTax tax, bool isCredit)
    {
        // A price was converted or contained tax: the discounts are then within it.
        var isExact = line.List - line.Discounts.Select(discount => discount.Amount).Sum(line.Net.Currency) == line.Net;
        return Ubl.Group(
            isCredit ? "CreditNoteLine" : "InvoiceLine",
            Ubl.Text("ID", $"{number}"),
            Ubl.Text(isCredit ? "CreditedQuantity" : "InvoicedQuantity", "1", new XAttribute("unitCode", Piece)),
            Ubl.Amount("LineExtensionAmount", line.Net),
            line is { From: { } from, To: { } to }
                ? Ubl.Group("InvoicePeriod", Ubl.Text("StartDate", Ubl.Day(from)), Ubl.Text("EndDate", Ubl.Day(to.AddDays(-1))))
                : null,
            isExact ? line.Discounts.Where(discount => discount.Amount.Minor != 0).Select(Discount) : null,
            Ubl.Group("Item", line.Detail == "" ? null : Ubl.Text("Description", line.Detail), Ubl.Text("Name", line.Text), tax.OfLine()),
            Ubl.Group("Price", Ubl.Amount("PriceAmount", isExact ? line.List : line.Net)));
    }

    private static XElement Discount(InvoiceDiscount discount) => Ubl.Group(
        "AllowanceCharge",
        Ubl.Text("ChargeIndicator", "false"),
        Ubl.Text("AllowanceChargeReason", discount.Name == "" ? "Discount" : discount.Name),
        Ubl.Amount("Amount", discount.Amount));
}
