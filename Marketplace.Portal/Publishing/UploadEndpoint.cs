using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Http;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Publishing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Marketplace.Portal.Publishing;

/// <summary><c>POST /submissions/upload</c>: the browser's upload, the bare file as the body, the antiforgery token in a header.</summary>
public static class UploadEndpoint
{
    public static void MapPublishing(this IEndpointRouteBuilder app)
    {
        app.MapPost(PortalUrls.Upload, PostAsync).RequireAuthorization(Policies.SignedIn);
        app.MapCsv(
            PortalUrls.SubmissionsCsv, SubmissionsPage.Columns, SubmissionQueries.Columns,
            (SubmissionQueries submissions, Actor actor, ListQuery query, CancellationToken cancel) => submissions.StreamAsync(actor, query, cancel))
            .RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, long? organization, PackageIntake intake, IAntiforgery antiforgery, IOptions<PublishingOptions> options)
    {
        // Checked here, before the body is touched: the token comes by header, so nothing has to be read to find it.
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Problems.Of(context, 400, "upload.stale", "This page is too old to upload from.", "Reload it and try again.");
        }

        IntakeResults.AllowSize(context, options.Value);
        return await IntakeResults.ReceiveAsync(context, intake, context.User.Actor, organization, context.Request.Body, context.RequestAborted);
    }
}
