using System.Buffers.Binary;
using System.Security.Cryptography;
using Marketplace.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Dunning;

/// <summary>
/// The link of a mail, by which a failed payment is paid by another method, without signing in: sealed by the installation's keys, for some hours, and for one
/// period alone. Nothing is kept for it.
/// </summary>
public sealed class DunningLink(IDataProtectionProvider protection, IOptions<DunningOptions> options, TimeProvider clock)
{
    /// <summary>The page that it leads to.</summary>
    public const string Page = "/pay";

    private const int Length = 24;
    private readonly IDataProtector _protector = protection.CreateProtector("Marketplace.Dunning.Link");

    /// <summary>The path below the portal's address.</summary>
    public string PathOf(Guid periodId)
    {
        var content = new byte[Length];
        periodId.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(16), clock.UtcNow.AddHours(options.Value.LinkHours).Ticks);
        return $"{Page}/{WebEncoders.Base64UrlEncode(_protector.Protect(content))}";
    }

    /// <summary>The period; null for a link that is not ours, or too old.</summary>
    public Guid? Read(string? token)
    {
        try
        {
            var content = string.IsNullOrEmpty(token) ? null : _protector.Unprotect(WebEncoders.Base64UrlDecode(token));
            return content is { Length: Length } && BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(16)) > clock.UtcNow.Ticks
                ? new Guid(content.AsSpan(0, 16)) : null;
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
