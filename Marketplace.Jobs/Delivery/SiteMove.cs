using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Delivery;

/// <summary>The agent of a site came from another installation than before: the site was moved, or a copy of it uses its token.</summary>
public sealed class SiteMove(long siteId, string fingerprint, DateTime at)
{
    public const int MaxFingerprint = 64;

    public long Id { get; private set; }
    public long SiteId { get; private set; } = siteId;

    /// <summary>Of the installation that it came from now.</summary>
    public string Fingerprint { get; private set; } = fingerprint;

    public DateTime At { get; private set; } = at;
}

internal sealed class SiteMoveMapping : IEntityTypeConfiguration<SiteMove>
{
    public void Configure(EntityTypeBuilder<SiteMove> move)
    {
        move.ToTable("SiteMoves");
        move.Property(m => m.Fingerprint).HasMaxLength(SiteMove.MaxFingerprint).IsUnicode(false);
        move.HasIndex(m => new { m.At, m.SiteId });
        move.HasOne<Site>().WithMany().HasForeignKey(m => m.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
