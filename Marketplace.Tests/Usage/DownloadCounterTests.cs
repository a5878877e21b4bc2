using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Ratings;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Usage;

public sealed class DownloadCounterTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Release _release;

    public DownloadCounterTests() => _release = _database.Available(_database.Publisher(), "Acme.Mail");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_downloads_counted_by_many_threads_while_it_flushes_none_is_lost()
    {
        var counter = new DownloadCounter(_database, _database.Clock);
        var counting = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var time = 0; time < 50_000; time++)
            {
                counter.Count(_release.ModuleId, _release.Id, "");
            }
        }, Cancel)));

        while (!counting.IsCompleted)
        {
            await counter.FlushAsync(Cancel);
        }

        await counting;
        await counter.FlushAsync(Cancel);
        Assert.Equal(200_000, Written());
    }

    [Fact]
    public async Task A_flush_writes_one_row_for_each_release_and_country()
    {
        var counter = new DownloadCounter(_database, _database.Clock);
        for (var time = 0; time < 10; time++)
        {
            counter.Count(_release.ModuleId, _release.Id, time < 3 ? "AT" : "");
        }

        await counter.FlushAsync(Cancel);
        await counter.FlushAsync(Cancel);

        Assert.Equal([("", 7L), ("AT", 3)], _database.Read(db => db.UsageEvents.ToList()).Select(e => (e.Country, e.Downloads)).Order());
    }

    [Fact]
    public async Task What_cannot_be_written_is_kept_for_the_next_flush()
    {
        var broken = new BrokenOnce(_database);
        var counter = new DownloadCounter(broken, _database.Clock);
        counter.Count(_release.ModuleId, _release.Id, "");

        await Assert.ThrowsAsync<DbUpdateException>(() => counter.FlushAsync(Cancel));
        counter.Count(_release.ModuleId, _release.Id, "");
        await counter.FlushAsync(Cancel);

        Assert.Equal(2, Written());
    }

    [Fact]
    public async Task What_was_written_though_the_answer_was_lost_counts_once_also_when_it_was_rolled_up_meanwhile()
    {
        var counter = new DownloadCounter(new AnswerLostOnce(_database), _database.Clock);
        counter.Count(_release.ModuleId, _release.Id, "");
        await Assert.ThrowsAsync<RetryLimitExceededException>(() => counter.FlushAsync(Cancel));
        await new Statistics(_database, new RatingCounts(), _database.Clock).RollUpAsync(Cancel);

        counter.Count(_release.ModuleId, _release.Id, "");
        await counter.FlushAsync(Cancel);
        await new Statistics(_database, new RatingCounts(), _database.Clock).RollUpAsync(Cancel);

        Assert.Equal(2, _database.Read(db => db.DailyFigures.Sum(d => d.Downloads)));
        _database.Clock.Advance(TimeSpan.FromDays(2));
        await new Statistics(_database, new RatingCounts(), _database.Clock).RollUpAsync(Cancel);
        Assert.Empty(_database.Read(db => db.Set<UsageFlush>().ToList()));
    }

    [Fact]
    public async Task A_flush_that_fails_in_whatever_way_does_not_end_the_process()
    {
        var counter = new DownloadCounter(new AnswerLostOnce(_database), _database.Clock);
        using var flush = new CounterFlush<DownloadCounter>(counter, _database.Clock, NullLogger<CounterFlush<DownloadCounter>>.Instance);
        await flush.StartAsync(Cancel);
        counter.Count(_release.ModuleId, _release.Id, "");
        await Eventually.TrueAsync(() =>
        {
            _database.Clock.Advance(TimeSpan.FromSeconds(5));
            return Written() == 1;
        }, "it is written", Cancel);

        await flush.StopAsync(Cancel);

        Assert.True(flush.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(1, Written());
    }

    [Fact]
    public async Task A_process_that_stops_in_order_loses_nothing()
    {
        var counter = new DownloadCounter(_database, _database.Clock);
        using var flush = new CounterFlush<DownloadCounter>(counter, _database.Clock, NullLogger<CounterFlush<DownloadCounter>>.Instance);
        await flush.StartAsync(Cancel);
        counter.Count(_release.ModuleId, _release.Id, "");

        await flush.StopAsync(Cancel);

        Assert.Equal(1, Written());
    }

    private long Written() => _database.Read(db => db.UsageEvents.Sum(e => e.Downloads));

    public void Dispose() => _database.Dispose();

    private sealed class AnswerLostOnce(TestDatabase database) : IDbContextFactory<MarketplaceDb>
    {
        private bool _isLost;

        public MarketplaceDb CreateDbContext()
        {
            var db = database.CreateDbContext();
            db.SavedChanges += (_, _) =>
            {
                if (!_isLost)
                {
                    _isLost = true;
                    throw new RetryLimitExceededException("The answer to the commit was lost, five times.");
                }
            };
            return db;
        }
    }

    private sealed class BrokenOnce(TestDatabase database) : IDbContextFactory<MarketplaceDb>
    {
        private bool _isBroken = true;

        public MarketplaceDb CreateDbContext()
        {
            var db = database.CreateDbContext();
            db.SavingChanges += (_, _) =>
            {
                if (_isBroken)
                {
                    _isBroken = false;
                    throw new DbUpdateException("The database is away.");
                }
            };
            return db;
        }
    }
}
