using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Moderation;

public static class ModerationData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Review> Reviews => db.Set<Review>();
        public DbSet<Decision> Decisions => db.Set<Decision>();
    }
}

internal sealed class ReviewMapping : IEntityTypeConfiguration<Review>
{
    public void Configure(EntityTypeBuilder<Review> review)
    {
        review.ToTable("Reviews");
        review.Property(r => r.PackageId).HasMaxLength(100);
        review.Property(r => r.Version).HasMaxLength(100);
        review.Property(r => r.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        review.Property(r => r.Reason).HasMaxLength(200);
        review.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        review.Property(r => r.Stamp).IsConcurrencyToken();
        review.HasIndex(r => new { r.State, r.DueAt });
        review.HasIndex(r => r.PackageHash);
        review.HasOne(r => r.Publisher).WithMany().HasForeignKey(r => r.PublisherId).OnDelete(DeleteBehavior.Restrict);
        review.HasOne(r => r.ClaimedBy).WithMany().HasForeignKey(r => r.ClaimedById).OnDelete(DeleteBehavior.Restrict);
        review.HasMany(r => r.Decisions).WithOne().HasForeignKey(d => d.ReviewId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DecisionMapping : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> decision)
    {
        decision.ToTable("Decisions");
        decision.Property(d => d.Action).HasConversion<string>().HasMaxLength(20);
        decision.Property(d => d.Reason).HasMaxLength(100);
        decision.Property(d => d.Message).HasMaxLength(4000);
        decision.HasOne(d => d.By).WithMany().HasForeignKey(d => d.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
