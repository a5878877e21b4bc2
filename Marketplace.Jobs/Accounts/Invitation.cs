using System.Buffers.Text;
using System.Security.Cryptography;

namespace Marketplace.Accounts;

/// <summary>
/// An owner's word to a person to join an organization, sent by mail. Only the hash of its token is kept; it works once, for a week, and while who gave it
/// is an owner.
/// </summary>
public sealed class Invitation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private Invitation() => (Email, NormalizedEmail, Hash) = ("", "", "");

    private Invitation(long organizationId, string email, MemberRole role, long invitedById, string token, DateTime now) =>
        (OrganizationId, Email, NormalizedEmail, Role, InvitedById, Hash, CreatedAt, ExpiresAt) =
        (organizationId, email, User.NormalizeEmail(email), role, invitedById, ApiKey.HashOf(token), now, now + Lifetime);

    public long Id { get; private set; }
    public long OrganizationId { get; private set; }
    public Organization Organization { get; private set; } = null!;
    public string Email { get; private set; }

    /// <summary>As the address of an account is compared.</summary>
    public string NormalizedEmail { get; private set; }
    public MemberRole Role { get; private set; }
    public long InvitedById { get; private set; }
    public User InvitedBy { get; private set; } = null!;
    public string Hash { get; private set; }
    public DateTime CreatedAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }
    public DateTime? AcceptedAt { get; private set; }

    public static (Invitation Invitation, string Token) Create(long organizationId, string email, MemberRole role, long invitedById, DateTime now)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (new Invitation(organizationId, email, role, invitedById, token, now), token);
    }
}
