namespace Marketplace.Portal;

/// <summary>What was bought and what is billed for it.</summary>
public static partial class PortalUrls
{
    public const string Billing = "/billing";
    public const string OwnOrdersCsv = "/billing/orders.csv";
    public const string OwnInvoicesCsv = "/billing/invoices.csv";
    public const string SalesOrders = "/sales/orders";
    public const string SalesOrdersCsv = "/sales/orders.csv";
    public const string SalesInvoices = "/sales/invoices";
    public const string SalesInvoicesCsv = "/sales/invoices.csv";

    /// <param name="tab"><c>orders</c> or <c>invoices</c>.</param>
    public static string BillingIn(string tab) => With(Billing, ("tab", tab));

    public static string Invoice(string number) => $"/invoices/{Segment(number)}";

    public static string InvoicePdf(string number) => $"{Invoice(number)}/pdf";

    public static string InvoiceXml(string number) => $"{Invoice(number)}/xml";
}
