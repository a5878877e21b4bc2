using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Scanning;

public static class ScanningData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Scan> Scans => db.Set<Scan>();
        public DbSet<Finding> Findings => db.Set<Finding>();
    }
}

internal sealed class ScanMapping : IEntityTypeConfiguration<Scan>
{
    public void Configure(EntityTypeBuilder<Scan> scan)
    {
        scan.ToTable("Scans");
        scan.Property(s => s.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        scan.HasIndex(s => new { s.PackageHash, s.RuleSet }).IsUnique();
    }
}

internal sealed class FindingMapping : IEntityTypeConfiguration<Finding>
{
    public void Configure(EntityTypeBuilder<Finding> finding)
    {
        finding.ToTable("Findings");
        finding.Property(f => f.Rule).HasMaxLength(60);
        finding.Property(f => f.Severity).HasConversion<string>().HasMaxLength(10);
        finding.Property(f => f.Message).HasMaxLength(1000);
        finding.Property(f => f.Place).HasMaxLength(300);
        finding.Property(f => f.Remedy).HasMaxLength(1000);
        finding.HasOne<Check>().WithMany().HasForeignKey(f => f.CheckId).OnDelete(DeleteBehavior.Cascade);
    }
}
