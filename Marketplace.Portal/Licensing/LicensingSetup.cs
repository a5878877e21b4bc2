using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Licensing;
using Marketplace.Modules;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
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
        app.MapCsv<LicenseQueries, LicenseRow>(
            PortalUrls.SalesLicensesCsv, SalesLicensesPage.Columns, LicenseQueries.Columns,
            (queries, actor, query, cancel) => queries.StreamAsync(actor, query, cancel)).RequireAuthorization(Policies.Operator);
        app.MapSitesApi(Policies.ReadSites).WithTags("Licenses").MapLicenseResource();
        app.MapSitesApi(Policies.Install).WithTags("Licenses").MapActivationResource();
        app.MapCatalogApi().MapKeyResource();
        app.MapGet(PortalUrls.LicenseFilePattern, FileAsync).RequireAuthorization(Policies.SignedIn);
    }

    internal static async Task<IResult> FileAsync(long site, string id, LicenseFiles files, HttpContext context, CancellationToken cancel)
    {
        if (await files.DownloadAsync(context.User.Actor, site, id, cancel) is not { } file)
        {
            return Problems.Of(
                context, 404, "license.not_found", "There is no license file of this module for this site.",
                "The site must be yours and have the module, and your organization a license of it.");
        }

        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(file.Text), "text/plain", $"{file.PackageId.ToLowerInvariant()}{LicenseFile.Extension}");
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
