namespace Marketplace.Portal;

/// <summary>What was bought and what is billed for it.</summary>
public static partial class PortalUrls
{
    public const string Billing = "/billing";
    public const string OwnSubscriptionsCsv = "/billing/subscriptions.csv";
    public const string SalesSubscriptions = "/sales/subscriptions";
    public const string SalesSubscriptionsCsv = "/sales/subscriptions.csv";
    public const string BillingRuns = "/sales/billing-runs";
    public const string BillingRunsCsv = "/sales/billing-runs.csv";
    public const string OwnOrdersCsv = "/billing/orders.csv";
    public const string OwnInvoicesCsv = "/billing/invoices.csv";
    public const string SalesOrders = "/sales/orders";
    public const string SalesOrdersCsv = "/sales/orders.csv";
    public const string SalesLicenses = "/sales/licenses";
    public const string SalesLicensesCsv = "/sales/licenses.csv";
    public const string SalesInvoices = "/sales/invoices";
    public const string SalesInvoicesCsv = "/sales/invoices.csv";

    public const string Refunds = "/sales/refunds/all";
    public const string RefundsCsv = "/sales/refunds/all.csv";

    /// <summary>Credits that another operator has to approve.</summary>
    public const string CreditProposals = "/sales/refunds";
    public const string CreditProposalsCsv = "/sales/refunds.csv";

    /// <summary>What arrived at the seller's bank account.</summary>
    public const string BankImport = "/billing/bank";

    /// <summary>Where a browser sends a statement.</summary>
    public const string BankStatements = "/billing/bank/statements";

    public static string BankImportIn(string tab) => With(BankImport, ("tab", tab));

    /// <summary>What came of an import.</summary>
    public static string BankImported(int lines, int known, int booked, int entered) =>
        With(BankImport, ("new", $"{lines}"), ("known", $"{known}"), ("booked", $"{booked}"), ("entered", $"{entered}"));

    /// <param name="tab"><c>orders</c> or <c>invoices</c>.</param>
    public static string BillingIn(string tab) => With(Billing, ("tab", tab));

    public static string CreditProposal(long id) => $"{CreditProposals}/{id}";

    public static string Invoice(string number) => $"/invoices/{Segment(number)}";

    public static string InvoicePdf(string number) => $"{Invoice(number)}/pdf";

    public static string InvoiceXml(string number) => $"{Invoice(number)}/xml";
}
