using System.Text.Json;
using Marketplace.Modules;
using Marketplace.Tests.Sdk.Agent;

namespace Marketplace.Tests.Sdk.Licensing;

/// <summary>The agent of a site tells what its modules have used.</summary>
public sealed class UsageReportingTests : RunningAgent
{
    [Fact]
    public async Task What_was_used_is_told_until_the_marketplace_has_it_and_counts_once()
    {
        Marketplace.Used = [];
        Marketplace.LostReceipts = 2;
        Lay("1", Entry(3), Entry(4));
        Lay("2", Entry(5));

        Assert.True(await TurnAsync() && await TurnAsync());
        Assert.Equal(2, UsageBook.Batches(Site.Store.Layout, 10).Count());
        Assert.True(await TurnAsync());

        Assert.Equal([3L, 4, 5], Marketplace.Used.Values.Select(entry => entry.Count).Order());
        Assert.Empty(Directory.GetFiles(Site.Store.Layout.Usage));
    }

    [Fact]
    public async Task A_marketplace_that_counts_nothing_yet_is_told_later()
    {
        Lay("1", Entry(3));

        Assert.True(await TurnAsync());
        Marketplace.Used = [];
        Assert.True(await TurnAsync());

        Assert.Equal(3, Assert.Single(Marketplace.Used).Value.Count);
    }

    [Fact]
    public async Task What_a_module_counts_arrives_when_the_host_stops()
    {
        Site.Host.License("Test.Licensed").Use("documents.sent", 2);
        Site.Host.License("test.other").Use("mails");

        await Site.Host.StopAsync(Cancel);
        Marketplace.Used = [];
        Assert.True(await TurnAsync());

        Assert.Equal([("Test.Licensed", "documents.sent", 2), ("test.other", "mails", 1)],
            Marketplace.Used.Values.Select(entry => (entry.Module, entry.Quantity, entry.Count)).Order());
    }

    private static UsageEntry Entry(long count) => new(Guid.NewGuid(), "Test.Licensed", "documents.sent", count, DateTime.UtcNow, DateTime.UtcNow);

    private void Lay(string name, params UsageEntry[] entries)
    {
        Directory.CreateDirectory(Site.Store.Layout.Usage);
        File.WriteAllText(Path.Combine(Site.Store.Layout.Usage, name + StoreLayout.ClosedUsage), JsonSerializer.Serialize(entries, JsonSerializerOptions.Web));
    }
}
