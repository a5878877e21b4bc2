using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Sites;

/// <summary>
/// A module that a site has and that its organization uses no license for there any more: it takes no place of one, and is off until it is activated again.
/// </summary>
public sealed class DeactivatedModule(long siteId, string packageId, long byId, DateTime at)
{
    public long SiteId { get; private set; } = siteId;

    /// <summary>As the revisions of the site write it.</summary>
    public string PackageId { get; private set; } = packageId;

    public long ById { get; private set; } = byId;
    public DateTime At { get; private set; } = at;
}

internal sealed class DeactivatedModuleMapping : IEntityTypeConfiguration<DeactivatedModule>
{
    public void Configure(EntityTypeBuilder<DeactivatedModule> module)
    {
        module.ToTable("DeactivatedModules");
        module.Property(m => m.PackageId).HasMaxLength(100);
        module.HasKey(m => new { m.SiteId, m.PackageId });
        module.HasOne<Site>().WithMany().HasForeignKey(m => m.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
