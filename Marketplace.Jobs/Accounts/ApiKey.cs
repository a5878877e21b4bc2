using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Accounts;

/// <summary>What a key may be used for.</summary>
[Flags]
public enum ApiKeyScopes
{
    None = 0,

    /// <summary>Submit packages for the organization.</summary>
    Push = 1,

    /// <summary>Read what only the organization may see.</summary>
    Read = 2,

    /// <summary>Change the modules of the organization's sites.</summary>
    Install = 4,

    /// <summary>Change and cancel the organization's subscriptions, as an owner may.</summary>
    Billing = 8,
}

/// <summary>A key with which programs act for one organization. Only its hash is kept. It works while its creator is a member.</summary>
public sealed class ApiKey
{
    public const string Prefix = "mkt_";

    private ApiKey() => (Name, Hash, Hint) = ("", "", "");

    private ApiKey(long organizationId, long createdById, string name, ApiKeyScopes scopes, string text, DateTime now, DateTime? expiresAt)
    {
        (OrganizationId, CreatedById, Name, Scopes, CreatedAt, ExpiresAt) = (organizationId, createdById, name, scopes, now, expiresAt);
        (Hash, Hint) = (HashOf(text), text[..8]);
    }

    public long Id { get; private set; }
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public long CreatedById { get; private set; }
    public User CreatedBy { get; private set; } = null!;
    public string Name { get; private set; }
    public ApiKeyScopes Scopes { get; private set; }

    /// <summary>SHA-256 of the key's text. The text has 256 random bits, so no salt and no slow hash are needed.</summary>
    public string Hash { get; private set; }

    /// <summary>How the key begins, to tell it from others.</summary>
    public string Hint { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime? ExpiresAt { get; private set; }
    public DateTime? RevokedAt { get; private set; }
    public DateTime? LastUsedAt { get; private set; }

    /// <summary>A new key and its text, which nobody can read again.</summary>
    public static (ApiKey Key, string Text) Create(long organizationId, long createdById, string name, ApiKeyScopes scopes, DateTime now, DateTime? expiresAt)
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new ApiKey(organizationId, createdById, name, scopes, text, now, expiresAt), text);
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public bool Works(DateTime now) => RevokedAt is null && !(ExpiresAt <= now);

    public void Revoke(DateTime now) => RevokedAt ??= now;
}
