using Marketplace.Planning;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Operations;

internal sealed class OperationMapping : IEntityTypeConfiguration<Operation>
{
    public void Configure(EntityTypeBuilder<Operation> operation)
    {
        operation.ToTable("Operations");
        operation.Property(o => o.Title).HasMaxLength(Plan.MaxTitle);
        operation.Property(o => o.State).HasConversion<string>().HasMaxLength(20);
        operation.Property(o => o.LeaseNumber).IsConcurrencyToken();
        operation.Property(o => o.CancelRequestedAt).IsConcurrencyToken();
        operation.Property(o => o.CountedAt).IsConcurrencyToken();
        operation.ComplexProperty(o => o.Failure, failure =>
        {
            failure.Property(f => f.Category).HasConversion<string>().HasMaxLength(30);
            failure.Property(f => f.Sentence).HasMaxLength(OperationFailure.MaxSentence);
        });
        // One operation at a time on a site, kept by the database itself.
        operation.HasIndex(o => o.SiteId).IsUnique().HasFilter("[State] = 'Running'").HasDatabaseName("IX_Operations_OneRunningPerSite");
        // A plan confirmed twice, by two hands or two clicks, is one operation.
        operation.HasIndex(o => o.PlanId).IsUnique().HasFilter("[EndedAt] IS NULL").HasDatabaseName("IX_Operations_OneOpenPerPlan");
        operation.HasIndex(o => new { o.SiteId, o.QueuedAt });
        operation.HasIndex(o => new { o.State, o.LeaseUntil });
        operation.HasIndex(o => new { o.State, o.RetryAt });
        operation.HasOne(o => o.ContinuedBy).WithMany().HasForeignKey(o => o.ContinuedById).OnDelete(DeleteBehavior.Restrict);
        operation.HasIndex(o => new { o.CountedAt, o.EndedAt });
        operation.HasIndex(o => o.EndedAt);
        operation.HasOne(o => o.Site).WithMany().HasForeignKey(o => o.SiteId).OnDelete(DeleteBehavior.Restrict);
        operation.HasOne(o => o.Plan).WithMany().HasForeignKey(o => o.PlanId).OnDelete(DeleteBehavior.Restrict);
        operation.HasOne(o => o.ApprovedBy).WithMany().HasForeignKey(o => o.ApprovedById).OnDelete(DeleteBehavior.Restrict);
        operation.HasOne(o => o.RequestedBy).WithMany().HasForeignKey(o => o.RequestedById).OnDelete(DeleteBehavior.Restrict);
        operation.HasMany(o => o.Steps).WithOne().HasForeignKey(s => s.OperationId).OnDelete(DeleteBehavior.Cascade);
        operation.HasMany(o => o.Log).WithOne().HasForeignKey(l => l.OperationId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OperationStepMapping : IEntityTypeConfiguration<OperationStep>
{
    public void Configure(EntityTypeBuilder<OperationStep> step)
    {
        step.ToTable("OperationSteps");
        step.Ignore(s => s.ProgressAt);
        step.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
        step.Property(s => s.PackageId).HasMaxLength(100);
        step.Property(s => s.State).HasConversion<string>().HasMaxLength(10);
        step.Property(s => s.Detail).HasMaxLength(OperationStep.MaxDetail);
        step.HasIndex(s => new { s.OperationId, s.Ordinal }).IsUnique();
        step.HasIndex(s => new { s.PackageId, s.OperationId });
    }
}

internal sealed class OperationLogLineMapping : IEntityTypeConfiguration<OperationLogLine>
{
    public void Configure(EntityTypeBuilder<OperationLogLine> line)
    {
        line.ToTable("OperationLogLines");
        line.Property(l => l.Text).HasMaxLength(1000);
    }
}

/// <summary>What sites keep of operations, which come after them in the order of slices.</summary>
internal sealed class RevisionOperationMapping : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> revision) =>
        revision.HasOne<Operation>().WithMany().HasForeignKey(r => r.OperationId).OnDelete(DeleteBehavior.Restrict);
}

internal sealed class SuspensionOperationMapping : IEntityTypeConfiguration<SiteSuspension>
{
    public void Configure(EntityTypeBuilder<SiteSuspension> suspension) =>
        suspension.HasOne<Operation>().WithMany().HasForeignKey(s => s.OperationId).OnDelete(DeleteBehavior.Restrict);
}
