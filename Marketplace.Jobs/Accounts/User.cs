using Microsoft.AspNetCore.Identity;

namespace Marketplace.Accounts;

/// <summary>A person who signs in.</summary>
public sealed class User : IdentityUser<long>
{
    public required string DisplayName { get; set; }
    public DateTime CreatedAt { get; init; }

    /// <summary>The IANA name of the time zone in which times are shown; null as long as no browser has named one.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The person has chosen it; otherwise it is the one that the browser named last.</summary>
    public bool HasChosenTimeZone { get; init; }

    public ICollection<Membership> Memberships { get; } = [];
    public ICollection<StaffGrant> StaffGrants { get; } = [];
    public ICollection<Session> Sessions { get; } = [];
    public ICollection<ApiKey> ApiKeys { get; } = [];

    /// <summary>An address as Identity compares it.</summary>
    public static string NormalizeEmail(string email) => email.Normalize().ToUpperInvariant();
}
