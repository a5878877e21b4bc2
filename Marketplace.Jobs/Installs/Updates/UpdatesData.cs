using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Installs;

/// <summary>A module that a site has now, by exact file.</summary>
internal sealed class InstalledFile
{
    public long SiteId { get; init; }
    public required string PackageId { get; init; }
    public required string Version { get; init; }
    public required string Hash { get; init; }
}

public static class UpdatesData
{
    extension(MarketplaceDb db)
    {
        public DbSet<SitePolicy> SitePolicies => db.Set<SitePolicy>();
        public DbSet<ModuleRule> ModuleRules => db.Set<ModuleRule>();

        /// <summary>What the sites have in the revisions that are active on them.</summary>
        internal IQueryable<InstalledFile> Installed(IEnumerable<long> siteIds) => db.Installed().Where(m => siteIds.Contains(m.SiteId));

        internal IQueryable<InstalledFile> Installed() =>
            from site in db.Set<Site>()
            from revision in site.Revisions
            where revision.Number == site.CurrentRevision
            from module in revision.Modules
            select new InstalledFile { SiteId = site.Id, PackageId = module.PackageId, Version = module.Version, Hash = module.PackageHash };
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

internal sealed class ModuleRuleMapping : IEntityTypeConfiguration<ModuleRule>
{
    public void Configure(EntityTypeBuilder<ModuleRule> rule)
    {
        rule.ToTable("ModuleRules");
        rule.Ignore(r => r.SkippedVersions);
        rule.Property(r => r.NormalizedId).HasMaxLength(100);
        rule.Property(r => r.Level).HasConversion<string>().HasMaxLength(20);
        rule.Property(r => r.Skipped).HasMaxLength(2100);
        rule.HasIndex(r => new { r.SiteId, r.NormalizedId }).IsUnique();
        rule.HasOne<Site>().WithMany().HasForeignKey(r => r.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
