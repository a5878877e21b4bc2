using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Revenue.Annotations;

/// <summary>What operators note on a day, such as a campaign that began, so that a step in the figures is understood later.</summary>
public sealed class RevenueAnnotation(DateOnly day, string text, long authorId, DateTime changedAt)
{
    public const int MaxText = 200;

    public long Id { get; private set; }
    public DateOnly Day { get; private set; } = day;
    public string Text { get; private set; } = text;

    /// <summary>Who wrote it, or changed it last.</summary>
    public long AuthorId { get; private set; } = authorId;
    public User Author { get; private set; } = null!;
    public DateTime ChangedAt { get; private set; } = changedAt;

    public void Change(DateOnly day, string text, long authorId, DateTime now) => (Day, Text, AuthorId, ChangedAt) = (day, text, authorId, now);
}

internal sealed class RevenueAnnotationMapping : IEntityTypeConfiguration<RevenueAnnotation>
{
    public void Configure(EntityTypeBuilder<RevenueAnnotation> annotation)
    {
        annotation.ToTable("RevenueAnnotations");
        annotation.Property(a => a.Text).HasMaxLength(RevenueAnnotation.MaxText);
        annotation.HasIndex(a => a.Day);
        annotation.HasOne(a => a.Author).WithMany().HasForeignKey(a => a.AuthorId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class AnnotationsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<RevenueAnnotation> RevenueAnnotations => db.Set<RevenueAnnotation>();
    }
}
