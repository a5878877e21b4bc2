namespace Marketplace.Portal;

/// <summary>Tax, currencies, and who buys and sells.</summary>
public static partial class PortalUrls
{
    public const string Tax = "/tax";
    public const string BillingDetails = "/organization/billing";

    /// <param name="returnTo">Where whoever saves them goes on, an address of the portal.</param>
    public static string BillingDetailsOf(long organizationId, string? returnTo = null) =>
        With(BillingDetails, ("organization", $"{organizationId}"), ("return", returnTo));

    /// <summary>Whoever has the address may read the quote.</summary>
    public static string Quote(Guid id) => $"/quotes/{id}";

    public static string QuotePdf(Guid id) => QuotePdf($"{id}");

    public static string QuotePdf(string id) => $"/quotes/{id}/pdf";

    public const string SellerLogoForm = "/tax/logo";

    public static string SellerLogo(string hash) => $"/seller/logo/{hash}";

    /// <param name="tab"><c>currencies</c>, <c>seller</c> or <c>exemptions</c>.</param>
    public static string TaxIn(string tab) => With(Tax, ("tab", tab));
}
