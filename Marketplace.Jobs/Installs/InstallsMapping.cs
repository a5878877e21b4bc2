using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Installs;

internal sealed class SiteMapping : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> site)
    {
        site.ToTable("Sites");
        site.Property(s => s.Name).HasMaxLength(60);
        site.Property(s => s.HostVersion).HasMaxLength(60);
        site.Property(s => s.Folder).HasMaxLength(180);
        site.Property(s => s.Address).HasMaxLength(Sites.MaxAddress);
        site.Property(s => s.Delivery).HasConversion<string>().HasMaxLength(20);
        site.Property(s => s.Channel).HasConversion<string>().HasMaxLength(20);
        site.Property(s => s.Stamp).IsConcurrencyToken();
        site.HasIndex(s => new { s.OrganizationId, s.Name }).IsUnique();
        site.HasIndex(s => s.Folder).IsUnique();
        site.HasOne(s => s.Organization).WithMany().HasForeignKey(s => s.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        site.HasMany(s => s.Revisions).WithOne().HasForeignKey(r => r.SiteId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RevisionMapping : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> revision)
    {
        revision.ToTable("Revisions");
        revision.Property(r => r.HostVersion).HasMaxLength(60);
        revision.HasIndex(r => new { r.SiteId, r.Number }).IsUnique();
        revision.HasOne<Operation>().WithMany().HasForeignKey(r => r.OperationId).OnDelete(DeleteBehavior.Restrict);
        revision.HasMany(r => r.Modules).WithOne().HasForeignKey(m => m.RevisionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RevisionModuleMapping : IEntityTypeConfiguration<RevisionModule>
{
    public void Configure(EntityTypeBuilder<RevisionModule> module)
    {
        module.ToTable("RevisionModules");
        module.Property(m => m.PackageId).HasMaxLength(100);
        module.Property(m => m.Version).HasMaxLength(100);
        module.Property(m => m.PackageHash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        module.HasIndex(m => new { m.RevisionId, m.PackageId }).IsUnique();
        module.HasIndex(m => m.PackageHash);
    }
}

internal sealed class PlanMapping : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> plan)
    {
        plan.ToTable("Plans");
        plan.Property(p => p.Hash).HasMaxLength(64).IsFixedLength().IsUnicode(false);
        plan.Property(p => p.Title).HasMaxLength(Plan.MaxTitle);
        plan.Property(p => p.Wish).HasMaxLength(WishText.MaxLength);
        plan.HasIndex(p => new { p.SiteId, p.Hash }).IsUnique();
        plan.HasOne(p => p.Site).WithMany().HasForeignKey(p => p.SiteId).OnDelete(DeleteBehavior.Restrict);
        plan.HasOne(p => p.CreatedBy).WithMany().HasForeignKey(p => p.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}

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
