using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Notifications;

/// <summary>A mail that has not left yet. Written with what it tells of, so that neither goes without the other; deleted once the server has it.</summary>
/// <param name="about">What it tells of, as <c>kind/id</c>, where files go with it; null where none do.</param>
/// <param name="isOnce">Rather lost than sent twice: what a worker had in hand that died is not sent again.</param>
public sealed class OutgoingMail(string to, string subject, string text, DateTime queuedAt, string? about = null, bool isOnce = false)
{
    public const int MaxSubject = 500, MaxText = 8000;

    public long Id { get; private set; }
    public string To { get; private set; } = to;
    public string Subject { get; private set; } = subject;
    public string Text { get; private set; } = text;
    public DateTime QueuedAt { get; private set; } = queuedAt;
    public string? About { get; private set; } = about;

    /// <summary>When it is tried next; whoever moves it on has the mail for this time.</summary>
    public DateTime DueAt { get; private set; } = queuedAt;

    public int Attempts { get; private set; }
    public bool IsOnce { get; private set; } = isOnce;

    /// <summary>A worker has it in hand, or had it when it died.</summary>
    public bool IsInHand { get; private set; }

    public void Claim(DateTime until) => (DueAt, Attempts, IsInHand) = (until, Attempts + 1, true);

    public void Postpone(DateTime until) => (DueAt, IsInHand) = (until, false);
}

internal sealed class OutgoingMailMapping : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> mail)
    {
        mail.ToTable("OutgoingMail");
        mail.Property(m => m.To).HasMaxLength(256);
        mail.Property(m => m.Subject).HasMaxLength(OutgoingMail.MaxSubject);
        mail.Property(m => m.Text).HasMaxLength(OutgoingMail.MaxText);
        mail.Property(m => m.About).HasMaxLength(200);
        mail.Property(m => m.DueAt).IsConcurrencyToken();
        mail.HasIndex(m => m.DueAt);
    }
}

public static class Mailing
{
    extension(MarketplaceDb db)
    {
        /// <summary>Adds a mail to what the context will save, and tells the workers.</summary>
        /// <param name="about">What <see cref="IMailAttachments"/> finds the files of that go with it; null where none do.</param>
        /// <param name="isOnce">Rather lost than sent twice.</param>
        public void Mail(string to, string subject, string text, DateTime now, string? about = null, bool isOnce = false)
        {
            db.Add(new OutgoingMail(to, subject, text.Clip(OutgoingMail.MaxText), now, about, isOnce));
            db.Wake(Work.Mail, now);
        }
    }
}
