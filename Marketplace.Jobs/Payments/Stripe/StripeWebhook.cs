using System.Text.Json;
using Marketplace.Data;
using Marketplace.Payments.Inbox;
using Microsoft.Extensions.Options;
using Net = global::Stripe;

namespace Marketplace.Payments.Stripe;

public enum WebhookAnswer
{
    Taken,

    /// <summary>No secret is set, so nothing is taken.</summary>
    NotSetUp,

    /// <summary>Not by Stripe, changed on the way, or too old.</summary>
    WrongSignature,

    NotAnEvent,
}

/// <summary>What Stripe sends of itself. It is checked and kept; what it means is asked of Stripe by a job.</summary>
public sealed class StripeWebhook(IOptions<StripeOptions> options, ProviderInbox inbox, TimeProvider clock)
{
    private const int Tolerance = 300;

    /// <param name="body">As it came, to the byte.</param>
    /// <param name="signature">The header <c>Stripe-Signature</c>.</param>
    public async Task<WebhookAnswer> TakeAsync(string body, string? signature, CancellationToken cancel)
    {
        if (options.Value.WebhookSecrets.Count == 0)
        {
            return WebhookAnswer.NotSetUp;
        }

        if (!options.Value.WebhookSecrets.Any(secret => IsSigned(body, signature, secret)))
        {
            return WebhookAnswer.WrongSignature;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var version = StripeNews.Text(document.RootElement, "api_version") ?? "";
            var news = StripeNews.Of(document.RootElement);
            await inbox.ReceiveAsync(PaymentProviders.Stripe, news, version.Clip(ProviderEvent.MaxVersion), Kept(news, body), cancel);
            return WebhookAnswer.Taken;
        }
        catch (JsonException)
        {
            return WebhookAnswer.NotAnEvent;
        }
    }

    // A connected account is a person's or a business's: its name, address and papers stay with Stripe.
    private static string Kept(ProviderNews news, string body) =>
        news.ConnectId is null || news.Type.StartsWith("transfer.", StringComparison.Ordinal) ? body
        : JsonSerializer.Serialize(new { id = news.Id, type = news.Type, account = news.ConnectId });

    private bool IsSigned(string body, string? signature, string secret)
    {
        try
        {
            Net.EventUtility.ValidateSignature(body, signature, secret, Tolerance, clock.GetUtcNow().ToUnixTimeSeconds());
            return true;
        }
        catch (Exception error) when (error is Net.StripeException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException
            or KeyNotFoundException or NullReferenceException)
        {
            // Whatever a header may hold that Stripe did not write.
            return false;
        }
    }
}
