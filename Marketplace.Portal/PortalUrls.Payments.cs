namespace Marketplace.Portal;

public static partial class PortalUrls
{
    /// <summary>Where Stripe sends its events.</summary>
    public const string StripeWebhook = "/webhooks/stripe";
}
