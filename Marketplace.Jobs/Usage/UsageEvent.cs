using Marketplace.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Usage;

/// <summary>
/// Something that a module's figures have to take in: downloads since the last flush of one process, an install, a new rating.
/// <see cref="Statistics"/> deletes it in the transaction that counts it, so it counts once.
/// </summary>
public sealed class UsageEvent
{
    private UsageEvent() => Country = "";

    public long Id { get; private set; }
    public long ModuleId { get; private set; }

    /// <summary>Null where it is about the module as a whole: its ratings changed.</summary>
    public long? ReleaseId { get; private set; }

    public DateOnly Day { get; private set; }
    public string Country { get; private set; }
    public long Downloads { get; private set; }
    public long Installs { get; private set; }

    public static UsageEvent Downloaded(long moduleId, long releaseId, DateTime at, string country, long times) =>
        new() { ModuleId = moduleId, ReleaseId = releaseId, Day = DateOnly.FromDateTime(at), Country = country, Downloads = times };

    public static UsageEvent Installed(long moduleId, long releaseId, DateTime at, long times = 1) =>
        new() { ModuleId = moduleId, ReleaseId = releaseId, Day = DateOnly.FromDateTime(at), Installs = times };

    public static UsageEvent Rated(long moduleId, DateTime at) => new() { ModuleId = moduleId, Day = DateOnly.FromDateTime(at) };
}

internal sealed class UsageEventMapping : IEntityTypeConfiguration<UsageEvent>
{
    public void Configure(EntityTypeBuilder<UsageEvent> usage)
    {
        usage.ToTable("UsageEvents");
        usage.Property(u => u.Country).HasMaxLength(2).IsUnicode(false);
        usage.HasOne<Module>().WithMany().HasForeignKey(u => u.ModuleId).OnDelete(DeleteBehavior.Cascade);
        usage.HasOne<Release>().WithMany().HasForeignKey(u => u.ReleaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
