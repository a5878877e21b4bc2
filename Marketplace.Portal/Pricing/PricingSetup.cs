using Marketplace.Portal.Accounts;

namespace Marketplace.Portal.Pricing;

/// <summary>What modules cost, for programs.</summary>
internal static class PricingSetup
{
    public static void MapPricing(this IEndpointRouteBuilder app) => app.MapCatalogApi().MapOfferResource();
}
