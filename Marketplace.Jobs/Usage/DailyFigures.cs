using Marketplace.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Usage;

/// <summary>What happened with one release on one day (UTC) in one country.</summary>
/// <param name="country">Two capital letters (ISO 3166), or empty where it is not known.</param>
public sealed class DailyFigures(long moduleId, long releaseId, DateOnly day, string country)
{
    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public long ReleaseId { get; private set; } = releaseId;
    public DateOnly Day { get; private set; } = day;
    public string Country { get; private set; } = country;
    public long Downloads { get; private set; }
    public long Installs { get; private set; }

    public void Count(long downloads, long installs) => (Downloads, Installs) = (Downloads + downloads, Installs + installs);
}

/// <summary>On how many sites a release was at the end of a day (UTC). Written on days that changed it; between them it stays.</summary>
public sealed class ReleaseAdoption(long moduleId, long releaseId, DateOnly day)
{
    public long Id { get; private set; }
    public long ModuleId { get; private set; } = moduleId;
    public long ReleaseId { get; private set; } = releaseId;
    public DateOnly Day { get; private set; } = day;
    public int Sites { get; private set; }

    public void Spread(int sites) => Sites = sites;
}

internal sealed class DailyFiguresMapping : IEntityTypeConfiguration<DailyFigures>
{
    public void Configure(EntityTypeBuilder<DailyFigures> figures)
    {
        figures.ToTable("DailyFigures");
        figures.Property(f => f.Country).HasMaxLength(2).IsUnicode(false);
        figures.Property(f => f.Downloads).IsConcurrencyToken();
        figures.Property(f => f.Installs).IsConcurrencyToken();
        figures.HasIndex(f => new { f.ReleaseId, f.Day, f.Country }).IsUnique();
        figures.HasIndex(f => new { f.ModuleId, f.Day });
        figures.HasOne<Module>().WithMany().HasForeignKey(f => f.ModuleId).OnDelete(DeleteBehavior.Cascade);
        figures.HasOne<Release>().WithMany().HasForeignKey(f => f.ReleaseId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReleaseAdoptionMapping : IEntityTypeConfiguration<ReleaseAdoption>
{
    public void Configure(EntityTypeBuilder<ReleaseAdoption> adoption)
    {
        adoption.ToTable("ReleaseAdoptions");
        adoption.HasIndex(a => new { a.ReleaseId, a.Day }).IsUnique();
        adoption.HasIndex(a => new { a.ModuleId, a.Day });
        adoption.HasOne<Module>().WithMany().HasForeignKey(a => a.ModuleId).OnDelete(DeleteBehavior.Cascade);
        adoption.HasOne<Release>().WithMany().HasForeignKey(a => a.ReleaseId).OnDelete(DeleteBehavior.Restrict);
    }
}
