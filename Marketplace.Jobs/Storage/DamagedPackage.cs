using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Storage;

/// <summary>A kept file whose bytes are no longer those of its hash. While the row stands, nothing serves or installs it.</summary>
public sealed class DamagedPackage(string packageHash, string foundHash, DateTime foundAt)
{
    public long Id { get; private set; }
    public string PackageHash { get; private set; } = packageHash;

    /// <summary>The hash of the bytes that were found instead.</summary>
    public string FoundHash { get; private set; } = foundHash;
    public DateTime FoundAt { get; private set; } = foundAt;
}

public static class StorageData
{
    extension(MarketplaceDb db)
    {
        public DbSet<DamagedPackage> DamagedPackages => db.Set<DamagedPackage>();
    }
}

internal sealed class DamagedPackageMapping : IEntityTypeConfiguration<DamagedPackage>
{
    public void Configure(EntityTypeBuilder<DamagedPackage> damaged)
    {
        damaged.ToTable("DamagedPackages");
        damaged.Property(d => d.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        damaged.Property(d => d.FoundHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        damaged.HasIndex(d => d.PackageHash).IsUnique();
    }
}
