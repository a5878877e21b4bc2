using Marketplace.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Sites;

/// <summary>A site had a release when it was suspended: its members were told, and its policy said what to do.</summary>
public sealed class SiteSuspension(long siteId, long releaseId, DateTime suspendedAt, SuspensionResponse response, DateTime notifiedAt)
{
    public long Id { get; private set; }
    public long SiteId { get; private set; } = siteId;
    public Site Site { get; private set; } = null!;
    public long ReleaseId { get; private set; } = releaseId;
    public Release Release { get; private set; } = null!;

    /// <summary>Of which suspension, should the release be suspended again.</summary>
    public DateTime SuspendedAt { get; private set; } = suspendedAt;

    public SuspensionResponse Response { get; private set; } = response;
    public DateTime NotifiedAt { get; private set; } = notifiedAt;

    /// <summary>When the policy was carried out, as far as there was anything to carry out; null until then.</summary>
    public DateTime? RespondedAt { get; private set; }

    /// <summary>The operation that carries it out.</summary>
    public long? OperationId { get; private set; }

    public void Respond(long? operationId, DateTime now) => (OperationId, RespondedAt) = (operationId, now);
}

internal sealed class SiteSuspensionMapping : IEntityTypeConfiguration<SiteSuspension>
{
    public void Configure(EntityTypeBuilder<SiteSuspension> suspension)
    {
        suspension.ToTable("SiteSuspensions");
        suspension.Property(s => s.Response).HasConversion<string>().HasMaxLength(20);
        suspension.Property(s => s.RespondedAt).IsConcurrencyToken();
        suspension.HasIndex(s => new { s.SiteId, s.ReleaseId, s.SuspendedAt }).IsUnique();
        suspension.HasIndex(s => s.RespondedAt);
        suspension.HasOne(s => s.Site).WithMany().HasForeignKey(s => s.SiteId).OnDelete(DeleteBehavior.Cascade);
        suspension.HasOne(s => s.Release).WithMany().HasForeignKey(s => s.ReleaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
