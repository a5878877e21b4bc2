using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Promotions;

public static class PromotionsData
{
    public const int MaxName = 80, MaxSource = 100;

    extension(MarketplaceDb db)
    {
        public DbSet<Promotion> Promotions => db.Set<Promotion>();
        public DbSet<PromotionCode> PromotionCodes => db.Set<PromotionCode>();
        public DbSet<PromotionRedemption> PromotionRedemptions => db.Set<PromotionRedemption>();

        /// <summary>Publishers whose promotions the actor decides on: those they own, or all for staff.</summary>
        public IQueryable<Organization> PublishersPromotedBy(Actor actor)
        {
            var (owned, staff) = (db.PublishersOwnedBy(actor), db.StaffGrants.Allowing(actor, StaffRole.Moderator));
            return db.Organizations.Where(o => o.Publishes && (staff.Any() || owned.Any(one => one.Id == o.Id)));
        }

        public IQueryable<Promotion> PromotionsManagedBy(Actor actor)
        {
            var publishers = db.PublishersPromotedBy(actor);
            return db.Set<Promotion>().Where(p => publishers.Any(o => o.Id == p.PublisherId));
        }
    }

    extension(IQueryable<Promotion> promotions)
    {
        public IQueryable<Promotion> OpenAt(DateTime at) => promotions.Running(at).Where(p => p.StartsAt <= at);

        /// <summary>Open, or beginning later.</summary>
        public IQueryable<Promotion> Running(DateTime at) => promotions.Where(p => p.EndedAt == null && (p.EndsAt == null || p.EndsAt > at));
    }
}

internal sealed class PromotionMapping : IEntityTypeConfiguration<Promotion>
{
    public void Configure(EntityTypeBuilder<Promotion> promotion)
    {
        // Whatever the code does, the database lets nobody use it once more than it may be used.
        promotion.ToTable("Promotions", table => table.HasCheckConstraint("CK_Promotions_Uses", "[MaxUses] IS NULL OR [Uses] <= [MaxUses]"));
        promotion.Property(p => p.Name).HasMaxLength(PromotionsData.MaxName);
        promotion.Property(p => p.TimeZone).HasMaxLength(TimeZones.MaxLength).IsUnicode(false);
        promotion.Property(p => p.CodeKind).HasConversion<string>().HasMaxLength(10);
        promotion.Property(p => p.EndedAt).IsConcurrencyToken();
        promotion.Ignore(p => p.Rule);
        promotion.Property<string>("_rule").HasColumnName("Rule").HasMaxLength(PromotionRule.MaxLength);
        promotion.HasIndex(p => new { p.PublisherId, p.StartsAt });
        promotion.HasOne(p => p.Publisher).WithMany().HasForeignKey(p => p.PublisherId).OnDelete(DeleteBehavior.Restrict);
        promotion.HasOne(p => p.Client).WithMany().HasForeignKey(p => p.ClientId).OnDelete(DeleteBehavior.Restrict);
        promotion.HasMany(p => p.Codes).WithOne(c => c.Promotion).HasForeignKey(c => c.PromotionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PromotionCodeMapping : IEntityTypeConfiguration<PromotionCode>
{
    public void Configure(EntityTypeBuilder<PromotionCode> code)
    {
        code.ToTable("PromotionCodes");
        code.Property(c => c.Code).HasMaxLength(PromotionCodes.MaxLength).IsUnicode(false);
        code.HasIndex(c => new { c.PublisherId, c.Code }).IsUnique().HasFilter("[ReleasedAt] IS NULL").HasDatabaseName("IX_PromotionCodes_OneInUse");
        code.HasIndex(c => c.Code);
        code.HasOne<Organization>().WithMany().HasForeignKey(c => c.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PromotionRedemptionMapping : IEntityTypeConfiguration<PromotionRedemption>
{
    public void Configure(EntityTypeBuilder<PromotionRedemption> redemption)
    {
        redemption.ToTable("PromotionRedemptions");
        redemption.HasKey(r => new { r.PromotionId, r.Number });
        redemption.Property(r => r.Number).ValueGeneratedNever();
        redemption.Property(r => r.Source).HasMaxLength(PromotionsData.MaxSource).IsUnicode(false);
        redemption.HasIndex(r => new { r.PromotionId, r.OrganizationId, r.ClientNumber }).IsUnique();
        redemption.HasIndex(r => new { r.PromotionId, r.Source }).IsUnique();
        redemption.HasIndex(r => r.SingleCodeId).IsUnique();
        redemption.HasIndex(r => r.Source);
        redemption.HasOne<Promotion>().WithMany().HasForeignKey(r => r.PromotionId).OnDelete(DeleteBehavior.Restrict);
        redemption.HasOne(r => r.Organization).WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        redemption.HasOne<PromotionCode>().WithMany().HasForeignKey(r => r.SingleCodeId).OnDelete(DeleteBehavior.Restrict);
    }
}
