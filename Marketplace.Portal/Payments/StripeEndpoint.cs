using System.Text;
using Marketplace.Payments.Stripe;
using Marketplace.Portal.Http;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Portal.Payments;

/// <summary>
/// Takes what Stripe sends of itself. Its signature is all that lets it in: no session, no form token. Whatever is refused for its number is sent again by
/// Stripe, and found by asking besides.
/// </summary>
internal static class StripeEndpoint
{
    private const int MaxBytes = 1024 * 1024;

    public static void MapPayments(this IEndpointRouteBuilder app) => app.MapPost(PortalUrls.StripeWebhook, TakeAsync).AllowAnonymous().DisableAntiforgery()
        .ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(MaxBytes));

    public static void AddPaymentsEndpoints(this WebApplicationBuilder builder) => builder.Services.AddRequestLimit(
        "webhooks", request => request.Begins(PortalUrls.StripeWebhook), sp => RequestLimits.Limits(sp).WebhooksPerMinute);

    private static async Task<IResult> TakeAsync(HttpContext context, StripeWebhook webhook)
    {
        // The signature is over the bytes, so nothing may read them as anything else.
        using var body = new StreamReader(context.Request.Body, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
        var text = await body.ReadToEndAsync(context.RequestAborted);
        return await webhook.TakeAsync(text, context.Request.Headers["Stripe-Signature"], context.RequestAborted) switch
        {
            WebhookAnswer.Taken => TypedResults.Ok(),
            WebhookAnswer.NotSetUp => Problems.Of(
                context, 404, "webhooks.not-set-up", "No webhook is set up here.", "Set Payments:Stripe:WebhookSecrets to the secret of the endpoint."),
            WebhookAnswer.WrongSignature => Problems.Of(
                context, 400, "webhooks.signature", "The signature is not Stripe’s, or older than five minutes.",
                "Compare the endpoint’s secret with Payments:Stripe:WebhookSecrets, and the clock of this machine with the time."),
            _ => Problems.Of(context, 400, "webhooks.no-event", "This is no event of Stripe.", "Send events only to this address."),
        };
    }
}
