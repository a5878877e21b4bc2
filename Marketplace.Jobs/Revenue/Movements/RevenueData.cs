using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Promotions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Revenue.Movements;

public static class RevenueData
{
    extension(MarketplaceDb db)
    {
        public DbSet<RecurringMovement> RecurringMovements => db.Set<RecurringMovement>();
        public DbSet<RevenueDay> RevenueDays => db.Set<RevenueDay>();
        public DbSet<RevenueMark> RevenueMarks => db.Set<RevenueMark>();
    }

    extension(IQueryable<RecurringMovement> movements)
    {
        /// <summary>All of them, for an operator; none for anybody else.</summary>
        internal IQueryable<RecurringMovement> For(MarketplaceDb db, Actor actor)
        {
            var operators = db.StaffGrants.Allowing(actor, StaffRole.Operator);
            return movements.Where(_ => operators.Any());
        }
    }
}

internal sealed class RecurringMovementMapping : IEntityTypeConfiguration<RecurringMovement>
{
    public void Configure(EntityTypeBuilder<RecurringMovement> movement)
    {
        movement.ToTable("RecurringMovements");
        movement.Property(m => m.Currency).HasMaxLength(3).IsUnicode(false);
        movement.Property(m => m.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        movement.Property(m => m.PublisherKind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        movement.Property(m => m.Tier).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        movement.Property(m => m.Model).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        movement.Property(m => m.Country).HasMaxLength(2).IsUnicode(false);
        // Of two that change a subscription at once, one is refused.
        movement.HasIndex(m => new { m.SubscriptionId, m.Number }).IsUnique();
        // Sums by day, and when clients came and left, need nothing but an index.
        movement.HasIndex(m => new { m.Day, m.Currency, m.Kind, m.Minor, m.OrganizationId });
        movement.HasIndex(m => new { m.OrganizationId, m.Day, m.Kind, m.Minor });
        movement.HasIndex(m => new { m.ModuleId, m.Day, m.Currency, m.Kind, m.Minor });
        movement.HasIndex(m => new { m.PublisherId, m.Day, m.Currency, m.PublisherKind, m.Minor });
        movement.HasOne(m => m.Subscription).WithMany().HasForeignKey(m => m.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
        movement.HasOne(m => m.Organization).WithMany().HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        movement.HasOne(m => m.Module).WithMany().HasForeignKey(m => m.ModuleId).OnDelete(DeleteBehavior.Restrict);
        movement.HasOne(m => m.Publisher).WithMany().HasForeignKey(m => m.PublisherId).OnDelete(DeleteBehavior.Restrict);
        movement.HasOne<Offer>().WithMany().HasForeignKey(m => m.OfferId).OnDelete(DeleteBehavior.Restrict);
        movement.HasOne<Promotion>().WithMany().HasForeignKey(m => m.PromotionId).OnDelete(DeleteBehavior.Restrict);
    }
}
