using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ratings;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Usage;

public sealed class StatisticsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Release _release;

    public StatisticsTests() => _release = _database.Available(_database.Publisher(), "Acme.Mail");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModuleFigures Figures => _database.Read(db => db.ModuleFigures.Single());

    [Fact]
    public async Task Events_are_added_up_by_day_release_and_country_and_for_the_module()
    {
        Downloaded(A.Day, "DE", 3);
        Downloaded(A.Day, "DE", 4);
        Downloaded(A.Day, "", 1);
        Downloaded(A.Day.AddDays(1), "DE", 10);
        _database.Save(UsageEvent.Installed(_release.ModuleId, _release.Id, A.Day));

        await RollUpAsync();

        Assert.Equal((18, 1), (Figures.Downloads, Figures.Installs));
        Assert.Equal([(_release.Id, 18L)], _database.Read(db => db.Set<ReleaseFigures>().ToList()).Select(f => (f.ReleaseId, f.Downloads)));
        Assert.Equal(
            [("2026-03-01", "", 1L, 1L), ("2026-03-01", "DE", 7, 0), ("2026-03-02", "DE", 10, 0)],
            _database.Read(db => db.DailyFigures.ToList()).Select(d => (d.Day.ToString("yyyy-MM-dd", null), d.Country, d.Downloads, d.Installs)).Order());
    }

    [Fact]
    public async Task Run_twice_it_counts_nothing_twice_and_more_than_a_batch_is_counted_whole()
    {
        for (var flush = 0; flush < 600; flush++)
        {
            Downloaded(A.Day, "", 1);
        }

        await RollUpAsync();
        await RollUpAsync();

        Assert.Equal(600, Figures.Downloads);
        Assert.Equal(600, Assert.Single(_database.Read(db => db.DailyFigures.ToList())).Downloads);
    }

    [Fact]
    public async Task Killed_before_it_saves_it_has_counted_nothing_and_the_next_run_counts_once()
    {
        Downloaded(A.Day, "", 5);

        await Assert.ThrowsAsync<TaskCanceledException>(
            () => new Statistics(new DyingFactory(_database), new RatingCounts(), _database.Clock).RollUpAsync(Cancel));
        Assert.Equal(0, Figures.Downloads);
        await RollUpAsync();

        Assert.Equal(5, Figures.Downloads);
    }

    [Fact]
    public async Task Of_two_workers_at_the_same_events_one_counts_them()
    {
        Downloaded(A.Day, "", 5);
        Task? other = null;

        await new Statistics(new DyingFactory(_database, () => other = RollUpAsync()), new RatingCounts(), _database.Clock).RollUpAsync(Cancel);

        await other!;
        Assert.Equal(5, Figures.Downloads);
        Assert.Equal(5, Assert.Single(_database.Read(db => db.DailyFigures.ToList())).Downloads);
    }

    [Fact]
    public async Task Scores_are_kept_beside_the_figures_and_read_again_after_a_day()
    {
        var scores = new ScoreModules(_database, new Scores(_database, _database.Clock), _database.Clock);

        await scores.ScoreAsync(Cancel);

        var shown = await new Scores(_database, _database.Clock).ReadAsync(_release.PackageHash, Cancel);
        Assert.Equal(shown!.Points, Figures.Score);
        _database.Clock.Advance(TimeSpan.FromDays(400));
        await scores.ScoreAsync(Cancel);
        Assert.True(Figures.Score < shown.Points);
    }

    private void Downloaded(DateTime at, string country, long times) =>
        _database.Save(UsageEvent.Downloaded(_release.ModuleId, _release.Id, at, country, times));

    private Task RollUpAsync() => new StatisticsJob(new Statistics(_database, new RatingCounts(), _database.Clock)).RunAsync(Cancel);

    public void Dispose() => _database.Dispose();

    /// <summary>Something happens right before the worker's save: its death, or another worker's whole run.</summary>
    private sealed class DyingFactory(TestDatabase database, Func<Task>? instead = null) : IDbContextFactory<MarketplaceDb>
    {
        public MarketplaceDb CreateDbContext()
        {
            var db = database.CreateDbContext();
            db.SavingChanges += (_, _) => (instead?.Invoke() ?? throw new TaskCanceledException("Killed")).GetAwaiter().GetResult();
            return db;
        }
    }
}
