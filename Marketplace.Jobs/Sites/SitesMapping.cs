using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Sites;

internal sealed class SiteMapping : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> site)
    {
        site.ToTable("Sites");
        site.Property(s => s.Name).HasMaxLength(60);
        site.Property(s => s.HostVersion).HasMaxLength(60);
        site.Property(s => s.Folder).HasMaxLength(180);
        site.Property(s => s.Address).HasMaxLength(SiteCommands.MaxAddress);
        site.Property(s => s.Delivery).HasConversion<string>().HasMaxLength(20);
        site.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        site.Property(s => s.Channel).HasConversion<string>().HasMaxLength(20);
        site.Property(s => s.Stamp).IsConcurrencyToken();
        site.HasIndex(s => new { s.OrganizationId, s.Name }).IsUnique();
        site.HasIndex(s => s.Folder).IsUnique();
        site.HasOne(s => s.Organization).WithMany().HasForeignKey(s => s.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        site.HasMany(s => s.Revisions).WithOne().HasForeignKey(r => r.SiteId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RevisionMapping : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> revision)
    {
        revision.ToTable("Revisions");
        revision.Property(r => r.HostVersion).HasMaxLength(60);
        revision.HasIndex(r => new { r.SiteId, r.Number }).IsUnique();
        revision.HasMany(r => r.Modules).WithOne().HasForeignKey(m => m.RevisionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RevisionModuleMapping : IEntityTypeConfiguration<RevisionModule>
{
    public void Configure(EntityTypeBuilder<RevisionModule> module)
    {
        module.ToTable("RevisionModules");
        module.Property(m => m.PackageId).HasMaxLength(100);
        module.Property(m => m.Version).HasMaxLength(100);
        module.Property(m => m.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        module.HasIndex(m => new { m.RevisionId, m.PackageId }).IsUnique();
        module.HasIndex(m => m.PackageHash);
    }
}
