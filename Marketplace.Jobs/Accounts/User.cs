using Microsoft.AspNetCore.Identity;

namespace Marketplace.Accounts;

/// <summary>A person who signs in.</summary>
public sealed class User : IdentityUser<long>
{
    public required string DisplayName { get; set; }
    public DateTime CreatedAt { get; init; }
    public ICollection<Membership> Memberships { get; } = [];
    public ICollection<StaffGrant> StaffGrants { get; } = [];
    public ICollection<Session> Sessions { get; } = [];
    public ICollection<ApiKey> ApiKeys { get; } = [];

    /// <summary>An address as Identity compares it.</summary>
    public static string NormalizeEmail(string email) => email.Normalize().ToUpperInvariant();
}
