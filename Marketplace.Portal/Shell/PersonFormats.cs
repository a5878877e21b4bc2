using System.Globalization;
using Marketplace.Accounts;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shared;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.SignalR;

namespace Marketplace.Portal.Shell;

/// <summary>
/// Pages, and the circuits behind them, are written for whoever looks: in the formats of the browser's language and by the person's clock. Everything else
/// that is answered is for programs and stays invariant.
/// </summary>
internal static class PersonFormats
{
    /// <summary>Goes after authentication, and after what asks the pipeline again for another page.</summary>
    public static void UsePersonFormats(this WebApplication app) => app.Use(ApplyAsync);

    private static async Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata is { } about
            && (about.GetMetadata<ComponentTypeMetadata>() is not null || about.GetMetadata<HubMetadata>() is not null))
        {
            var zone = BrowserFormats.ZoneOf(context.Request);
            PersonZone.Current = context.User is { IsSignedIn: true } person
                ? await context.RequestServices.GetRequiredService<TimeZones>().ReadAsync(person.Actor.UserId, zone, context.RequestAborted)
                : zone;
            CultureInfo.CurrentCulture = BrowserFormats.CultureOf(context.Request);
        }

        await next(context);
    }
}
