using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

/// <summary>A module as members of its publisher see it in their list.</summary>
/// <param name="Releases">How many it has, suspended and unlisted ones too.</param>
/// <param name="RecentInstalls">Of the last <see cref="PublisherModules.RecentDays"/> days.</param>
public sealed record PublisherModule(
    long Id, string PackageId, string DisplayName, string Publisher, bool IsPrivate, int Releases, long RecentInstalls, FigureRow Figures)
{
    /// <summary>The newest version that is offered; null where none is.</summary>
    public string? Version { get; init; }

    /// <summary>What the score of that version is made of, and what would raise it.</summary>
    public Score? Score { get; init; }
}

/// <param name="Installs">Of the last <see cref="PublisherModules.RecentDays"/> days.</param>
/// <param name="InstallsBefore">Of as many days before those.</param>
public sealed record PublisherTotals(int Modules, long Installs, long InstallsBefore);

/// <summary>All modules of the publishers in which the actor is a member now.</summary>
public sealed class PublisherModules(IDbContextFactory<MarketplaceDb> databases, Scores scores, TimeProvider clock)
{
    public const int RecentDays = 30;
    private const int MaxReleases = 5_000;

    /// <summary>Those that were installed most in the last days first.</summary>
    public async Task<Page<PublisherModule>> ListAsync(Actor actor, int page, int size, CancellationToken cancel)
    {
        var (since, _) = Days();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var daily = db.DailyFigures;
        var rows = await Own(db, actor)
            .Select(m => new { m, Recent = daily.Where(d => d.ModuleId == m.Id && d.Day >= since).Sum(d => d.Installs) })
            .OrderByDescending(m => m.Recent).ThenByDescending(m => m.m.Figures.Installs).ThenBy(m => m.m.Id)
            .Select(m => new PublisherModule(
                m.m.Id, m.m.PackageId, m.m.DisplayName, m.m.Publisher.Name, m.m.PrivateSince != null, m.m.Releases.Count, m.Recent,
                new FigureRow(m.m.Figures.Downloads, m.m.Figures.Installs, m.m.Figures.ActiveSites,
                    m.m.Figures.RatingCount, m.m.Figures.RatingAverage, m.m.Figures.Score)))
            .PageAsync(page, size, cancel);
        return rows with { Rows = await ScoredAsync(db, rows.Rows, cancel) };
    }

    public async Task<PublisherTotals> TotalsAsync(Actor actor, CancellationToken cancel)
    {
        var (since, before) = Days();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var modules = Own(db, actor);
        var days = await db.DailyFigures.Where(d => d.Day >= before && modules.Any(m => m.Id == d.ModuleId))
            .GroupBy(d => d.Day >= since)
            .Select(g => new { IsRecent = g.Key, Installs = g.Sum(d => d.Installs) })
            .ToDictionaryAsync(g => g.IsRecent, g => g.Installs, cancel);
        return new(await modules.CountAsync(cancel), days.GetValueOrDefault(true), days.GetValueOrDefault(false));
    }

    private (DateOnly Since, DateOnly Before) Days()
    {
        var since = DateOnly.FromDateTime(clock.UtcNow).AddDays(1 - RecentDays);
        return (since, since.AddDays(-RecentDays));
    }

    private static IQueryable<Module> Own(MarketplaceDb db, Actor actor)
    {
        var own = db.Organizations.Of(actor);
        return db.Modules.Where(m => own.Any(o => o.Id == m.PublisherId));
    }

    private async Task<IReadOnlyList<PublisherModule>> ScoredAsync(MarketplaceDb db, IReadOnlyList<PublisherModule> rows, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var releases = await db.Releases.Offered().NotSuspended().Where(r => ids.Contains(r.ModuleId))
            .OrderByDescending(r => r.Id).Select(r => new { r.Id, r.ModuleId, r.Version }).Take(MaxReleases).ToListAsync(cancel);
        var newest = releases.GroupBy(r => r.ModuleId).ToDictionary(g => g.Key, g => g.Newest(r => r.Version));
        var found = await scores.ReadAsync([.. newest.Values.Select(r => r.Id)], cancel);
        return [.. rows.Select(row => newest.TryGetValue(row.Id, out var release)
            ? row with { Version = release.Version, Score = found.GetValueOrDefault(release.Id) }
            : row)];
    }
}
