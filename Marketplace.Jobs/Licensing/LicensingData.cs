using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Licensing;

public static class LicensingData
{
    extension(MarketplaceDb db)
    {
        public DbSet<License> Licenses => db.Set<License>();
        public DbSet<LicenseKey> LicenseKeys => db.Set<LicenseKey>();
        public DbSet<LicenseRequest> LicenseRequests => db.Set<LicenseRequest>();
        public DbSet<CustomQuote> CustomQuotes => db.Set<CustomQuote>();
    }
}

internal sealed class LicenseMapping : IEntityTypeConfiguration<License>
{
    public void Configure(EntityTypeBuilder<License> license)
    {
        license.ToTable("Licenses");
        license.Property(l => l.Tier).HasConversion<string>().HasMaxLength(20);
        license.Property(l => l.Origin).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        license.Property<string>("_former").HasColumnName("FormerOffers").HasMaxLength(License.MaxFormer).IsUnicode(false);
        license.Property<string>("_features").HasColumnName("Features").HasMaxLength(License.MaxFeatures);
        license.Ignore(l => l.Features).Ignore(l => l.FormerOffers);
        license.Ignore(l => l.Life);
        license.ComplexProperty(l => l.Steps);
        license.Property(l => l.SuspendedBecause).HasMaxLength(License.MaxReason);
        license.Property(l => l.RevokedBecause).HasMaxLength(License.MaxReason);
        license.Property(l => l.Version).IsConcurrencyToken();
        license.HasIndex(l => new { l.OrganizationId, l.ModuleId });
        license.HasIndex(l => new { l.ModuleId, l.IssuedAt });
        license.HasOne(l => l.Module).WithMany().HasForeignKey(l => l.ModuleId).OnDelete(DeleteBehavior.Restrict);
        license.HasOne(l => l.Organization).WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        license.HasOne(l => l.SoldWith).WithMany().HasForeignKey(l => l.SoldWithId).OnDelete(DeleteBehavior.Restrict);
        license.HasOne(l => l.Offer).WithMany().HasForeignKey(l => l.OfferId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LicenseRequestMapping : IEntityTypeConfiguration<LicenseRequest>
{
    public void Configure(EntityTypeBuilder<LicenseRequest> request)
    {
        request.ToTable("LicenseRequests");
        request.Property(r => r.Note).HasMaxLength(500);
        request.Property(r => r.Answer).HasMaxLength(500);
        request.Property(r => r.AnsweredAt).IsConcurrencyToken();
        request.HasIndex(r => new { r.ModuleId, r.OrganizationId }).IsUnique().HasFilter("[AnsweredAt] IS NULL").HasDatabaseName("IX_LicenseRequests_OneOpen");
        request.HasIndex(r => new { r.OrganizationId, r.AskedAt });
        request.HasOne(r => r.Module).WithMany().HasForeignKey(r => r.ModuleId).OnDelete(DeleteBehavior.Restrict);
        request.HasOne(r => r.Organization).WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        request.HasOne(r => r.Offer).WithMany().HasForeignKey(r => r.OfferId).OnDelete(DeleteBehavior.Restrict);
        request.HasOne(r => r.AskedBy).WithMany().HasForeignKey(r => r.AskedById).OnDelete(DeleteBehavior.Restrict);
        request.HasOne(r => r.License).WithMany().HasForeignKey("LicenseId").OnDelete(DeleteBehavior.Restrict);
    }
}
