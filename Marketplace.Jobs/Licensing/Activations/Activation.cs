using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Licensing.Activations;

/// <summary>
/// An installation that no marketplace delivers to and that a license key was used for. It takes one of the license's sites until it is deactivated or its
/// lease has run out. What a marketplace delivers to is no row here: the site that has the module is its own activation.
/// </summary>
/// <param name="fingerprint">What tells this installation from any other, as the program that uses the key makes it.</param>
/// <param name="name">What people call it.</param>
public sealed class Activation(long licenseId, string fingerprint, string name, DateTime activatedAt)
{
    public const int MaxFingerprint = 100, MaxName = 100;

    public long Id { get; private set; }
    public long LicenseId { get; private set; } = licenseId;
    public License License { get; private set; } = null!;
    public string Fingerprint { get; private set; } = fingerprint;
    public string Name { get; private set; } = name;
    public DateTime ActivatedAt { get; private set; } = activatedAt;

    /// <summary>When it last asked.</summary>
    public DateTime SeenAt { get; private set; } = activatedAt;

    /// <summary>By when it must ask again; null where the license leases nothing.</summary>
    public DateTime? LeasedUntil { get; private set; }

    public DateTime? DeactivatedAt { get; private set; }

    /// <summary>Null where the program did it with the key.</summary>
    public long? DeactivatedById { get; private set; }

    /// <summary>How often it took a site after it had given it up.</summary>
    public int Returns { get; private set; }

    public bool IsActive(DateTime now) => DeactivatedAt is null && !(LeasedUntil <= now);

    /// <summary>Takes a site, or keeps it for longer.</summary>
    public void Activate(string name, DateTime? leasedUntil, DateTime now)
    {
        if (!IsActive(now))
        {
            (ActivatedAt, Returns) = (now, Returns + 1);
        }

        (Name, LeasedUntil, SeenAt, DeactivatedAt, DeactivatedById) = (name, leasedUntil, now, null, null);
    }

    public void Deactivate(long? byId, DateTime now) => (DeactivatedAt, DeactivatedById) = (now, byId);
}

internal sealed class ActivationMapping : IEntityTypeConfiguration<Activation>
{
    public void Configure(EntityTypeBuilder<Activation> activation)
    {
        activation.ToTable("Activations");
        activation.Property(a => a.Fingerprint).HasMaxLength(Activation.MaxFingerprint);
        activation.Property(a => a.Name).HasMaxLength(Activation.MaxName);
        activation.HasIndex(a => new { a.LicenseId, a.Fingerprint }).IsUnique();
        activation.HasIndex(a => a.ActivatedAt);
        activation.HasOne(a => a.License).WithMany().HasForeignKey(a => a.LicenseId).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class ActivationsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Activation> Activations => db.Set<Activation>();
    }

    extension(IQueryable<Activation> activations)
    {
        /// <summary>That take a place: not deactivated, their lease not over, and their license not off.</summary>
        public IQueryable<Activation> Active(DateTime now) => activations.Where(a => a.DeactivatedAt == null && !(a.LeasedUntil <= now)
            && !(a.License.ExpiresAt != null && a.License.ExpiresAt.Value.AddDays(a.License.Steps.Disabled) <= now)
            && !(a.License.RevokedAt != null && a.License.RevokedAt.Value.AddDays(a.License.Steps.Disabled) <= now)
            && !(a.License.SuspendedAt != null && a.License.SuspendedAt.Value.AddDays(a.License.Steps.Disabled) <= now));
    }
}
