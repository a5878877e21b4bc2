using Marketplace.Payouts.Connect;
using Marketplace.Portal.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Marketplace.Portal.Payouts;

/// <summary>Where Stripe sends an owner back to: from its form, or from a link to it that is used up.</summary>
internal static class ConnectEndpoints
{
    public static void MapConnect(this IEndpointRouteBuilder app)
    {
        app.MapGet("/publisher/earnings/stripe/{id:long}/done", DoneAsync).RequireAuthorization(Policies.SignedIn);
        app.MapGet("/publisher/earnings/stripe/{id:long}/again", AgainAsync).RequireAuthorization(Policies.SignedIn);
    }

    // Coming back says nothing of how far the form was filled in.
    private static async Task<RedirectHttpResult> DoneAsync(long id, ConnectAccounts accounts, HttpContext context, CancellationToken cancel)
    {
        await accounts.LookAsync(context.User.Actor, id, cancel);
        return TypedResults.LocalRedirect(PortalUrls.EarningsIn("account", id));
    }

    private static async Task<RedirectHttpResult> AgainAsync(long id, ConnectAccounts accounts, HttpContext context, CancellationToken cancel) =>
        await accounts.StartAsync(context.User.Actor, id, cancel) is ConnectOutcome.Opened opened
            ? TypedResults.Redirect(opened.Url.AbsoluteUri) : TypedResults.LocalRedirect(PortalUrls.EarningsIn("account", id));
}
