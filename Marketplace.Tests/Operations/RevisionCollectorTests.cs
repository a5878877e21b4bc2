using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Sdk;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Operations;

public sealed class RevisionCollectorTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly PortalHost _portal;
    private readonly Client _client;

    public RevisionCollectorTests()
    {
        _portal = new PortalHost { Clock = _clock }.With("Installs:KeepRevisions", "3").With("Installs:KeepDays", "30");
        _client = new Client(_portal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_neither_new_nor_young_is_deleted_with_the_files_only_it_names()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await RepeatAsync(site, 4);
        _clock.Advance(TimeSpan.FromDays(31));
        await RepeatAsync(site, 2);

        await _portal.Get<RevisionCollector>().CollectAsync(Cancel);

        // The newest three, of which two are young; revision 1 alone named Acme.Base 1.0.0.
        Assert.Equal([7, 6, 5], site.Store.Revisions());
        Assert.Equal(
            [5, 6, 7],
            _portal.Database.Read(db => db.Revisions
                .Where(r => r.SiteId == site.Id && r.CollectedAt == null)
                .Select(r => r.Number)
                .Order()
                .ToList()));
        Assert.False(Directory.Exists(Path.Combine(site.Store.Folder, "store", "acme.base", "1.0.0")));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(site.Store.Folder, "store", "acme.base")));
        Assert.IsType<PlanOutcome.NotFound>(await _portal.Get<Planner>().RollBackAsync(_client.Actor, site.Id, 1, Cancel));
        Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().RollBackAsync(_client.Actor, site.Id, 5, Cancel));
        Assert.Equal(
            [true, true, true, false, false, false, false],
            (await _portal.Get<SiteQueries>().ReadAsync(_client.Actor, site.Id, Cancel))!.Revisions.Select(r => r.IsKept));
    }

    [Fact]
    public async Task What_is_young_stays_however_many_there_are()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await RepeatAsync(site, 6);

        await _portal.Get<RevisionCollector>().CollectAsync(Cancel);

        Assert.Equal(7, site.Store.Revisions().Count);
    }

    [Fact]
    public async Task A_site_at_work_is_left_for_the_next_time()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await RepeatAsync(site, 4);
        _clock.Advance(TimeSpan.FromDays(31));
        using (site.Store.Begun("busy"))
        {
            await _portal.Get<RevisionCollector>().CollectAsync(Cancel);
            Assert.Equal(5, site.Store.Revisions().Count);
        }

        await _portal.Get<RevisionCollector>().CollectAsync(Cancel);
        Assert.Equal([5, 4, 3], site.Store.Revisions());
    }

    // Each time the shop comes or goes there is one revision more.
    private static async Task RepeatAsync(ClientSite site, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await site.DoneAsync(
                site.Modules.Any(m => m.StartsWith("Acme.Shop", StringComparison.Ordinal))
                    ? ChangeRequest.Uninstall("Acme.Shop")
                    : ChangeRequest.Install("Acme.Shop"),
                Cancel);
        }
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
