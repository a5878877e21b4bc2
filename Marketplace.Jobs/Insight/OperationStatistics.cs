using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Operations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Insight;

/// <summary>How operations went, for operators, publishers and clients; see docs/statistics.md for what each number means.</summary>
public sealed class OperationStatistics(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Over how many days they can be read.</summary>
    public static readonly IReadOnlyList<int> Spans = [7, 30, 90];

    /// <summary>Durations are those of the newest operations, so that reading them costs the same however many there are.</summary>
    private const int SampledOperations = 500;

    private const int SampledSteps = 20_000;

    public async Task<bool> MayReadAsync(Actor actor, StatisticsScope scope, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Measured.OpenAsync(db, actor, scope, cancel) is not null;
    }

    /// <summary>Null if the actor may not read them.</summary>
    public async Task<OperationFigures?> ReadAsync(Actor actor, StatisticsScope scope, int days, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Measured.OpenAsync(db, actor, scope, cancel) is not { } measured)
        {
            return null;
        }

        var first = DateOnly.FromDateTime(clock.UtcNow).AddDays(1 - days);
        var since = first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var ended = measured.Operations.Where(o => o.EndedAt >= since);
        if (measured.HidesFew && await ended.Select(o => o.Site.OrganizationId).Distinct().CountAsync(cancel) is > 0 and < Measured.LeastClients)
        {
            return new(days, 0, 0, 0, 0, [], null, [], [])
            {
                IsWithheld = true, HidesFew = true, Module = measured.Module?.DisplayName, Icon = measured.Module?.Icon,
            };
        }

        var counts = await ended.GroupBy(o => new { o.EndedAt!.Value.Date, o.State, First = o.Attempts == 1 })
            .Select(g => new { g.Key.Date, g.Key.State, g.Key.First, Count = g.Count() }).ToListAsync(cancel);
        var done = counts.Where(c => c.State is OperationState.Done).ToList();
        var failed = counts.Where(c => c.State is OperationState.Failed).ToList();
        return new(
            days, done.Sum(c => c.Count), failed.Sum(c => c.Count),
            counts.Where(c => c.State is OperationState.Cancelled).Sum(c => c.Count),
            done.Where(c => c.First).Sum(c => c.Count),
            measured.HidesFew
                ? []
                : [.. Enumerable.Range(0, days).Select(first.AddDays)
                    .Select(day => new DayFigure(
                        day, done.Where(c => On(c.Date, day)).Sum(c => c.Count), failed.Where(c => On(c.Date, day)).Sum(c => c.Count)))],
            await WholeAsync(ended, cancel),
            await StepsAsync(db, ended, measured.Module?.PackageId, cancel),
            await CausesAsync(ended, measured.HidesFew, cancel))
        {
            Module = measured.Module?.DisplayName,
            Icon = measured.Module?.Icon,
            HidesFew = measured.HidesFew,
            FailedByModule = measured.Module is { PackageId: var id }
                ? await ended.CountAsync(
                    o => o.State == OperationState.Failed && o.Steps.Any(s => s.PackageId == id && s.State == StepState.Failed), cancel)
                : null,
        };
    }

    private static bool On(DateTime at, DateOnly day) => DateOnly.FromDateTime(at) == day;

    private static async Task<DurationFigure?> WholeAsync(IQueryable<Operation> ended, CancellationToken cancel)
    {
        var sample = await ended.Where(o => o.State == OperationState.Done && o.StartedAt != null).OrderByDescending(o => o.EndedAt).Take(SampledOperations)
            .Select(o => new { o.StartedAt, o.EndedAt }).ToListAsync(cancel);
        return DurationFigure.Of(sample.Select(o => o.EndedAt!.Value - o.StartedAt!.Value));
    }

    // Of a measured module its own steps alone: the others say what else a client has.
    private static async Task<IReadOnlyList<StepFigure>> StepsAsync(MarketplaceDb db, IQueryable<Operation> ended, string? packageId, CancellationToken cancel)
    {
        var newest = ended.Where(o => o.StartedAt != null).OrderByDescending(o => o.EndedAt).Take(SampledOperations).Select(o => o.Id);
        var sample = await db.Set<OperationStep>()
            .Where(s => newest.Contains(s.OperationId) && s.State == StepState.Done
                && s.StartedAt != null && s.EndedAt != null
                && (packageId == null || s.PackageId == packageId))
            .OrderByDescending(s => s.OperationId).ThenBy(s => s.Ordinal).Take(SampledSteps)
            .Select(s => new { s.Kind, s.StartedAt, s.EndedAt }).ToListAsync(cancel);
        return [.. sample.GroupBy(s => s.Kind).OrderBy(g => g.Key)
            .Select(g => new StepFigure(g.Key, DurationFigure.Of(g.Select(s => s.EndedAt!.Value - s.StartedAt!.Value))!))];
    }

    private static async Task<IReadOnlyList<CauseFigure>> CausesAsync(IQueryable<Operation> ended, bool hidesFew, CancellationToken cancel)
    {
        var causes = await ended.Where(o => o.State == OperationState.Failed && o.Failure != null).GroupBy(o => o.Failure!.Category)
            .Select(g => new { g.Key, Count = g.Count(), Clients = g.Select(o => o.Site.OrganizationId).Distinct().Count() }).ToListAsync(cancel);
        var few = causes.Where(c => hidesFew && c.Clients < Measured.LeastClients).ToList();
        var told = causes.Except(few).OrderByDescending(c => c.Count).ThenBy(c => c.Key).Select(c => new CauseFigure(c.Key, c.Count));
        return few.Count == 0 ? [.. told] : [.. told, new(null, few.Sum(c => c.Count))];
    }
}
