using System.Diagnostics;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Live;

[Collection(nameof(OneByOne))]
public class LiveSpeedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_of_this_process_reaches_a_subscriber_within_300_ms()
    {
        await using var portal = new PortalHost();
        var databases = portal.Get<IDbContextFactory<MarketplaceDb>>();

        Assert.InRange(await MedianAsync(portal, databases), TimeSpan.Zero, Limit);
    }

    [Fact]
    public async Task A_change_written_past_this_process_reaches_a_subscriber_within_300_ms()
    {
        await using var portal = new PortalHost();

        // The test's own connection tells the portal's relay nothing, as another process would not.
        Assert.InRange(await MedianAsync(portal, portal.Database), TimeSpan.Zero, Limit);
    }

    private static async Task<TimeSpan> MedianAsync(PortalHost portal, IDbContextFactory<MarketplaceDb> writer)
    {
        var feed = portal.Get<LiveFeed>();
        var times = new List<TimeSpan>();
        for (var i = 0; i < 7; i++)
        {
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var subscription = feed.Subscribe(LiveTopic.Queue, () =>
            {
                heard.TrySetResult();
                return Task.CompletedTask;
            });
            await using var db = await writer.CreateDbContextAsync(Cancel);
            var watch = Stopwatch.StartNew();
            db.Changed(LiveTopic.Queue, DateTime.UtcNow);
            await db.SaveChangesAsync(Cancel);
            await heard.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
            times.Add(watch.Elapsed);
        }

        return times.Order().ElementAt(3);
    }
}
