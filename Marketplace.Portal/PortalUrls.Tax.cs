namespace Marketplace.Portal;

/// <summary>Tax, currencies, and who buys and sells.</summary>
public static partial class PortalUrls
{
    public const string Tax = "/tax";
    public const string BillingDetails = "/organization/billing";

    public static string BillingDetailsOf(long organizationId) => With(BillingDetails, ("organization", $"{organizationId}"));

    /// <summary>Whoever has the address may read the quote.</summary>
    public static string Quote(Guid id) => $"/quotes/{id}";

    /// <param name="tab"><c>currencies</c>, <c>seller</c> or <c>exemptions</c>.</param>
    public static string TaxIn(string tab) => With(Tax, ("tab", tab));
}
