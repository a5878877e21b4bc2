using System.Runtime.CompilerServices;
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
    /// <summary>The hash of its icon; null if it has none.</summary>
    public string? Icon { get; init; }

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

    public static readonly ListColumns<Module> Columns = new ListColumns<Module>(m => m.Id, "-sites", "-installs")
        .Text("module", m => m.DisplayName).Text("id", m => m.PackageId).Text("publisher", m => m.Publisher.Name).Number("releases", m => m.Releases.Count)
        .Number("installs", m => m.Figures.Installs).Number("sites", m => m.Figures.ActiveSites)
        .Sorted("rating", m => m.Figures.RatingAverage).Number("score", m => m.Figures.Score);

    public async Task<Page<PublisherModule>> ListAsync(Actor actor, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var page = await Rows(db, actor, query).PageAsync(query, cancel);
        return page with { Rows = await ScoredAsync(db, page.Rows, cancel) };
    }

    /// <summary>All of them, a page at a time.</summary>
    public async IAsyncEnumerable<PublisherModule> StreamAsync(Actor actor, ListQuery query, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var page = 1; ; page++)
        {
            var some = await ListAsync(actor, query with { Page = page, Size = Paging.MaxSize }, cancel);
            foreach (var module in some.Rows)
            {
                yield return module;
            }

            if (page >= some.Pages)
            {
                yield break;
            }
        }
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

    private IQueryable<PublisherModule> Rows(MarketplaceDb db, Actor actor, ListQuery query)
    {
        var ((since, _), daily) = (Days(), db.DailyFigures);
        return Columns.Apply(Own(db, actor), query).Select(m => new PublisherModule(
            m.Id, m.PackageId, m.DisplayName, m.Publisher.Name, m.PrivateSince != null, m.Releases.Count,
            daily.Where(d => d.ModuleId == m.Id && d.Day >= since).Sum(d => d.Installs),
            new FigureRow(m.Figures.Downloads, m.Figures.Installs, m.Figures.ActiveSites,
                m.Figures.RatingCount, m.Figures.RatingAverage, m.Figures.Score))
        {
            Icon = m.IconHash,
        });
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
