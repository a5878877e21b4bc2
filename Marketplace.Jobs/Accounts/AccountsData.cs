using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Accounts;

public static class AccountsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<User> Users => db.Set<User>();
        public DbSet<Organization> Organizations => db.Set<Organization>();
        public DbSet<Membership> Memberships => db.Set<Membership>();
        public DbSet<StaffGrant> StaffGrants => db.Set<StaffGrant>();
        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();
        public DbSet<Session> Sessions => db.Set<Session>();
        public DbSet<Invitation> Invitations => db.Set<Invitation>();
        public DbSet<Attempt> Attempts => db.Set<Attempt>();
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();
        public DbSet<AuditSeal> AuditSeals => db.Set<AuditSeal>();
    }

    extension(IQueryable<Invitation> invitations)
    {
        /// <summary>Those that let someone in now: not used, not expired, and from someone who is an owner still.</summary>
        public IQueryable<Invitation> Open(DateTime now) => invitations.Where(i => i.AcceptedAt == null && i.ExpiresAt > now
            && i.Organization.Memberships.Any(m => m.UserId == i.InvitedById && m.Role == MemberRole.Owner));
    }
}

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("Users");
        user.Property(u => u.DisplayName).HasMaxLength(NameText.MaxLength);
        user.Property(u => u.UserName).HasMaxLength(256);
        user.Property(u => u.NormalizedUserName).HasMaxLength(256);
        user.Property(u => u.Email).HasMaxLength(256);
        user.Property(u => u.NormalizedEmail).HasMaxLength(256);
        user.Property(u => u.PhoneNumber).HasMaxLength(40);
        user.Property(u => u.TimeZone).HasMaxLength(TimeZones.MaxLength);
        user.Property(u => u.PasswordHash).HasMaxLength(400);
        user.Property(u => u.SecurityStamp).HasMaxLength(100);
        user.Property(u => u.ConcurrencyStamp).HasMaxLength(100).IsConcurrencyToken();
        user.HasIndex(u => u.NormalizedUserName).IsUnique();
        user.HasIndex(u => u.NormalizedEmail).IsUnique();
    }
}

internal sealed class OrganizationMapping : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> organization)
    {
        organization.ToTable("Organizations");
        organization.Property(o => o.Name).HasMaxLength(NameText.MaxLength);
        organization.Property(o => o.NormalizedName).HasMaxLength(NameText.MaxLength);
        organization.Property(o => o.Skeleton).HasMaxLength(64).IsUnicode(false);
        organization.Property(o => o.Domain).HasMaxLength(253);
        organization.Property(o => o.IconHash).HasMaxLength(64).IsUnicode(false);
        organization.HasIndex(o => o.Name).IsUnique();
        organization.HasIndex(o => o.NormalizedName).IsUnique();
        organization.HasIndex(o => o.Skeleton).IsUnique();
    }
}

internal sealed class MembershipMapping : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> membership)
    {
        membership.ToTable("Memberships");
        membership.HasKey(m => new { m.OrganizationId, m.UserId });
        membership.HasOne(m => m.Organization).WithMany(o => o.Memberships).HasForeignKey(m => m.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        membership.HasOne(m => m.User).WithMany(u => u.Memberships).HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Restrict);
        membership.Property(m => m.Role).HasConversion<string>().HasMaxLength(20);
    }
}

internal sealed class StaffGrantMapping : IEntityTypeConfiguration<StaffGrant>
{
    public void Configure(EntityTypeBuilder<StaffGrant> grant)
    {
        grant.ToTable("StaffGrants");
        grant.HasKey(g => new { g.UserId, g.Role });
        grant.HasOne(g => g.User).WithMany(u => u.StaffGrants).HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Restrict);
        grant.Property(g => g.Role).HasConversion<string>().HasMaxLength(20);
    }
}

internal sealed class PreferenceMapping : IEntityTypeConfiguration<Preference>
{
    public void Configure(EntityTypeBuilder<Preference> preference)
    {
        preference.ToTable("Preferences");
        preference.HasKey(p => new { p.UserId, p.Name });
        preference.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
        preference.Property(p => p.Name).HasMaxLength(Preference.MaxName).IsUnicode(false);
        preference.Property(p => p.Text).HasMaxLength(Preference.MaxText);
    }
}
