using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Portal.Accounts;

/// <summary>The token that is mailed to an address and shows that who brings it reads its mail. Nothing is kept for it.</summary>
public sealed class RegistrationLink(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Marketplace.Registration").ToTimeLimitedDataProtector();

    public string Make(string email) => _protector.Protect(email, Lifetime);

    /// <summary>The address, or null for a token that is not ours or too old.</summary>
    public string? Read(string? token)
    {
        try
        {
            return string.IsNullOrEmpty(token) ? null : _protector.Unprotect(token);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
