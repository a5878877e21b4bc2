using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Pricing.Quotes;

/// <summary>That an organization has had its trial of a module: the database takes one of each, and one by each card or account.</summary>
/// <param name="fingerprint">A hash of what its provider calls the card or account, however often it is entered; null where there was none.</param>
public sealed class TrialUse(long moduleId, long organizationId, string? fingerprint, DateTime at) : IAppendOnly
{
    public const int MaxFingerprint = 64;

    public long ModuleId { get; private set; } = moduleId;
    public Module Module { get; private set; } = null!;
    public long OrganizationId { get; private set; } = organizationId;
    public string? Fingerprint { get; private set; } = fingerprint;
    public DateTime At { get; private set; } = at;
}

public static class TrialsData
{
    extension(MarketplaceDb db)
    {
        public DbSet<TrialUse> TrialUses => db.Set<TrialUse>();

        /// <summary>Which of the modules, by their normalized ids, an organization has tried before.</summary>
        public async Task<IReadOnlySet<string>> TriedByAsync(long organizationId, IReadOnlyList<string> modules, CancellationToken cancel) =>
            (await db.Set<TrialUse>().Where(t => t.OrganizationId == organizationId && modules.Contains(t.Module.NormalizedId))
                .Select(t => t.Module.NormalizedId).ToListAsync(cancel)).ToHashSet();
    }
}

internal sealed class TrialUseMapping : IEntityTypeConfiguration<TrialUse>
{
    public void Configure(EntityTypeBuilder<TrialUse> use)
    {
        use.ToTable("TrialUses");
        use.HasKey(t => new { t.ModuleId, t.OrganizationId });
        use.Property(t => t.Fingerprint).HasMaxLength(TrialUse.MaxFingerprint).IsUnicode(false);
        use.HasIndex(t => new { t.ModuleId, t.Fingerprint }).IsUnique().HasFilter("[Fingerprint] IS NOT NULL");
        use.HasOne(t => t.Module).WithMany().HasForeignKey(t => t.ModuleId).OnDelete(DeleteBehavior.Restrict);
        use.HasOne<Organization>().WithMany().HasForeignKey(t => t.OrganizationId).OnDelete(DeleteBehavior.Restrict);
    }
}
