using Marketplace.Live;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Live;

public class LiveFeedTests
{
    private readonly LiveFeed _feed = new(NullLogger<LiveFeed>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_that_come_while_a_page_redraws_are_told_once_more_afterwards()
    {
        var calls = 0;
        var overlaps = 0;
        var inside = 0;
        using var go = new SemaphoreSlim(0);
        using var subscription = _feed.Subscribe(LiveTopic.Queue, async () =>
        {
            overlaps += Interlocked.Increment(ref inside) - 1;
            await go.WaitAsync(Cancel);
            Interlocked.Decrement(ref inside);
            Interlocked.Increment(ref calls);
        });

        _feed.Publish("queue");
        await Eventually.TrueAsync(() => inside == 1, "the first redraw runs", Cancel);
        for (var i = 0; i < 10; i++)
        {
            _feed.Publish("queue");
        }

        go.Release(100);
        await Eventually.TrueAsync(() => calls == 2, "the ten changes are told in one more call", Cancel);
        Assert.Equal(0, overlaps);
    }

    [Fact]
    public async Task One_page_that_fails_does_not_silence_the_others_or_itself()
    {
        var failed = 0;
        var heard = 0;
        using var first = _feed.Subscribe(LiveTopic.Queue, () =>
        {
            Interlocked.Increment(ref failed);
            throw new InvalidOperationException("This tab cannot redraw.");
        });
        using var second = _feed.Subscribe(LiveTopic.Queue, () =>
        {
            Interlocked.Increment(ref heard);
            return Task.CompletedTask;
        });

        _feed.Publish("queue");
        await Eventually.TrueAsync(() => failed == 1 && heard == 1, "both are told once", Cancel);
        _feed.Publish("queue");
        await Eventually.TrueAsync(() => failed == 2 && heard == 2, "both are told twice", Cancel);
    }

    [Fact]
    public async Task A_closed_page_and_other_topics_hear_nothing()
    {
        var wrong = 0;
        var heard = 0;
        Task Wrong() => Task.FromResult(Interlocked.Increment(ref wrong));
        _feed.Subscribe(LiveTopic.Queue, Wrong).Dispose();
        using var other = _feed.Subscribe(LiveTopic.Catalog, Wrong);
        using var open = _feed.Subscribe(LiveTopic.Queue, () => Task.FromResult(Interlocked.Increment(ref heard)));

        _feed.Publish("queue");

        await Eventually.TrueAsync(() => heard == 1, "the open page is told", Cancel);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public async Task A_subscriber_that_meets_something_disposed_is_told_again_next_time()
    {
        var failed = 0;
        using var subscription = _feed.Subscribe(LiveTopic.Queue, () =>
        {
            Interlocked.Increment(ref failed);
            throw new ObjectDisposedException("A connection of its own.");
        });

        _feed.Publish("queue");
        await Eventually.TrueAsync(() => failed == 1, "it is told", Cancel);
        _feed.Publish("queue");
        await Eventually.TrueAsync(() => failed == 2, "it is told again", Cancel);
    }

    [Fact]
    public void A_topic_is_forgotten_with_its_last_subscriber()
    {
        var first = _feed.Subscribe(LiveTopic.Operation(1), () => Task.CompletedTask);
        var second = _feed.Subscribe(LiveTopic.Operation(1), () => Task.CompletedTask);

        first.Dispose();
        first.Dispose();
        Assert.Equal(1, _feed.Topics);
        second.Dispose();

        Assert.Equal(0, _feed.Topics);
    }
}
