using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Notifications;

/// <summary>Something a person wants to know of, in the portal and by mail.</summary>
/// <param name="subject">What it is about, as <c>kind/id</c>.</param>
public sealed class Notification(long userId, string subject, string text, DateTime at) : IPersonal
{
    public long Id { get; private set; }
    public long UserId { get; private set; } = userId;
    public User User { get; private set; } = null!;
    public string Subject { get; private set; } = subject;
    public string Text { get; private set; } = text;
    public DateTime At { get; private set; } = at;
    public DateTime? ReadAt { get; private set; }

    /// <summary>When a mail was made of it.</summary>
    public DateTime? MailedAt { get; private set; }

    public void Mail(DateTime now) => MailedAt = now;
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> notification)
    {
        notification.ToTable("Notifications");
        notification.Property(n => n.Subject).HasMaxLength(200);
        notification.Property(n => n.Text).HasMaxLength(500);
        notification.Property(n => n.MailedAt).IsConcurrencyToken();
        notification.HasIndex(n => new { n.UserId, n.ReadAt });
        notification.HasIndex(n => n.MailedAt);
        notification.HasOne(n => n.User).WithMany().HasForeignKey(n => n.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class Notifying
{
    private const int MaxPeople = 100;

    extension(MarketplaceDb db)
    {
        /// <summary>Adds a notification to what the context will save, beside what it tells of.</summary>
        /// <param name="mails">False where it is told in the portal alone, such as beside a letter of its own.</param>
        public void Notify(long userId, string subject, string text, DateTime now, bool mails = true)
        {
            var notification = db.Add(new Notification(userId, subject, text.Clip(500), now)).Entity;
            if (!mails)
            {
                notification.Mail(now);
            }

            db.Changed(LiveTopic.Notifications(userId), now);
        }

        /// <summary>The same for every member of the organization, owners first.</summary>
        public Task NotifyMembersAsync(long organizationId, string subject, string text, DateTime now, CancellationToken cancel) =>
            db.NotifyMembersAsync(organizationId, subject, text, now, mails: true, cancel);

        /// <param name="mails">False where they are told in the portal alone.</param>
        public async Task NotifyMembersAsync(long organizationId, string subject, string text, DateTime now, bool mails, CancellationToken cancel)
        {
            foreach (var member in await db.Memberships.Where(m => m.OrganizationId == organizationId).OrderByDescending(m => m.Role)
                .ThenBy(m => m.UserId).Select(m => m.UserId).Take(MaxPeople).ToListAsync(cancel))
            {
                db.Notify(member, subject, text, now, mails);
            }
        }

        /// <summary>The same for its owners alone.</summary>
        public async Task NotifyOwnersAsync(long organizationId, string subject, string text, DateTime now, CancellationToken cancel)
        {
            foreach (var owner in await db.Memberships.Where(m => m.OrganizationId == organizationId && m.Role == MemberRole.Owner)
                .OrderBy(m => m.UserId).Select(m => m.UserId).Take(MaxPeople).ToListAsync(cancel))
            {
                db.Notify(owner, subject, text, now);
            }
        }

        /// <summary>The same for everybody with the staff role.</summary>
        public async Task NotifyStaffAsync(StaffRole role, string subject, string text, DateTime now, CancellationToken cancel)
        {
            foreach (var person in await db.StaffGrants.Where(g => g.Role == role).OrderBy(g => g.UserId).Select(g => g.UserId)
                .Take(MaxPeople).ToListAsync(cancel))
            {
                db.Notify(person, subject, text, now);
            }
        }
    }
}
