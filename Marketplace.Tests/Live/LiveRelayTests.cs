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

    public LiveRelayTests() => _relay = new LiveRelay(_database, _feed, _nudge, _database.Clock, NullLogger<LiveRelay>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_told_once_and_those_before_the_start_never()
    {
        Tell(LiveTopic.Queue);
        await _relay.StartAtEndAsync(Cancel);
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
        Assert.SkipWhen(TestDatabase.IsSqlServer, "SQL Server hands out the ids itself.");
        await _relay.StartAtEndAsync(Cancel);
        using var late = Count(LiveTopic.Queue);

        Insert(10, "catalog");
        await _relay.RelayAsync(Cancel);
        Insert(9, "queue");
        await _relay.RelayAsync(Cancel);

        await Eventually.TrueAsync(() => _told == 1, "the late change is told", Cancel);
    }

    [Fact]
    public async Task Changes_older_than_the_overlap_are_not_read_again()
    {
        await _relay.StartAtEndAsync(Cancel);
        using var subscription = Count(LiveTopic.Queue);
        Tell(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);
        await Eventually.TrueAsync(() => _told == 1, "the change is told", Cancel);

        _database.Clock.Advance(TimeSpan.FromMinutes(1));
        await _relay.RelayAsync(Cancel);
        await _relay.RelayAsync(Cancel);
        Tell(LiveTopic.Queue);
        await _relay.RelayAsync(Cancel);

        await Eventually.TrueAsync(() => _told == 2, "the second change is told", Cancel);
    }

    [Fact]
    public async Task Old_changes_are_purged_and_young_ones_kept()
    {
        Tell(LiveTopic.Queue);
        _database.Clock.Advance(TimeSpan.FromMinutes(11));
        Tell(LiveTopic.Catalog);

        await new PurgeChangesJob(_database, _database.Clock).RunAsync(Cancel);

        Assert.Equal(["catalog"], _database.Read(db => db.Changes.Select(c => c.Topic).ToList()));
    }

    private IDisposable Count(LiveTopic topic) => _feed.Subscribe(topic, () => Task.FromResult(Interlocked.Increment(ref _told)));

    private void Tell(LiveTopic topic)
    {
        using var db = _database.CreateDbContext();
        db.Tell(topic, _database.Now);
        db.SaveChanges();
    }

    private void Insert(long id, string topic)
    {
        using var db = _database.CreateDbContext();
        db.Database.ExecuteSql($"INSERT INTO Changes (Id, Topic, At) VALUES ({id}, {topic}, {_database.Now})");
    }

    public void Dispose()
    {
        _relay.Dispose();
        _nudge.Dispose();
        _database.Dispose();
    }
}
