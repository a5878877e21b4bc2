using Marketplace.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Sites;

/// <summary>Which updates are carried out without asking. Each level takes what the one before takes.</summary>
public enum UpdateLevel
{
    /// <summary>None.</summary>
    Manual,

    /// <summary>Up to the newest release of the same major version that fixes security.</summary>
    Security,

    /// <summary>Releases of the same major and minor version too.</summary>
    Patch,

    /// <summary>Releases of the same major version too.</summary>
    Minor,
}

/// <summary>What the members of a site decided about one of its modules.</summary>
public sealed class ModuleRule(long siteId, string normalizedId)
{
    private const int MaxSkipped = 20;

    public long Id { get; private set; }
    public long SiteId { get; private set; } = siteId;
    public string NormalizedId { get; private set; } = normalizedId;

    /// <summary>Instead of the site's; null means as the site's.</summary>
    public UpdateLevel? Level { get; private set; }

    public DateTime? PinnedAt { get; private set; }

    /// <summary>Versions that are not offered here, with blanks between; the newest twenty.</summary>
    public string Skipped { get; private set; } = "";

    public IReadOnlyList<string> SkippedVersions => Skipped.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static ModuleRule For(long siteId, string packageId) => new(siteId, Module.Normalize(packageId));

    public void Pin(bool pinned, DateTime now) => PinnedAt = pinned ? PinnedAt ?? now : null;

    public void Follow(UpdateLevel? level) => Level = level;

    public void Skip(string version, bool skipped)
    {
        var others = SkippedVersions.Where(other => other != version);
        Skipped = string.Join(' ', (skipped ? others.Append(version) : others).TakeLast(MaxSkipped));
    }
}

internal sealed class ModuleRuleMapping : IEntityTypeConfiguration<ModuleRule>
{
    public void Configure(EntityTypeBuilder<ModuleRule> rule)
    {
        rule.ToTable("ModuleRules");
        rule.Ignore(r => r.SkippedVersions);
        rule.Property(r => r.NormalizedId).HasMaxLength(100);
        rule.Property(r => r.Level).HasConversion<string>().HasMaxLength(20);
        rule.Property(r => r.Skipped).HasMaxLength(2100);
        rule.HasIndex(r => new { r.SiteId, r.NormalizedId }).IsUnique();
        rule.HasOne<Site>().WithMany().HasForeignKey(r => r.SiteId).OnDelete(DeleteBehavior.Cascade);
    }
}
