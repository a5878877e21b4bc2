using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Usage;

/// <summary>
/// How often a release was installed on real sites with a host version, and how often they had to roll it back. Written by Installs, which knows
/// sites.
/// </summary>
public sealed class HostOutcome(string normalizedId, string version, string hostVersion)
{
    public long Id { get; private set; }
    public string NormalizedId { get; private set; } = normalizedId;
    public string Version { get; private set; } = version;
    public string HostVersion { get; private set; } = hostVersion;
    public int Succeeded { get; private set; }
    public int RolledBack { get; private set; }

    public void Count(bool succeeded) => (Succeeded, RolledBack) = succeeded ? (Succeeded + 1, RolledBack) : (Succeeded, RolledBack + 1);
}

internal sealed class HostOutcomeMapping : IEntityTypeConfiguration<HostOutcome>
{
    public void Configure(EntityTypeBuilder<HostOutcome> sighting)
    {
        sighting.ToTable("HostOutcomes");
        sighting.Property(s => s.NormalizedId).HasMaxLength(100);
        sighting.Property(s => s.Version).HasMaxLength(100);
        sighting.Property(s => s.HostVersion).HasMaxLength(60);
        sighting.Property(s => s.Succeeded).IsConcurrencyToken();
        sighting.Property(s => s.RolledBack).IsConcurrencyToken();
        sighting.HasIndex(s => new { s.NormalizedId, s.Version, s.HostVersion }).IsUnique();
    }
}
