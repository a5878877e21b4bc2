using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Billing.Dunning;

public static class DunningData
{
    extension(MarketplaceDb db)
    {
        public DbSet<DunningCampaign> DunningCampaigns => db.Set<DunningCampaign>();
        public DbSet<DunningVersion> DunningVersions => db.Set<DunningVersion>();
        public DbSet<DunningCase> DunningCases => db.Set<DunningCase>();
        public DbSet<BillingNotice> BillingNotices => db.Set<BillingNotice>();
    }

    extension(IQueryable<DunningVersion> versions)
    {
        /// <summary>The last of each campaign.</summary>
        public IQueryable<DunningVersion> Current() => versions.Where(v => v.Number == v.Campaign.Version);
    }

    extension(IQueryable<DunningCase> cases)
    {
        /// <summary>Those of organizations in which the actor is a member now.</summary>
        public IQueryable<DunningCase> Of(Actor actor)
        {
            var member = actor.MayActAs(MemberRole.Member);
            return cases.Where(c => c.Organization.Memberships.AsQueryable().Any(member));
        }
    }
}

internal sealed class DunningCampaignMapping : IEntityTypeConfiguration<DunningCampaign>
{
    public void Configure(EntityTypeBuilder<DunningCampaign> campaign)
    {
        campaign.ToTable("DunningCampaigns");
        campaign.Property(c => c.Name).HasMaxLength(DunningCampaign.MaxName);
        campaign.Property(c => c.Version).IsConcurrencyToken();
        campaign.Property(c => c.RetiredAt).IsConcurrencyToken();
        campaign.HasIndex(c => c.Name).IsUnique();
        campaign.HasIndex(c => c.IsDefault).IsUnique().HasFilter("[IsDefault] = 1").HasDatabaseName("IX_DunningCampaigns_OneDefault");
        campaign.HasMany(c => c.Versions).WithOne(v => v.Campaign).HasForeignKey(v => v.CampaignId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DunningVersionMapping : IEntityTypeConfiguration<DunningVersion>
{
    public void Configure(EntityTypeBuilder<DunningVersion> version)
    {
        version.ToTable("DunningVersions");
        version.Property<string>("_plan").HasColumnName("Plan").HasMaxLength(DunningPlan.MaxLength);
        version.Ignore(v => v.Plan);
        version.HasIndex(v => new { v.CampaignId, v.Number }).IsUnique();
        version.HasOne<User>().WithMany().HasForeignKey(v => v.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DunningCaseMapping : IEntityTypeConfiguration<DunningCase>
{
    public void Configure(EntityTypeBuilder<DunningCase> one)
    {
        one.ToTable("DunningCases");
        // A period follows one campaign, once.
        one.HasKey(c => c.PeriodId);
        one.Property(c => c.PeriodId).ValueGeneratedNever();
        one.Property(c => c.Currency).HasMaxLength(3).IsUnicode(false);
        one.Property(c => c.Country).HasMaxLength(2).IsUnicode(false);
        one.Property(c => c.Zone).HasMaxLength(TimeZones.MaxLength).IsUnicode(false);
        one.Property(c => c.State).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        one.Property(c => c.Version).IsConcurrencyToken();
        one.Ignore(c => c.Amount).Ignore(c => c.Times);
        one.HasIndex(c => c.DueAt).HasFilter("[DueAt] IS NOT NULL");
        one.HasIndex(c => new { c.VersionId, c.State });
        one.HasIndex(c => new { c.OrganizationId, c.State });
        one.HasIndex(c => c.SubscriptionId);
        one.HasIndex(c => c.ClosedAt).HasFilter("[ClosedAt] IS NOT NULL");
        one.HasOne(c => c.Period).WithOne().HasForeignKey<DunningCase>(c => c.PeriodId).OnDelete(DeleteBehavior.Restrict);
        one.HasOne(c => c.Subscription).WithMany().HasForeignKey(c => c.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
        one.HasOne(c => c.Organization).WithMany().HasForeignKey(c => c.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        one.HasOne(c => c.Campaign).WithMany().HasForeignKey(c => c.VersionId).OnDelete(DeleteBehavior.Restrict);
        one.HasOne<User>().WithMany().HasForeignKey(c => c.PausedById).OnDelete(DeleteBehavior.Restrict);
        one.HasMany(c => c.Mails).WithOne().HasForeignKey(m => m.PeriodId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DunningMailMapping : IEntityTypeConfiguration<DunningMail>
{
    public void Configure(EntityTypeBuilder<DunningMail> mail)
    {
        mail.ToTable("DunningMails");
        // However often a job runs, a step mails once.
        mail.HasKey(m => new { m.PeriodId, m.Day });
        mail.Property(m => m.Letter).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
    }
}

internal sealed class BillingNoticeMapping : IEntityTypeConfiguration<BillingNotice>
{
    public void Configure(EntityTypeBuilder<BillingNotice> notice)
    {
        notice.ToTable("BillingNotices");
        notice.Property(n => n.Kind).HasConversion<string>().HasMaxLength(20).IsUnicode(false);
        notice.Property(n => n.Subject).HasMaxLength(BillingNotice.MaxSubject).IsUnicode(false);
        // Each is given once.
        notice.HasKey(n => new { n.Kind, n.Subject });
    }
}
