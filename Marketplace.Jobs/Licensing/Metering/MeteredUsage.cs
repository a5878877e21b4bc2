using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Licensing.Metering;

/// <summary>What was used of a quantity, as it was told once. Never changed: what counts twice has the same number.</summary>
/// <param name="source">Who told it: <c>site/12</c>, <c>activation/7</c>, <c>key</c>.</param>
public sealed class UsageReport(
    long organizationId, long moduleId, Guid report, string source, string quantity, long count, DateTime from, DateTime until, DateTime receivedAt)
{
    public const int MaxSource = 40, MaxQuantity = 40;

    public long Id { get; private set; }
    public long OrganizationId { get; private set; } = organizationId;
    public long ModuleId { get; private set; } = moduleId;
    public Guid Report { get; private set; } = report;
    public string Source { get; private set; } = source;
    public string Quantity { get; private set; } = quantity;
    public long Count { get; private set; } = count;
    public DateTime From { get; private set; } = from;
    public DateTime Until { get; private set; } = until;
    public DateTime ReceivedAt { get; private set; } = receivedAt;
}

/// <summary>What an organization has used of a quantity of a module on a day (UTC), by all its sites together.</summary>
public sealed class UsageDay(long organizationId, long moduleId, string quantity, DateOnly day, long count)
{
    public long OrganizationId { get; private set; } = organizationId;
    public long ModuleId { get; private set; } = moduleId;
    public string Quantity { get; private set; } = quantity;
    public DateOnly Day { get; private set; } = day;
    public long Count { get; private set; } = count;

    /// <summary>How many of them were billed: what comes later for a day that was billed is billed with the next period.</summary>
    public long Billed { get; private set; }

    public void Bill() => Billed = Count;
}

internal sealed class UsageReportMapping : IEntityTypeConfiguration<UsageReport>
{
    public void Configure(EntityTypeBuilder<UsageReport> report)
    {
        report.ToTable("UsageReports");
        report.Property(r => r.Source).HasMaxLength(UsageReport.MaxSource).IsUnicode(false);
        report.Property(r => r.Quantity).HasMaxLength(UsageReport.MaxQuantity).IsUnicode(false);
        report.HasIndex(r => new { r.OrganizationId, r.Report }).IsUnique();
        report.HasOne<Organization>().WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        report.HasOne<Module>().WithMany().HasForeignKey(r => r.ModuleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class UsageDayMapping : IEntityTypeConfiguration<UsageDay>
{
    public void Configure(EntityTypeBuilder<UsageDay> day)
    {
        day.ToTable("UsageDays");
        day.Property(d => d.Quantity).HasMaxLength(UsageReport.MaxQuantity).IsUnicode(false);
        day.HasKey(d => new { d.OrganizationId, d.ModuleId, d.Quantity, d.Day });
        day.HasOne<Organization>().WithMany().HasForeignKey(d => d.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        day.HasOne<Module>().WithMany().HasForeignKey(d => d.ModuleId).OnDelete(DeleteBehavior.Restrict);
    }
}

public static class MeteringData
{
    extension(MarketplaceDb db)
    {
        public DbSet<UsageReport> UsageReports => db.Set<UsageReport>();
        public DbSet<UsageDay> UsageDays => db.Set<UsageDay>();
    }
}
