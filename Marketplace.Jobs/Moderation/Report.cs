using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Ratings;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Moderation;

public enum ReportKind
{
    Malicious,
    Broken,
    Misleading,
    Rights,
    Other,
}

/// <summary>Someone tells the moderators of something wrong with a module.</summary>
public sealed class Report(long moduleId, string version, ReportKind kind, string text, long byId, DateTime at)
{
    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;

    /// <summary>The version that was shown.</summary>
    public string Version { get; private set; } = version;

    /// <summary>The review that it is about; null if it is about the module.</summary>
    public long? ReviewId { get; init; }

    public Rating? Review { get; private set; }
    public ReportKind Kind { get; private set; } = kind;
    public string Text { get; private set; } = text;
    public long ById { get; private set; } = byId;
    public User By { get; private set; } = null!;
    public DateTime At { get; private set; } = at;
    public DateTime? ClosedAt { get; private set; }
    public long? ClosedById { get; private set; }
    public User? ClosedBy { get; private set; }

    /// <summary>What came of it.</summary>
    public string Answer { get; private set; } = "";

    public void Close(long byId, string answer, DateTime now) => (ClosedById, Answer, ClosedAt) = (byId, answer, now);
}

internal sealed class ReportMapping : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> report)
    {
        report.ToTable("Reports");
        report.Property(r => r.Version).HasMaxLength(100);
        report.Property(r => r.Kind).HasConversion<string>().HasMaxLength(20);
        report.Property(r => r.Text).HasMaxLength(2000);
        report.Property(r => r.Answer).HasMaxLength(500);
        report.Property(r => r.ClosedAt).IsConcurrencyToken();
        report.HasIndex(r => new { r.ClosedAt, r.At });
        // One open report of a person about a module, and about a review, kept by the database itself.
        report.HasIndex(r => new { r.ModuleId, r.ById }).IsUnique()
            .HasFilter("[ClosedAt] IS NULL AND [ReviewId] IS NULL").HasDatabaseName("IX_Reports_OneOpenPerPerson");
        report.HasIndex(r => new { r.ReviewId, r.ById }).IsUnique()
            .HasFilter("[ClosedAt] IS NULL AND [ReviewId] IS NOT NULL").HasDatabaseName("IX_Reports_OneOpenPerPersonAndReview");
        report.HasOne(r => r.Review).WithMany().HasForeignKey(r => r.ReviewId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne(r => r.Module).WithMany().HasForeignKey(r => r.ModuleId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne(r => r.By).WithMany().HasForeignKey(r => r.ById).OnDelete(DeleteBehavior.Restrict);
        report.HasOne(r => r.ClosedBy).WithMany().HasForeignKey(r => r.ClosedById).OnDelete(DeleteBehavior.Restrict);
    }
}
