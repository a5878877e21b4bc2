using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Installs;

/// <summary>A site had a release when it was suspended: its members were told, and its policy said what to do.</summary>
public sealed class SiteSuspension(long siteId, long releaseId, DateTime suspendedAt, SuspensionResponse response, DateTime toldAt)
{
    public long Id { get; private set; }
    public long SiteId { get; private set; } = siteId;
    public Site Site { get; private set; } = null!;
    public long ReleaseId { get; private set; } = releaseId;
    public Release Release { get; private set; } = null!;

    /// <summary>Of which suspension, should the release be suspended again.</summary>
    public DateTime SuspendedAt { get; private set; } = suspendedAt;

    public SuspensionResponse Response { get; private set; } = response;
    public DateTime ToldAt { get; private set; } = toldAt;

    /// <summary>When the policy was carried out, as far as there was anything to carry out; null until then.</summary>
    public DateTime? RespondedAt { get; private set; }

    /// <summary>The operation that carries it out.</summary>
    public long? OperationId { get; private set; }

    public Operation? Operation { get; private set; }

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
        suspension.HasOne(s => s.Operation).WithMany().HasForeignKey(s => s.OperationId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>A suspended release that a site has.</summary>
/// <param name="Blocks">Nothing comes onto the site while it has it.</param>
public sealed record SuspendedModule(string PackageId, string Version, string Hash, string Reason, bool Blocks);

internal static class SuspendedModules
{
    /// <summary>Those that the site has now.</summary>
    public static async Task<IReadOnlyList<SuspendedModule>> ReadAsync(MarketplaceDb db, long siteId, CancellationToken cancel)
    {
        var rows = await db.Installed([siteId]).Join(db.Releases, m => m.Hash, r => r.PackageHash, (m, r) => new { m.PackageId, m.Version, m.Hash, r.Id, r.Suspension })
            .Where(m => m.Suspension != null).OrderBy(m => m.PackageId).ToListAsync(cancel);
        var ids = rows.ConvertAll(row => row.Id);
        var blocking = ids.Count == 0 ? [] : await db.Set<SiteSuspension>().Where(s => s.SiteId == siteId && ids.Contains(s.ReleaseId) && s.Response != SuspensionResponse.Warn)
            .Select(s => new { s.ReleaseId, s.SuspendedAt }).ToListAsync(cancel);
        return rows.ConvertAll(row => new SuspendedModule(row.PackageId, row.Version, row.Hash, row.Suspension!.Reason, blocking.Any(b => b.ReleaseId == row.Id && b.SuspendedAt == row.Suspension.At)));
    }
}
