using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared.Grid;

namespace Marketplace.Portal.Licensing;

/// <summary>Licenses as files, for those who have them and for those who issue them.</summary>
internal static class LicensingSetup
{
    public static void MapLicensing(this IEndpointRouteBuilder app)
    {
        app.MapCsv(
            PortalUrls.OwnLicensesCsv, OwnLicensesPage.Columns, LicenseQueries.Columns,
            (LicenseQueries licenses, Actor actor, ListQuery query, CancellationToken cancel) => licenses.StreamOwnAsync(actor, query, cancel))
            .RequireAuthorization(Policies.SignedIn);
        app.MapCsv<LicenseQueries, LicenseRow>(PortalUrls.LicensesCsv("{id}"), LicensesPage.Columns, LicenseQueries.Columns, OfModuleAsync)
            .RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IAsyncEnumerable<LicenseRow>?> OfModuleAsync(
        LicenseQueries licenses, HttpContext context, ListQuery query, CancellationToken cancel)
    {
        var (actor, id) = (context.User.Actor, $"{context.Request.RouteValues["id"]}");
        return await context.RequestServices.GetRequiredService<LicenseRequestQueries>().OfModuleAsync(actor, id, cancel) is null
            ? null
            : licenses.StreamOfModuleAsync(actor, id, query, cancel);
    }
}
