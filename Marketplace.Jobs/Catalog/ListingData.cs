using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Catalog;

public static class ListingData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Deprecation> Deprecations => db.Set<Deprecation>();
        public DbSet<ModuleAudience> ModuleAudiences => db.Set<ModuleAudience>();
    }
}

internal sealed class DeprecationMapping : IEntityTypeConfiguration<Deprecation>
{
    public void Configure(EntityTypeBuilder<Deprecation> deprecation)
    {
        deprecation.ToTable("Deprecations");
        deprecation.Property(d => d.Range).HasMaxLength(200);
        deprecation.Property(d => d.Reason).HasConversion<string>().HasMaxLength(20);
        deprecation.Property(d => d.Note).HasMaxLength(500);
        deprecation.Property(d => d.ReplacementId).HasMaxLength(100);
        deprecation.HasIndex(d => new { d.ModuleId, d.Range }).IsUnique();
        deprecation.HasOne<Module>().WithMany(m => m.Deprecations).HasForeignKey(d => d.ModuleId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ModuleAudienceMapping : IEntityTypeConfiguration<ModuleAudience>
{
    public void Configure(EntityTypeBuilder<ModuleAudience> audience)
    {
        audience.ToTable("ModuleAudiences");
        audience.HasKey(a => new { a.ModuleId, a.OrganizationId });
        audience.HasOne<Module>().WithMany(m => m.Audience).HasForeignKey(a => a.ModuleId).OnDelete(DeleteBehavior.Cascade);
        audience.HasOne(a => a.Organization).WithMany().HasForeignKey(a => a.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
