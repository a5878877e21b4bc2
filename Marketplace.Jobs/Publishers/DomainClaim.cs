using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Marketplace.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Publishers;

/// <summary>A publisher says that a domain is its own. It is believed once the domain itself says so, and only as long as it does.</summary>
public sealed partial class DomainClaim(long organizationId, string domain, string token, DateTime claimedAt)
{
    /// <summary>A server may be away for a while; after this the proof counts as withdrawn.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromDays(7);

    public long Id { get; private set; }
    public long OrganizationId { get; private set; } = organizationId;
    public Organization Organization { get; private set; } = null!;
    public string Domain { get; private set; } = domain;

    /// <summary>What the domain must say.</summary>
    public string Token { get; private set; } = token;

    public DateTime ClaimedAt { get; private set; } = claimedAt;
    public DateTime? ProvedAt { get; private set; }
    public DateTime? CheckedAt { get; private set; }

    /// <summary>Since when a proved domain no longer says it.</summary>
    public DateTime? MissingSince { get; private set; }

    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));

    /// <summary>The domain in small ASCII letters, or null if it is none that can be reached by its name from everywhere.</summary>
    public static string? Normalize(string text)
    {
        try
        {
            var domain = new IdnMapping().GetAscii(text.Trim().TrimEnd('.')).ToLowerInvariant();
            return domain.Length <= 253 && Name().IsMatch(domain) ? domain : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public void Prove(DateTime now) => (ProvedAt, CheckedAt, MissingSince) = (ProvedAt ?? now, now, null);

    /// <summary>True if it was proved until now and is no longer.</summary>
    public bool Miss(DateTime now)
    {
        (CheckedAt, MissingSince) = (now, ProvedAt is null ? null : MissingSince ?? now);
        if (MissingSince is { } since && now - since >= GracePeriod)
        {
            (ProvedAt, MissingSince) = (null, null);
            return true;
        }

        return false;
    }

    // Ends in letters, so that no number of any form is taken for a name.
    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})\z")]
    private static partial Regex Name();
}

internal sealed class DomainClaimMapping : IEntityTypeConfiguration<DomainClaim>
{
    public void Configure(EntityTypeBuilder<DomainClaim> claim)
    {
        claim.ToTable("DomainClaims");
        claim.Property(c => c.Domain).HasMaxLength(253);
        claim.Property(c => c.Token).HasMaxLength(40);
        claim.Property(c => c.CheckedAt).IsConcurrencyToken();
        claim.HasIndex(c => c.OrganizationId).IsUnique();
        // A domain vouches for one publisher, kept by the database itself.
        claim.HasIndex(c => c.Domain).IsUnique().HasFilter("[ProvedAt] IS NOT NULL").HasDatabaseName("IX_DomainClaims_OneProved");
        claim.HasOne(c => c.Organization).WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}
