using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Licensing;

/// <summary>The key of a license, made when it is first asked for. It is found by its hash; its text is encrypted.</summary>
public sealed class LicenseKey(long licenseId, string hash, string secret, DateTime at)
{
    public long LicenseId { get; private set; } = licenseId;
    public License License { get; private set; } = null!;
    public string Hash { get; private set; } = hash;

    /// <summary>The key, encrypted by the data-protection keys.</summary>
    public string Secret { get; private set; } = secret;

    public DateTime At { get; private set; } = at;
}

internal sealed class LicenseKeyMapping : IEntityTypeConfiguration<LicenseKey>
{
    public void Configure(EntityTypeBuilder<LicenseKey> key)
    {
        key.ToTable("LicenseKeys");
        key.HasKey(k => k.LicenseId);
        key.Property(k => k.LicenseId).ValueGeneratedNever();
        key.Property(k => k.Hash).HasMaxLength(64).IsUnicode(false);
        key.Property(k => k.Secret).HasMaxLength(1000).IsUnicode(false);
        key.HasIndex(k => k.Hash).IsUnique();
        key.HasOne(k => k.License).WithOne().HasForeignKey<LicenseKey>(k => k.LicenseId).OnDelete(DeleteBehavior.Cascade);
    }
}
