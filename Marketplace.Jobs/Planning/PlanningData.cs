using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Planning;

public static class PlanningData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Plan> Plans => db.Set<Plan>();
    }
}

internal sealed class PlanMapping : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> plan)
    {
        plan.ToTable("Plans");
        plan.Property(p => p.Hash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        plan.Property(p => p.Title).HasMaxLength(Plan.MaxTitle);
        plan.Property(p => p.Request).HasMaxLength(ChangeRequestText.MaxLength);
        plan.HasIndex(p => new { p.SiteId, p.Hash }).IsUnique();
        plan.HasOne(p => p.Site).WithMany().HasForeignKey(p => p.SiteId).OnDelete(DeleteBehavior.Restrict);
        plan.HasOne(p => p.CreatedBy).WithMany().HasForeignKey(p => p.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}
