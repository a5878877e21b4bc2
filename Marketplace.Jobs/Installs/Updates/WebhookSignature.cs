using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Installs;

/// <summary>
/// Says that a request is ours: <c>t=&lt;seconds since 1970&gt;,v1=&lt;hex&gt;</c>, where the second is the HMAC-SHA256 of the
/// seconds, a dot and the body, keyed with the secret's text. The receiver refuses times that lie far from its own.
/// </summary>
public static class WebhookSignature
{
    public const string Header = "Marketplace-Signature";

    public static string NewSecret() => "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Of(string secret, string body, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(mac)}";
    }
}
