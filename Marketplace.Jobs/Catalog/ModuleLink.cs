using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Catalog;

public enum LinkKind
{
    /// <summary>Installed on the same sites.</summary>
    Together,

    /// <summary>Of the same category or with the same tags.</summary>
    Alike,
}

/// <summary>From one module to another that goes with it; worked out by a job.</summary>
public sealed class ModuleLink(long moduleId, long otherId, LinkKind kind, int weight)
{
    public long ModuleId { get; private set; } = moduleId;
    public long OtherId { get; private set; } = otherId;
    public LinkKind Kind { get; private set; } = kind;

    /// <summary>The number of sites with both, or of what they share.</summary>
    public int Weight { get; private set; } = weight;
}

internal sealed class ModuleLinkMapping : IEntityTypeConfiguration<ModuleLink>
{
    public void Configure(EntityTypeBuilder<ModuleLink> link)
    {
        link.ToTable("ModuleLinks");
        link.HasKey(l => new { l.ModuleId, l.Kind, l.OtherId });
        link.Property(l => l.Kind).HasConversion<string>().HasMaxLength(10);
        link.HasOne<Module>().WithMany().HasForeignKey(l => l.ModuleId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<Module>().WithMany().HasForeignKey(l => l.OtherId).OnDelete(DeleteBehavior.NoAction);
    }
}

/// <summary>A module that goes with the shown one.</summary>
public sealed record LinkRow(LinkKind Kind, string PackageId, string DisplayName, string Summary, int Weight)
{
    /// <summary>The hash of its icon; null if it has none.</summary>
    public string? Icon { get; init; }
}

/// <summary>Reads which modules go with one; only those that the actor may see.</summary>
public sealed class RelatedModules(IDbContextFactory<MarketplaceDb> databases)
{
    public const int MaxOfAKind = 5;

    public async Task<IReadOnlyList<LinkRow>> ReadAsync(Actor? actor, long moduleId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var links = db.Set<ModuleLink>().Where(l => l.ModuleId == moduleId);
        var rows = await db.ListedModules(actor)
            .Join(links, m => m.Id, l => l.OtherId, (m, l) => new { l.Kind, m.PackageId, m.DisplayName, m.Summary, m.IconHash, l.Weight })
            .OrderByDescending(l => l.Weight).ThenBy(l => l.PackageId).Take(100).ToListAsync(cancel);
        return [.. rows.GroupBy(l => l.Kind).OrderBy(kind => kind.Key)
            .SelectMany(kind => kind.Take(MaxOfAKind))
            .Select(l => new LinkRow(l.Kind, l.PackageId, l.DisplayName, l.Summary, l.Weight) { Icon = l.IconHash })];
    }
}
