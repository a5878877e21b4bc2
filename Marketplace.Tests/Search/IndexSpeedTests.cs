using System.Diagnostics;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Live;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Search;

[Collection(nameof(OneByOne))]
public class IndexSpeedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_release_is_searchable_within_two_seconds()
    {
        using var portal = new PortalHost();
        var own = portal.Database.Publisher();
        var search = portal.Get<CatalogSearch>();
        await Eventually.TrueAsync(() => portal.Get<CatalogIndex>().IsReady, "the index is built", Cancel);

        portal.Database.Available(own, "Acme.Candle");
        var watch = Stopwatch.StartNew();
        using (var db = portal.Database.CreateDbContext())
        {
            var module = db.Modules.Single();
            module.Touch(DateTime.UtcNow);
            db.Changed(LiveTopic.Catalog, DateTime.UtcNow);
            db.SaveChanges();
        }

        await Eventually.TrueAsync(
            async () => (await search.FindAsync(new CatalogQuery { Text = "cnadle" }, null, Cancel)).Page.Total == 1,
            "the release is found",
            Cancel);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
    }
}
