using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Updates;

/// <summary>
/// Says that a request is ours, as the Standard Webhooks specification has it: <c>v1,</c> and the Base64 of the HMAC-SHA256 of the
/// message's id, the seconds since 1970 and the body, with dots between. The receiver refuses times that lie far from its own.
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string Header = "webhook-signature";
    private const string Prefix = "whsec_";

    /// <summary>The key's 32 bytes as Base64 after <c>whsec_</c>.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static string Of(string secret, string id, DateTimeOffset at, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(
            Convert.FromBase64String(secret[Prefix.Length..]),
            Encoding.UTF8.GetBytes($"{id}.{Seconds(at)}.{body}")));
}
