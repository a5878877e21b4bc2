using System.Globalization;
using Marketplace.Billing.Orders;
using Marketplace.Planning;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Portal;

/// <summary>Buying and paying.</summary>
public static partial class PortalUrls
{
    public static string Checkout(Guid quoteId) => $"/checkout/{quoteId}";

    /// <summary>Buys what a plan needs; the install goes on once it is paid.</summary>
    public static string Checkout(Guid quoteId, InstallWish install) => With(
        Checkout(quoteId), ("site", install.SiteId.ToString(CultureInfo.InvariantCulture)), ("request", ChangeRequestText.Write(install.Request)),
        ("plan", install.PlanHash), ("keep", install.KeepOthers ? "true" : null));

    /// <summary>Where an owner says to what address events of the organization are posted.</summary>
    public const string OrganizationWebhook = "/organization/webhook";

    public static string Subscription(Guid id) => $"/subscriptions/{id:D}";

    /// <param name="what">Which of its terms, as the tabs of that page are called.</param>
    public static string SubscriptionChange(Guid id, string? what = null) => QueryHelpers.AddQueryString(
        $"/subscriptions/{id:D}/change", new Dictionary<string, string?> { ["tab"] = what });

    public static string Order(Guid id) => $"/orders/{id:N}";

    /// <summary>Where a payer of the sandbox chooses a test card.</summary>
    public static string Sandbox(string paymentId) => $"/sandbox/{paymentId}";
}
