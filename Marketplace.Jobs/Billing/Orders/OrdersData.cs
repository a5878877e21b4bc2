using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Licensing;
using Marketplace.Payments;
using Marketplace.Planning;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Orders;

public static class OrdersData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Order> Orders => db.Set<Order>();
        public DbSet<BuyingRule> BuyingRules => db.Set<BuyingRule>();
    }

    extension(IQueryable<Order> orders)
    {
        /// <summary>Those of organizations in which the actor is a member now.</summary>
        public IQueryable<Order> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return orders.Where(o => o.Organization.Memberships.AsQueryable().Any(member));
        }

        public IQueryable<Order> OwnedBy(Actor actor)
        {
            var owner = actor.MayActAs(MemberRole.Owner);
            return orders.Where(o => o.Organization.Memberships.AsQueryable().Any(owner));
        }

        public IQueryable<Order> Open() => orders.Where(o => o.PaidAt == null && o.EndedAt == null);
    }
}

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.ToTable("Orders", table => table.HasCheckConstraint("CK_Orders_Credit", "[CreditMinor] >= 0 AND [CreditMinor] <= [DueMinor]"));
        order.Property(o => o.Id).ValueGeneratedNever();
        order.Property(o => o.QuoteHash).HasMaxLength(64).IsUnicode(false);
        order.Property(o => o.Currency).HasMaxLength(3).IsUnicode(false);
        order.Property(o => o.End).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        order.Property(o => o.EndReason).HasMaxLength(Order.MaxReason);
        order.Property(o => o.InstallProblem).HasMaxLength(Order.MaxReason);
        order.Property(o => o.Version).IsConcurrencyToken();
        order.Ignore(o => o.Due).Ignore(o => o.State).Ignore(o => o.IsOpen).Ignore(o => o.Document).Ignore(o => o.AwaitsPayer)
            .Ignore(o => o.Credit).Ignore(o => o.Payable);
        order.OwnsOne(o => o.Install, install =>
        {
            install.Property(i => i.SiteId).HasColumnName("InstallSiteId");
            install.Property(i => i.Request).HasColumnName("InstallRequest").HasMaxLength(ChangeRequestText.MaxLength);
            install.Property(i => i.Content).HasColumnName("InstallContent").HasMaxLength(64).IsUnicode(false);
            install.Property(i => i.KeepOthers).HasColumnName("InstallKeepsOthers");
        });
        // A quote is ordered once.
        order.HasIndex(o => o.QuoteId).IsUnique();
        order.HasIndex(o => new { o.OrganizationId, o.PlacedAt });
        order.HasIndex(o => o.ExpiresAt).HasFilter("[PaidAt] IS NULL AND [EndedAt] IS NULL").HasDatabaseName("IX_Orders_Open");
        order.HasIndex(o => o.PaidAt);
        order.HasOne(o => o.Organization).WithMany().HasForeignKey(o => o.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne(o => o.Quote).WithMany().HasForeignKey(o => o.QuoteId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne(o => o.By).WithMany().HasForeignKey(o => o.ById).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<User>().WithMany().HasForeignKey(o => o.ApprovedById).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<Payment>().WithMany().HasForeignKey(o => o.PaymentId).OnDelete(DeleteBehavior.Restrict);
        order.HasOne<SavedMethod>().WithMany().HasForeignKey(o => o.MethodId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OrderLineMapping : IEntityTypeConfiguration<OrderLine>
{
    public void Configure(EntityTypeBuilder<OrderLine> line)
    {
        line.ToTable("OrderLines");
        line.HasKey(l => new { l.OrderId, l.Number });
        line.Property(l => l.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        line.Property(l => l.Tier).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        line.Property(l => l.Model).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        line.Property(l => l.Name).HasMaxLength(200);
        line.HasIndex(l => new { l.OrganizationId, l.OpenOfferId }).IsUnique().HasFilter("[OpenOfferId] IS NOT NULL").HasDatabaseName("IX_OrderLines_OneOpen");
        line.HasIndex(l => l.ModuleId);
        line.HasOne<Order>().WithMany(o => o.Lines).HasForeignKey(l => l.OrderId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne(l => l.Offer).WithMany().HasForeignKey(l => l.OfferId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<Module>().WithMany().HasForeignKey(l => l.ModuleId).OnDelete(DeleteBehavior.Restrict);
        line.HasOne<License>().WithMany().HasForeignKey(l => l.LicenseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BuyingRuleMapping : IEntityTypeConfiguration<BuyingRule>
{
    public void Configure(EntityTypeBuilder<BuyingRule> rule)
    {
        rule.ToTable("BuyingRules");
        rule.HasKey(r => r.OrganizationId);
        rule.Property(r => r.OrganizationId).ValueGeneratedNever();
        rule.Property(r => r.Currency).HasMaxLength(3).IsUnicode(false);
        rule.Property(r => r.ChangedAt).IsConcurrencyToken();
        rule.HasOne<Organization>().WithOne().HasForeignKey<BuyingRule>(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        rule.HasOne<User>().WithMany().HasForeignKey(r => r.ChangedById).OnDelete(DeleteBehavior.Restrict);
    }
}
