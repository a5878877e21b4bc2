namespace Marketplace.Portal;

/// <summary>What publishers earn, and what is paid out to them.</summary>
public static partial class PortalUrls
{
    public const string Earnings = "/publisher/earnings";
    public const string EarningsCsv = "/publisher/earnings.csv";
    public const string HeldSharesCsv = "/publisher/earnings/held.csv";
    public const string OwnPayoutsCsv = "/publisher/earnings/payouts.csv";
    public const string Payouts = "/sales/payouts";
    public const string PayoutsCsv = "/sales/payouts.csv";
    public const string PayoutRunsCsv = "/sales/payouts/runs.csv";
    public const string StripeAccountsCsv = "/sales/payouts/stripe.csv";
    public const string PayoutTermsCsv = "/sales/payouts/terms.csv";

    /// <param name="tab"><c>held</c>, <c>payouts</c> or <c>account</c>; null for the sales.</param>
    /// <param name="publisher">Whose balances are shown; null for the first.</param>
    public static string EarningsIn(string? tab, long? publisher = null, string? currency = null) =>
        With(Earnings, ("tab", tab), ("of", publisher is { } id ? $"{id}" : null), ("in", currency));

    /// <param name="tab"><c>due</c>, <c>all</c>, <c>terms</c> or <c>stripe</c>; null for the runs.</param>
    public static string PayoutsIn(string? tab) => With(Payouts, ("tab", tab));

    public static string PayoutRun(long id) => $"{Payouts}/runs/{id}";

    /// <summary>The file for the bank.</summary>
    public static string PayoutFile(long id) => $"{PayoutRun(id)}/file";

    public static string RunPayoutsCsv(long id) => $"{PayoutRun(id)}/payouts.csv";

    /// <summary>For operators, and for the members of its publisher.</summary>
    public static string Payout(long id) => $"/payouts/{id}";

    /// <summary>Its statement.</summary>
    public static string PayoutPdf(long id) => $"{Payout(id)}/pdf";

    public static string SelfBillPdf(long id) => $"{Payout(id)}/invoice.pdf";

    /// <summary>By EN 16931.</summary>
    public static string SelfBillXml(long id) => $"{Payout(id)}/invoice.xml";

    /// <summary>A credit note to an earlier self-billing invoice.</summary>
    public static string SelfBillCreditPdf(long id, long note) => $"{Payout(id)}/credit-notes/{note}/pdf";

    /// <summary>By EN 16931.</summary>
    public static string SelfBillCreditXml(long id, long note) => $"{Payout(id)}/credit-notes/{note}/xml";

    public static string PayoutLinesCsv(long id) => $"{Payout(id)}/lines.csv";
}
