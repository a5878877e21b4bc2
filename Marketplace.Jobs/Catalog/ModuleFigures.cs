using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Catalog;

/// <summary>How much a module is used and liked: one row for each module, added up from what happens. Pages read it and count nothing.</summary>
public sealed class ModuleFigures
{
    public long ModuleId { get; private set; }

    /// <summary>Packages sent whole by the feed.</summary>
    public long Downloads { get; private set; }

    /// <summary>How often it was installed on a site that did not have it.</summary>
    public long Installs { get; private set; }

    /// <summary>Sites that have it now.</summary>
    public int ActiveSites { get; private set; }

    public int RatingCount { get; private set; }

    /// <summary>From 1 to 5; 0 without a rating.</summary>
    public double RatingAverage { get; private set; }

    public int Stars1 { get; private set; }
    public int Stars2 { get; private set; }
    public int Stars3 { get; private set; }
    public int Stars4 { get; private set; }
    public int Stars5 { get; private set; }

    /// <summary>The score of its newest version, 0 to 100.</summary>
    public int Score { get; private set; }

    public DateTime? ScoredAt { get; private set; }

    public void Count(long downloads, long installs) => (Downloads, Installs) = (Downloads + downloads, Installs + installs);

    public void Spread(int activeSites) => ActiveSites = activeSites;

    /// <param name="stars">How many organizations gave 1, 2, 3, 4 and 5.</param>
    public void Rate(IReadOnlyList<int> stars)
    {
        (Stars1, Stars2, Stars3, Stars4, Stars5) = (stars[0], stars[1], stars[2], stars[3], stars[4]);
        RatingCount = stars.Sum();
        RatingAverage = RatingCount == 0 ? 0 : Math.Round(stars.Select((count, at) => (double)count * (at + 1)).Sum() / RatingCount, 2);
    }

    public void ScoreAs(int score, DateTime now) => (Score, ScoredAt) = (score, now);
}

/// <summary>A module's figures as a page shows them.</summary>
public sealed record FigureRow(long Downloads, long Installs, int ActiveSites, int RatingCount, double RatingAverage, int Score)
{
    public static readonly FigureRow None = new(0, 0, 0, 0, 0, 0);

    /// <summary>How many gave 1, 2, 3, 4 and 5; only where a single module is read.</summary>
    public IReadOnlyList<int> Stars { get; init; } = [0, 0, 0, 0, 0];
}

internal sealed class ModuleFiguresMapping : IEntityTypeConfiguration<ModuleFigures>
{
    public void Configure(EntityTypeBuilder<ModuleFigures> figures)
    {
        figures.ToTable("ModuleFigures");
        figures.HasKey(f => f.ModuleId);
        figures.Property(f => f.ModuleId).ValueGeneratedNever();

        // Two workers that add to the same sum at once: the later one tries again.
        figures.Property(f => f.Downloads).IsConcurrencyToken();
        figures.Property(f => f.Installs).IsConcurrencyToken();
        figures.HasIndex(f => f.Downloads);
        figures.HasIndex(f => f.Installs);
        figures.HasIndex(f => f.ActiveSites);
        figures.HasIndex(f => f.RatingAverage);
        figures.HasIndex(f => f.Score);
        figures.HasIndex(f => f.ScoredAt);
        figures.HasOne<Module>().WithOne(m => m.Figures).HasForeignKey<ModuleFigures>(f => f.ModuleId).OnDelete(DeleteBehavior.Cascade);
    }
}

public static class FiguresData
{
    extension(MarketplaceDb db)
    {
        public DbSet<ModuleFigures> ModuleFigures => db.Set<ModuleFigures>();
    }
}
