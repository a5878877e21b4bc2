using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Catalog;

/// <summary>How often one release was downloaded in all: a row from its first time on, added up by <see cref="StatisticsJob"/>.</summary>
public sealed class ReleaseFigures(long releaseId)
{
    public long ReleaseId { get; private set; } = releaseId;

    /// <summary>Packages sent whole by the feed.</summary>
    public long Downloads { get; private set; }

    public void Count(long downloads) => Downloads += downloads;
}

internal sealed class ReleaseFiguresMapping : IEntityTypeConfiguration<ReleaseFigures>
{
    public void Configure(EntityTypeBuilder<ReleaseFigures> figures)
    {
        figures.ToTable("ReleaseFigures");
        figures.HasKey(f => f.ReleaseId);
        figures.Property(f => f.ReleaseId).ValueGeneratedNever();
        figures.Property(f => f.Downloads).IsConcurrencyToken();
        figures.HasOne<Release>().WithOne(r => r.Figures).HasForeignKey<ReleaseFigures>(f => f.ReleaseId).OnDelete(DeleteBehavior.Cascade);
    }
}
