using Marketplace.Portal.Accounts;
using Marketplace.Portal.Pricing.Promotions;
using Marketplace.Portal.Pricing.Quotes;
using Marketplace.Portal.Pricing.Tax;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Pricing.Tax;

namespace Marketplace.Portal.Pricing;

/// <summary>What modules cost, for programs, and the rates of tax as a file.</summary>
internal static class PricingSetup
{
    public static void MapPricing(this IEndpointRouteBuilder app)
    {
        app.MapCatalogApi().MapOfferResource();
        app.MapPromotions();
        app.MapQuotePdf();
        app.MapSellerLogo();
        app.MapCsv<TaxRateQueries, TaxRateRow>(
            PortalUrls.TaxRatesCsv, TaxRateList.Columns, TaxRateQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
    }
}
