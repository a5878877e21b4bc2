using System.Globalization;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Pricing.Promotions;

namespace Marketplace.Portal.Pricing.Promotions;

/// <summary>Promotions and their codes as files.</summary>
internal static class PromotionsSetup
{
    private static readonly GridColumn<PromotionCodeRow>[] CodeColumns =
    [
        new("code", "Code", row => PromotionCodes.Grouped(row.Code)), new("used", "Used", row => row.UsedAt), new("by", "By", row => row.UsedBy),
        new("for", "For", row => row.Source),
    ];

    public static void MapPromotions(this IEndpointRouteBuilder app)
    {
        app.MapCsv<PromotionQueries, PromotionRow>(
            PortalUrls.PromotionsCsv, PromotionsPage.Columns, PromotionQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.SignedIn);
        app.MapCsv<PromotionQueries, PromotionCodeRow>(
            PortalUrls.PromotionCodesCsv("{id:long}"), CodeColumns, PromotionQueries.CodeColumns,
            async (queries, context, query, cancel) =>
            {
                var (actor, id) = (context.User.Actor, long.Parse($"{context.Request.RouteValues["id"]}", CultureInfo.InvariantCulture));
                return await queries.HasAsync(actor, id, cancel) ? queries.StreamCodesAsync(actor, id, query, cancel) : null;
            }).RequireAuthorization(Policies.SignedIn);
    }
}
