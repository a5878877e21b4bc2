using Marketplace.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Usage;

/// <summary>How often a module's page was opened on a day (UTC), by others than those who manage it.</summary>
public sealed class DailyViews(long moduleId, DateOnly day, long views)
{
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public DateOnly Day { get; private set; } = day;
    public long Views { get; private set; } = views;
}

internal sealed class DailyViewsMapping : IEntityTypeConfiguration<DailyViews>
{
    public void Configure(EntityTypeBuilder<DailyViews> views)
    {
        views.ToTable("DailyViews");
        views.HasKey(v => new { v.ModuleId, v.Day });
        views.HasOne(v => v.Module).WithMany().HasForeignKey(v => v.ModuleId).OnDelete(DeleteBehavior.Cascade);
    }
}
