using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Revenue.Reports;

public static class ReportsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<SavedView> SavedViews => db.Set<SavedView>();
        public DbSet<ViewRecipient> ViewRecipients => db.Set<ViewRecipient>();
        public DbSet<ViewMailing> ViewMailings => db.Set<ViewMailing>();

        /// <summary>The people who may see the figures of operators, or of a publisher, by their role now.</summary>
        internal IQueryable<User> WhoMaySee(long? publisherId) =>
            publisherId is { } publisher ? db.Users.MembersOf(publisher) : db.Users.Operators();

        /// <summary>The views whose figures the actor may see, in person.</summary>
        internal IQueryable<SavedView> ViewsFor(Actor actor)
        {
            var (person, operators) = (db.Users.InPerson(actor), db.StaffGrants.Allowing(actor, StaffRole.Operator));
            var publishers = db.Organizations.Of(actor).Where(o => o.Publishes);
            return db.SavedViews.Where(v => person.Any() && (v.PublisherId == null ? operators.Any() : publishers.Any(o => o.Id == v.PublisherId)));
        }

        /// <summary>Of those their own, what is shared, and what they get by mail.</summary>
        internal IQueryable<SavedView> ViewsShownTo(Actor actor)
        {
            var mailed = db.OwnOf<ViewRecipient>(actor);
            return db.ViewsFor(actor).Where(v => v.OwnerId == actor.UserId || v.IsShared || mailed.Any(r => r.ViewId == v.Id));
        }
    }
}

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> view)
    {
        view.ToTable("SavedViews");
        view.Property(v => v.Name).HasMaxLength(NameText.MaxLength);
        view.Property(v => v.QuestionJson).HasMaxLength(ViewQuestion.MaxLength);
        view.Property(v => v.ScheduleJson).HasMaxLength(300);
        view.Ignore(v => v.Question);
        view.Ignore(v => v.Schedule);
        view.HasIndex(v => new { v.OwnerId, v.Name });
        view.HasIndex(v => v.ScheduledAt);
        view.HasOne(v => v.Owner).WithMany().HasForeignKey(v => v.OwnerId).OnDelete(DeleteBehavior.Restrict);
        view.HasOne(v => v.Publisher).WithMany().HasForeignKey(v => v.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ViewRecipientMapping : IEntityTypeConfiguration<ViewRecipient>
{
    public void Configure(EntityTypeBuilder<ViewRecipient> recipient)
    {
        recipient.ToTable("ViewRecipients");
        recipient.HasKey(r => new { r.ViewId, r.UserId });
        recipient.HasOne(r => r.View).WithMany(v => v.Recipients).HasForeignKey(r => r.ViewId).OnDelete(DeleteBehavior.Cascade);
        recipient.HasOne(r => r.User).WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ViewMailingMapping : IEntityTypeConfiguration<ViewMailing>
{
    public void Configure(EntityTypeBuilder<ViewMailing> mailing)
    {
        mailing.ToTable("ViewMailings");
        mailing.Property(m => m.Id).ValueGeneratedNever();
        // Of two workers one is refused.
        mailing.HasIndex(m => new { m.ViewId, m.UserId, m.DueAt }).IsUnique();
        mailing.HasOne(m => m.View).WithMany().HasForeignKey(m => m.ViewId).OnDelete(DeleteBehavior.Cascade);
        mailing.HasOne(m => m.User).WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
