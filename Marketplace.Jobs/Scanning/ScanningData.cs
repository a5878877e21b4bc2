using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Scanning;

public static class ScanningData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Finding> Findings => db.Set<Finding>();
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
