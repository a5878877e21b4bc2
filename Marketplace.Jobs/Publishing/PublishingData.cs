using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Publishing;

public static class PublishingData
{
    extension(MarketplaceDb db)
    {
        public DbSet<Submission> Submissions => db.Set<Submission>();
        public DbSet<IdClaim> IdClaims => db.Set<IdClaim>();
    }

    extension(IQueryable<Submission> submissions)
    {
        /// <summary>Those that have not come to an end: they may still become releases.</summary>
        public IQueryable<Submission> Open() => submissions.Where(s => s.State == SubmissionState.Received || s.State == SubmissionState.Scanning
            || s.State == SubmissionState.Waiting || s.State == SubmissionState.InReview || s.State == SubmissionState.ChangesRequested);

        /// <summary>Those of which no second one of the same version is let in: they are on their way, or released.</summary>
        public IQueryable<Submission> HoldingVersion() => submissions.Where(s => s.State == SubmissionState.Received || s.State == SubmissionState.Scanning
            || s.State == SubmissionState.InReview || s.State == SubmissionState.Approved);

        /// <summary>Those whose checks may begin now.</summary>
        public IQueryable<Submission> Due(DateTime now) => submissions.Where(s =>
            (s.State == SubmissionState.Received || s.State == SubmissionState.Scanning || s.State == SubmissionState.Waiting)
            && (s.LeaseUntil == null || s.LeaseUntil < now));
    }
}

internal sealed class SubmissionMapping : IEntityTypeConfiguration<Submission>
{
    // As many ids as a package may need.
    private const int MaxWaitsFor = 100 * 102;

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
        submission.Property(s => s.WaitsFor).HasMaxLength(MaxWaitsFor);
        submission.HasIndex(s => new { s.NormalizedId, s.NormalizedVersion, s.PublisherId }).IsUnique()
            .HasFilter("[State] <> 'Waiting' AND [State] <> 'ChangesRequested' AND [State] <> 'Rejected' AND [State] <> 'Superseded'");
        submission.HasIndex(s => s.PackageHash);
        submission.HasIndex(s => new { s.PublisherId, s.ReceivedAt });
        submission.HasIndex(s => new { s.State, s.LeaseUntil });
        submission.HasOne(s => s.Publisher).WithMany().HasForeignKey(s => s.PublisherId).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne(s => s.SubmittedBy).WithMany().HasForeignKey(s => s.SubmittedById).OnDelete(DeleteBehavior.Restrict);
        submission.HasOne(s => s.Review).WithMany().HasForeignKey(s => s.ReviewId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class IdClaimMapping : IEntityTypeConfiguration<IdClaim>
{
    public void Configure(EntityTypeBuilder<IdClaim> claim)
    {
        claim.ToTable("IdClaims");
        claim.HasKey(c => c.NormalizedId);
        claim.Property(c => c.NormalizedId).HasMaxLength(100);
        claim.Property(c => c.Stamp).IsConcurrencyToken();
        claim.HasOne<Organization>().WithMany().HasForeignKey(c => c.PublisherId).OnDelete(DeleteBehavior.Restrict);
    }
}
