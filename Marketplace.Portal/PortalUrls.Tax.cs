namespace Marketplace.Portal;

/// <summary>Tax, currencies, and who buys and sells.</summary>
public static partial class PortalUrls
{
    public const string Tax = "/tax";
    public const string BillingDetails = "/organization/billing";

    /// <param name="tab"><c>currencies</c>, <c>seller</c> or <c>exemptions</c>.</param>
    public static string TaxIn(string tab) => With(Tax, ("tab", tab));
}
