using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Catalog;

public static class CatalogData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Module> Modules => db.Set<Module>();
        public DbSet<Release> Releases => db.Set<Release>();
        public DbSet<Check> Checks => db.Set<Check>();
        public DbSet<Scan> Scans => db.Set<Scan>();
    }
}

internal sealed class ModuleMapping : IEntityTypeConfiguration<Module>
{
    public void Configure(EntityTypeBuilder<Module> module)
    {
        module.ToTable("Modules");
        module.Property(m => m.PackageId).HasMaxLength(100);
        module.Property(m => m.NormalizedId).HasMaxLength(100);
        module.Property(m => m.DisplayName).HasMaxLength(100);
        module.Property(m => m.Summary).HasMaxLength(500);
        module.Property(m => m.NormalizedName).HasMaxLength(100);
        module.Property(m => m.NormalizedSummary).HasMaxLength(500);
        module.Property(m => m.Category).HasMaxLength(50);
        module.Property(m => m.Tags).HasMaxLength(500);
        module.Property(m => m.Capabilities).HasMaxLength(200);
        module.Property(m => m.IconHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        module.ComplexProperty(m => m.Price, price =>
        {
            price.Property(p => p.Kinds).HasMaxLength(40);
            price.Property(p => p.Tiers).HasMaxLength(60);
            price.Property(p => p.Currency).HasMaxLength(3).IsUnicode(false);
            price.Property(p => p.Per).HasMaxLength(ListPrice.MaxPer);
        });
        module.HasIndex(m => m.NormalizedId).IsUnique();
        module.HasIndex(m => m.Category);
        module.HasIndex(m => m.UpdatedAt);
        module.HasIndex(m => m.ChangedAt);
        module.HasIndex(m => m.IconHash);
        module.HasOne(m => m.Publisher).WithMany().HasForeignKey(m => m.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReleaseMapping : IEntityTypeConfiguration<Release>
{
    public void Configure(EntityTypeBuilder<Release> release)
    {
        release.ToTable("Releases");
        release.Property(r => r.Version).HasMaxLength(100);
        release.Property(r => r.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        release.Property(r => r.HostRange).HasMaxLength(200);
        release.Property(r => r.License).HasMaxLength(500);
        release.HasIndex(r => new { r.ModuleId, r.Version }).IsUnique();
        release.HasIndex(r => r.PackageHash).IsUnique();
        release.Property(r => r.FollowersNotifiedAt).IsConcurrencyToken();
        release.HasIndex(r => r.FollowersNotifiedAt);
        release.Property(r => r.SitesNotifiedAt).IsConcurrencyToken();
        release.HasIndex(r => r.SitesNotifiedAt);
        release.HasOne(r => r.Module).WithMany(m => m.Releases).HasForeignKey(r => r.ModuleId).OnDelete(DeleteBehavior.Restrict);
        release.HasMany(r => r.Images).WithOne().HasForeignKey(i => i.ReleaseId).OnDelete(DeleteBehavior.Cascade);
        release.HasMany(r => r.Dependencies).WithOne().HasForeignKey(d => d.ReleaseId).OnDelete(DeleteBehavior.Cascade);
        release.ComplexProperty(r => r.Listing, listing =>
        {
            listing.Property(l => l.DisplayName).HasMaxLength(100);
            listing.Property(l => l.Summary).HasMaxLength(500);
            listing.Property(l => l.Category).HasMaxLength(50);
            listing.Property(l => l.Tags).HasMaxLength(500);
            listing.Property(l => l.Capabilities).HasMaxLength(200);
            listing.Property(l => l.IconHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        });
        release.ComplexProperty(r => r.Suspension, s => s.Property(x => x.Reason).HasMaxLength(500));
        release.ComplexProperty(r => r.Security, s => s.Property(x => x.Text).HasMaxLength(500));
        release.ComplexProperty(r => r.Yank, s => s.Property(x => x.Reason).HasMaxLength(500));
    }
}

internal sealed class ReleaseImageMapping : IEntityTypeConfiguration<ReleaseImage>
{
    public void Configure(EntityTypeBuilder<ReleaseImage> image)
    {
        image.ToTable("ReleaseImages");
        image.Property(i => i.Hash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        image.Property(i => i.ContentType).HasMaxLength(20);
        image.Property(i => i.Text).HasMaxLength(200);
        image.HasIndex(i => new { i.ReleaseId, i.Ordinal }).IsUnique();
        image.HasIndex(i => i.Hash);
    }
}

internal sealed class ReleaseDependencyMapping : IEntityTypeConfiguration<ReleaseDependency>
{
    public void Configure(EntityTypeBuilder<ReleaseDependency> dependency)
    {
        dependency.ToTable("ReleaseDependencies");
        dependency.Property(d => d.PackageId).HasMaxLength(100);
        dependency.Property(d => d.NormalizedId).HasMaxLength(100);
        dependency.Property(d => d.Range).HasMaxLength(200);
        dependency.HasIndex(d => new { d.ReleaseId, d.NormalizedId }).IsUnique();
        dependency.HasIndex(d => d.NormalizedId);
    }
}

internal sealed class CheckMapping : IEntityTypeConfiguration<Check>
{
    public void Configure(EntityTypeBuilder<Check> check)
    {
        check.ToTable("Checks");
        check.Property(c => c.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        check.Property(c => c.Name).HasMaxLength(50);
        check.Property(c => c.Verdict).HasConversion<string>().HasMaxLength(10);
        check.HasIndex(c => new { c.PackageHash, c.RuleSet, c.Name }).IsUnique();
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
