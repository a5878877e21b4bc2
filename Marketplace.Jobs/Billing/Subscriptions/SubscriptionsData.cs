using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
using Marketplace.Billing.Orders;
using Marketplace.Data;
using Marketplace.Pricing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Subscriptions;

public static class SubscriptionsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Subscription> Subscriptions => db.Set<Subscription>();
        public DbSet<SubscriptionPeriod> SubscriptionPeriods => db.Set<SubscriptionPeriod>();
    }

    extension(IQueryable<Subscription> subscriptions)
    {
        /// <summary>Those of organizations in which the actor is a member now.</summary>
        public IQueryable<Subscription> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return subscriptions.Where(s => s.Organization.Memberships.AsQueryable().Any(member));
        }

        public IQueryable<Subscription> OwnedBy(Actor actor)
        {
            var owner = actor.MayActAs(MemberRole.Owner);
            return subscriptions.Where(s => s.Organization.Memberships.AsQueryable().Any(owner));
        }

        /// <summary>Whose next period is to be billed; of what is metered, those whose draft is final.</summary>
        internal IQueryable<Subscription> DueAt(DateTime now, int draftHours)
        {
            var final = now.AddHours(-draftHours);
            return subscriptions.Where(s => s.RenewsAt <= now && (!s.IsMetered || s.Period < 0 || s.RenewsAt <= final));
        }

        /// <summary>Those that were canceled and whose last period is over, and its draft final.</summary>
        internal IQueryable<Subscription> OverAt(DateTime now, int draftHours)
        {
            var final = now.AddHours(-draftHours);
            return subscriptions.Where(s => s.EndsAt <= now && (!s.IsMetered || s.Period < 0 || s.EndsAt <= final));
        }

        /// <summary>Those that the actor may change: an owner, or a key that an owner made for billing.</summary>
        public IQueryable<Subscription> ManagedBy(Actor actor)
        {
            var manager = actor.MayManageBilling();
            return subscriptions.Where(s => s.Organization.Memberships.AsQueryable().Any(manager));
        }
    }

    extension(IQueryable<SubscriptionPeriod> periods)
    {
        /// <summary>Those that are charged for a subscription: its own, or the first of those that stand on an invoice with one of its own.</summary>
        internal IQueryable<SubscriptionPeriod> PaidFor(Guid subscriptionId) =>
            periods.Where(p => p.LeadId == null && (p.SubscriptionId == subscriptionId || p.Followers.Any(f => f.SubscriptionId == subscriptionId)));

        internal IQueryable<SubscriptionPeriod> WithTogether() =>
            periods.Include(p => p.Subscription).Include(p => p.Followers).ThenInclude(f => f.Subscription);
    }
}

internal sealed class SubscriptionMapping : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("Subscriptions");
        subscription.Property(s => s.Id).ValueGeneratedNever();
        subscription.Property<string>("_basket").HasColumnName("Basket");
        subscription.Property<string?>("_later").HasColumnName("Later");
        subscription.Property<string?>("_successor").HasColumnName("Successor");
        subscription.Ignore(s => s.Basket).Ignore(s => s.Terms).Ignore(s => s.BilledUntil).Ignore(s => s.Words).Ignore(s => s.LaterWords);
        subscription.Property(s => s.Name).HasMaxLength(100);
        subscription.Property(s => s.Tier).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        subscription.Property(s => s.Model).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        subscription.Property(s => s.Currency).HasMaxLength(3).IsUnicode(false);
        subscription.Property(s => s.TimeZone).HasMaxLength(Subscription.MaxZone).IsUnicode(false);
        subscription.Property(s => s.CancelReason).HasMaxLength(Subscription.MaxReason);
        subscription.Property(s => s.ParkedBecause).HasMaxLength(Subscription.MaxReason);
        subscription.Property(s => s.Version).IsConcurrencyToken();
        subscription.HasIndex(s => s.RenewsAt);
        subscription.HasIndex(s => s.EndsAt);
        subscription.HasIndex(s => new { s.OrganizationId, s.StartedAt });
        subscription.HasIndex(s => s.LicenseId);
        subscription.HasOne(s => s.Organization).WithMany().HasForeignKey(s => s.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        subscription.HasOne(s => s.Module).WithMany().HasForeignKey(s => s.ModuleId).OnDelete(DeleteBehavior.Restrict);
        subscription.HasOne(s => s.License).WithMany().HasForeignKey(s => s.LicenseId).OnDelete(DeleteBehavior.Restrict);
        subscription.HasOne<Order>().WithMany().HasForeignKey(s => s.OrderId).OnDelete(DeleteBehavior.Restrict);
        subscription.HasOne<Offer>().WithMany().HasForeignKey(s => s.OfferId).OnDelete(DeleteBehavior.Restrict);
        subscription.HasMany(s => s.Periods).WithOne(p => p.Subscription).HasForeignKey(p => p.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
        subscription.HasMany(s => s.Events).WithOne().HasForeignKey(e => e.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SubscriptionPeriodMapping : IEntityTypeConfiguration<SubscriptionPeriod>
{
    public void Configure(EntityTypeBuilder<SubscriptionPeriod> period)
    {
        period.ToTable("SubscriptionPeriods");
        period.Property(p => p.Id).ValueGeneratedNever();
        period.Property(p => p.Failure).HasMaxLength(SubscriptionPeriod.MaxFailure).IsUnicode(false);
        period.Property<string?>("_meters").HasColumnName("Meters");
        period.Ignore(p => p.Meters).Ignore(p => p.Document).Ignore(p => p.Together).Ignore(p => p.Names);
        // Whatever happens, no period is billed twice.
        period.HasIndex(p => new { p.SubscriptionId, p.Number }).IsUnique();
        period.HasIndex(p => p.InvoiceId);
        period.HasIndex(p => p.ChargeAt);
        period.HasOne(p => p.Lead).WithMany(p => p.Followers).HasForeignKey(p => p.LeadId).OnDelete(DeleteBehavior.Restrict);
        period.HasOne<Invoice>().WithMany().HasForeignKey(p => p.InvoiceId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SubscriptionEventMapping : IEntityTypeConfiguration<SubscriptionEvent>
{
    public void Configure(EntityTypeBuilder<SubscriptionEvent> happened)
    {
        happened.ToTable("SubscriptionEvents");
        happened.Property(e => e.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        happened.Property(e => e.Text).HasMaxLength(Subscription.MaxReason);
        happened.HasIndex(e => new { e.SubscriptionId, e.At });
    }
}
