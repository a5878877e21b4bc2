using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Usage;

public enum FigureStep
{
    /// <summary>The last 60 days, today included.</summary>
    Day,

    /// <summary>The last 52 weeks from Monday to Sunday, this one included.</summary>
    Week,
}

/// <summary>One day, or one week by its first day.</summary>
public sealed record FigurePoint(DateOnly From, long Downloads, long Installs);

/// <param name="Sites">On how many sites the version was at the end of each point.</param>
public sealed record AdoptionSeries(string Version, IReadOnlyList<int> Sites);

public sealed record CountryFigure(string Country, long Downloads);

/// <summary>A module's past in even steps, oldest first.</summary>
/// <param name="Adoption">The versions on most sites now first; the rest added up as “Others”.</param>
/// <param name="Countries">Where its downloads came from; empty where that is not known.</param>
public sealed record FigureHistory(
    FigureStep Step, IReadOnlyList<FigurePoint> Points, IReadOnlyList<AdoptionSeries> Adoption, IReadOnlyList<CountryFigure> Countries);

/// <summary>One line of the file of a module's daily figures.</summary>
public sealed record DailyLine(DateOnly Day, string Version, string Country, long Downloads, long Installs);

/// <summary>One line of the file of its sites.</summary>
public sealed record AdoptionLine(DateOnly Day, string Version, int Sites);

/// <summary>Reads the past of modules that the actor may see, from rows that a job has added up.</summary>
public sealed class FigureHistories(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public const int MaxLines = 50_000;
    private const int MaxSeries = 5;
    private const int MaxCountries = 10;

    /// <summary>Null if the actor may not see the module.</summary>
    public async Task<FigureHistory?> ReadAsync(Actor? actor, string packageId, FigureStep step, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ModuleAsync(db, actor, packageId, cancel) is not { } module)
        {
            return null;
        }

        var starts = Starts(step);
        var first = starts[0];
        var days = await db.DailyFigures.Where(d => d.ModuleId == module && d.Day >= first).GroupBy(d => d.Day)
            .Select(g => new { Day = g.Key, Downloads = g.Sum(d => d.Downloads), Installs = g.Sum(d => d.Installs) }).ToListAsync(cancel);
        var countries = await db.DailyFigures.Where(d => d.ModuleId == module && d.Day >= first && d.Country != "").GroupBy(d => d.Country)
            .OrderByDescending(g => g.Sum(d => d.Downloads))
            .Take(MaxCountries)
            .Select(g => new CountryFigure(g.Key, g.Sum(d => d.Downloads)))
            .ToListAsync(cancel);
        var byStart = days.ToLookup(day => starts[Index(starts, day.Day)]);
        return new(step,
            [.. starts.Select(start => new FigurePoint(start, byStart[start].Sum(d => d.Downloads), byStart[start].Sum(d => d.Installs)))],
            Adoption(await AdoptionAsync(db, module, cancel), starts), countries);
    }

    /// <summary>
    /// Every day since the charts begin, with version and country; at most <see cref="MostLines"/>. Null if the actor may not see the
    /// module.
    /// </summary>
    public async Task<IReadOnlyList<DailyLine>?> DailyAsync(Actor? actor, string packageId, FigureStep step, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ModuleAsync(db, actor, packageId, cancel) is not { } module)
        {
            return null;
        }

        var first = Starts(step)[0];
        return await db.DailyFigures.Where(d => d.ModuleId == module && d.Day >= first)
            .Join(db.Releases, d => d.ReleaseId, r => r.Id, (d, r) => new { d, r.Version }).OrderBy(x => x.d.Day).ThenBy(x => x.d.Id).Take(MaxLines)
            .Select(x => new DailyLine(x.d.Day, x.Version, x.d.Country, x.d.Downloads, x.d.Installs)).ToListAsync(cancel);
    }

    /// <summary>The days on which the number of sites of a version changed. Null if the actor may not see the module.</summary>
    public async Task<IReadOnlyList<AdoptionLine>?> AdoptionAsync(Actor? actor, string packageId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await ModuleAsync(db, actor, packageId, cancel) is { } module ? await AdoptionAsync(db, module, cancel) : null;
    }

    private static Task<long?> ModuleAsync(MarketplaceDb db, Actor? actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        return db.AvailableReleases(actor).Where(r => r.Module.NormalizedId == id).Select(r => (long?)r.ModuleId).FirstOrDefaultAsync(cancel);
    }

    private static async Task<List<AdoptionLine>> AdoptionAsync(MarketplaceDb db, long module, CancellationToken cancel) => await db.ReleaseAdoptions
        .Where(a => a.ModuleId == module).Join(db.Releases, a => a.ReleaseId, r => r.Id, (a, r) => new { a.Day, r.Version, a.Sites })
        .OrderByDescending(a => a.Day).Take(MaxLines).Select(a => new AdoptionLine(a.Day, a.Version, a.Sites)).ToListAsync(cancel);

    private static List<AdoptionSeries> Adoption(List<AdoptionLine> lines, List<DateOnly> starts)
    {
        var all = lines.GroupBy(line => line.Version).Select(version => new AdoptionSeries(version.Key, At(version.OrderBy(line => line.Day), starts)))
            .Where(series => series.Sites.Any(sites => sites > 0))
            .OrderByDescending(series => series.Sites[^1])
            .ThenByDescending(series => series.Sites.Max())
            .ToList();
        return all.Count <= MaxSeries ? all
            : [.. all.Take(MaxSeries - 1), new("Others", [.. starts.Select((_, at) => all.Skip(MaxSeries - 1).Sum(series => series.Sites[at]))])];
    }

    // A number stays until a later day has another.
    private static int[] At(IEnumerable<AdoptionLine> ordered, List<DateOnly> starts)
    {
        var sites = new int[starts.Count];
        foreach (var line in ordered)
        {
            sites.AsSpan(Math.Max(0, Index(starts, line.Day))).Fill(line.Sites);
        }

        return sites;
    }

    // The last start that is not after the day; -1 before the first.
    private static int Index(List<DateOnly> starts, DateOnly day) => starts.BinarySearch(day) is >= 0 and var exact ? exact : ~starts.BinarySearch(day) - 1;

    private List<DateOnly> Starts(FigureStep step)
    {
        var today = DateOnly.FromDateTime(clock.UtcNow);
        var (last, length, count) = step is FigureStep.Day ? (today, 1, 60) : (today.AddDays(-(((int)today.DayOfWeek + 6) % 7)), 7, 52);
        return [.. Enumerable.Range(0, count).Select(at => last.AddDays((at - count + 1) * length))];
    }
}
