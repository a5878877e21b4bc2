namespace Marketplace.Portal;

public static partial class PortalUrls
{
    /// <summary>Where Stripe sends its events.</summary>
    public const string StripeWebhook = "/webhooks/stripe";

    public const string Payments = "/sales/payments";
    public const string PaymentsCsv = "/sales/payments.csv";
    public const string Disputes = "/sales/disputes";
    public const string DisputesCsv = "/sales/disputes.csv";
    public const string ProviderEvents = "/sales/webhooks";
    public const string ProviderEventsCsv = "/sales/webhooks.csv";
    public const string Reconciliation = "/sales/reconciliation";
    public const string DifferencesCsv = "/sales/reconciliation/differences.csv";
    public const string ComparisonsCsv = "/sales/reconciliation/runs.csv";

    public static string Payment(Guid id) => $"{Payments}/{id:N}";

    public static string Dispute(Guid id) => $"{Disputes}/{id:N}";

    /// <summary>What the marketplace has recorded of the payment, as a PDF.</summary>
    public static string DisputeRecords(Guid id) => $"{Dispute(id)}/records.pdf";

    /// <summary>An event of a provider.</summary>
    public static string ProviderEvent(long id) => $"{ProviderEvents}/{id}";

    /// <param name="tab"><c>runs</c>, or the differences.</param>
    public static string ReconciliationIn(string tab) => With(Reconciliation, ("tab", tab));
}
