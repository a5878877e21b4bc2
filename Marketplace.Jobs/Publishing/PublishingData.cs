using Marketplace.Data;
using Marketplace.Moderation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Publishing;

public static class PublishingData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Submission> Submissions => db.Set<Submission>();
    }
}

internal sealed class SubmissionMapping : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> submission)
    {
        submission.ToTable("Submissions");
        submission.Property(s => s.PackageId).HasMaxLength(100);
        submission.Property(s => s.NormalizedId).HasMaxLength(100);
        submission.Property(s => s.Version).HasMaxLength(100);
        submission.Property(s => s.NormalizedVersion).HasMaxLength(100);
        submission.Property(s => s.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        submission.Property(s => s.State).HasConversion<string>().HasMaxLength(20);
        submission.Property(s => s.Stamp).IsConcurrencyToken();
        submission.HasIndex(s => new { s.NormalizedId, s.NormalizedVersion }).IsUnique();
        submission.HasIndex(s => s.PackageHash);
        submission.HasIndex(s => new { s.PublisherId, s.ReceivedAt });
        submission.HasIndex(s => new { s.State, s.LeaseUntil });
        submission.HasOne(s => s.Publisher).WithMany().HasForeignKey(s => s.PublisherId).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne(s => s.SubmittedBy).WithMany().HasForeignKey(s => s.SubmittedById).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne<Review>().WithMany().HasForeignKey(s => s.ReviewId).OnDelete(DeleteBehavior.Restrict);
    }
}
