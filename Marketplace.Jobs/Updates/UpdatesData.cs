using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Updates;

public static class UpdatesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<OrganizationHook> OrganizationHooks => db.Set<OrganizationHook>();
        public DbSet<SitePolicy> SitePolicies => db.Set<SitePolicy>();
    }
}

internal sealed class SitePolicyMapping : IEntityTypeConfiguration<SitePolicy>
{
    public void Configure(EntityTypeBuilder<SitePolicy> policy)
    {
        policy.ToTable("SitePolicies");
        policy.Ignore(p => p.Settings);
        policy.Property(p => p.Level).HasConversion<string>().HasMaxLength(20);
        policy.Property(p => p.OnSuspension).HasConversion<string>().HasMaxLength(20);
        policy.Property(p => p.Notices).HasConversion<string>().HasMaxLength(20);
        policy.Property(p => p.TimeZone).HasMaxLength(64);
        policy.Property(p => p.WebhookUrl).HasMaxLength(500);
        policy.Property(p => p.WebhookSecret).HasMaxLength(100);
        policy.HasIndex(p => p.SiteId).IsUnique();
        policy.HasIndex(p => p.LookAt);
        policy.HasOne(p => p.Site).WithMany().HasForeignKey(p => p.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
