using System.ComponentModel.DataAnnotations;

namespace Marketplace.Payments.Stripe;

/// <summary>How Stripe is reached: section <c>Payments:Stripe</c>. Both secrets are never logged nor shown.</summary>
public sealed class StripeOptions
{
    public const string Section = "Payments:Stripe";

    /// <summary>A secret or restricted key: <c>sk_live_…</c>, <c>rk_live_…</c>, or <c>sk_test_…</c> where no money shall move.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>
    /// Of the webhook endpoints, <c>whsec_…</c>: of the account's own, and of the one for connected accounts where publishers are paid by Stripe; two of each
    /// while one is rolled.
    /// </summary>
    public IList<string> WebhookSecrets { get; } = [];

    /// <summary>Where its interface is.</summary>
    [Url]
    public string ApiBase { get; set; } = "https://api.stripe.com";

    /// <summary>Where files go; empty for the usual place, or for <see cref="ApiBase"/> where that is another one.</summary>
    public string FilesBase { get; set; } = "";

    /// <summary>How long an answer is waited for; what became of the request is asked later.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    public bool IsTest => SecretKey.StartsWith("sk_test_", StringComparison.Ordinal) || SecretKey.StartsWith("rk_test_", StringComparison.Ordinal);

    internal bool HasKey => IsTest || SecretKey.StartsWith("sk_live_", StringComparison.Ordinal) || SecretKey.StartsWith("rk_live_", StringComparison.Ordinal);

    internal bool HasWebhookSecrets =>
        WebhookSecrets.Count is >= 1 and <= 4 && WebhookSecrets.All(secret => secret.StartsWith("whsec_", StringComparison.Ordinal) && secret.Length > 10);

    internal string Files => FilesBase is { Length: > 0 } ? FilesBase : ApiBase == new StripeOptions().ApiBase ? "https://files.stripe.com" : ApiBase;
}
