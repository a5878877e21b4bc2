using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Live;

public sealed class LiveRelayTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly LiveNudge _nudge = new();
    private readonly LiveFeed _feed = new(NullLogger<LiveFeed>.Instance);
    private readonly LiveRelay _relay;
    private int _told;

    public LiveRelayTests() => _relay = new LiveRelay(_database, _feed, _nudge, [], _database.Clock, NullLogger<LiveRelay>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_told_once_and_those_long_before_the_start_never()
    {
        Tell(LiveTopic.Queue);
        _database.Clock.Advance(TimeSpan.FromMinutes(2));
        using var subscription = Count(LiveTopic.Queue);

        await _relay.RelayAsync(Cancel);
        Tell(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);
        await _relay.RelayAsync(Cancel);

        await Eventually.TrueAsync(() => _told == 1, "the change is told", Cancel);
    }

    [Fact]
    public async Task A_change_that_commits_after_a_later_one_is_still_told()
    {
        using var late = Count(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);

        Insert(10, "catalog");
        await _relay.RelayAsync(Cancel);
        _database.Clock.Advance(TimeSpan.FromSeconds(110));
        Insert(20, "catalog");
        await _relay.RelayAsync(Cancel);
        Insert(9, "queue");
        await _relay.RelayAsync(Cancel);
        await _relay.RelayAsync(Cancel);

        await Eventually.TrueAsync(() => _told == 1, "the late change is told", Cancel);
    }

    [Fact]
    public async Task A_change_that_was_not_committed_when_this_process_started_is_told()
    {
        Insert(10, "catalog");
        using var late = Count(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);

        Insert(9, "queue");
        await _relay.RelayAsync(Cancel);

        await Eventually.TrueAsync(() => _told == 1, "the late change is told", Cancel);
    }

    [Fact]
    public async Task More_changes_than_one_read_takes_are_all_told_and_a_jump_of_ids_leaves_few_gaps()
    {
        using var last = Count(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);
        using (var db = _database.CreateDbContext())
        {
            db.AddRange(Enumerable.Range(0, 2500).Select(_ => new Change("catalog", _database.Now)));
            await db.SaveChangesAsync(Cancel);
        }

        Insert(1_000_000, "queue");
        await _relay.RelayAsync(Cancel);

        await Eventually.TrueAsync(() => _told == 1, "the last change is told", Cancel);
        Assert.InRange(_relay.Gaps, 1, 500);
        _database.Clock.Advance(TimeSpan.FromMinutes(3));
        await _relay.RelayAsync(Cancel);
        Assert.Equal(0, _relay.Gaps);
    }

    [Fact]
    public async Task A_clock_that_jumps_far_ahead_and_back_holds_no_change_up()
    {
        using var subscription = Count(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);
        var now = _database.Clock.GetUtcNow();

        _database.Clock.AdjustTime(now.AddDays(400));
        Tell(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);
        await Eventually.TrueAsync(() => _told == 1, "the change of the far day is told", Cancel);

        _database.Clock.AdjustTime(now);
        Tell(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);
        await Eventually.TrueAsync(() => _told == 2, "the change after it is told", Cancel);
    }

    [Fact]
    public async Task A_database_that_is_away_when_the_process_starts_does_not_end_it()
    {
        Tell(LiveTopic.Queue);
        using var subscription = Count(LiveTopic.Queue);
        using var relay = new LiveRelay(new AwayOnce(_database), _feed, _nudge, [], _database.Clock, NullLogger<LiveRelay>.Instance);
        await relay.StartAsync(Cancel);

        await Eventually.TrueAsync(() =>
        {
            _database.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return _told == 1;
        }, "the change is told after the fault", Cancel);

        await relay.StopAsync(Cancel);
    }

    [Fact]
    public async Task Old_changes_are_purged_and_young_ones_kept()
    {
        using (var db = _database.CreateDbContext())
        {
            db.AddRange(Enumerable.Range(0, 2100).Select(_ => new Change("queue", _database.Now)));
            await db.SaveChangesAsync(Cancel);
        }

        _database.Clock.Advance(TimeSpan.FromMinutes(11));
        Tell(LiveTopic.Catalog);

        await new PurgeChangesJob(_database, _database.Clock).RunAsync(Cancel);

        Assert.Equal(["catalog"], _database.Read(db => db.Changes.Select(c => c.Topic).ToList()));
    }

    private IDisposable Count(LiveTopic topic) => _feed.Subscribe(topic, () => Task.FromResult(Interlocked.Increment(ref _told)));

    private void Tell(LiveTopic topic)
    {
        using var db = _database.CreateDbContext();
        db.Changed(topic, _database.Now);
        db.SaveChanges();
    }

    private void Insert(long id, string topic)
    {
        using var db = _database.CreateDbContext();
        if (TestDatabase.IsSqlServer)
        {
            db.Database.ExecuteSql($"""
                SET IDENTITY_INSERT Changes ON;
                INSERT INTO Changes (Id, Topic, At) VALUES ({id}, {topic}, {_database.Now});
                SET IDENTITY_INSERT Changes OFF
                """);
        }
        else
        {
            db.Database.ExecuteSql($"INSERT INTO Changes (Id, Topic, At) VALUES ({id}, {topic}, {_database.Now})");
        }
    }

    private sealed class AwayOnce(TestDatabase database) : IDbContextFactory<MarketplaceDb>
    {
        private bool _wasAway;

        public MarketplaceDb CreateDbContext()
        {
            if (!_wasAway)
            {
                _wasAway = true;
                throw new TimeoutException("The database did not answer.");
            }

            return database.CreateDbContext();
        }
    }

    public void Dispose()
    {
        _relay.Dispose();
        _nudge.Dispose();
        _database.Dispose();
    }
}
