using System.Diagnostics;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Ratings;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Search;

/// <summary>What changes elsewhere reaches the index long before it would look on its own, which is every 30 seconds.</summary>
public sealed class IndexWakingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Installs_and_ratings_reorder_the_results_of_a_running_portal_at_once()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The jobs need a storage of their own there.");
        await using var portal = new PortalHost { RunsJobs = true };
        var (acme, globex) = (portal.Database.Publisher(), portal.Database.Client());
        portal.Database.Available(acme, "Acme.Chat");
        var mail = portal.Database.Available(acme, "Acme.Mail");
        var person = portal.Database.Member(globex);
        var site = portal.Database.Saved(A.Site(globex.Id));
        await Eventually.TrueAsync(() => portal.Get<CatalogIndex>().IsReady, "the index is built", Cancel);
        await portal.Get<CatalogIndex>().RebuildAsync(Cancel);
        Assert.Equal("Acme.Chat", await FirstAsync(portal, CatalogSort.Installs));

        Install(portal, site, person, mail);
        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync(async () => await FirstAsync(portal, CatalogSort.Installs) == "Acme.Mail", "the installed module comes first", Cancel);
        Assert.True(watch.Elapsed < Soon, $"The install took {watch.Elapsed}.");

        Assert.Equal(RatingOutcome.Done, await portal.Get<RatingWriting>().WriteAsync(person, "Acme.Mail", globex.Id, 5, "It does what it says.", Cancel));
        watch.Restart();
        await Eventually.TrueAsync(
            async () => (await portal.Get<CatalogSearch>().FindAsync(new CatalogQuery { MinRating = 4 }, null, Cancel)).Page.Total == 1,
            "it is found by its rating",
            Cancel);
        Assert.True(watch.Elapsed < Soon, $"The rating took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Synonyms_and_boosts_changed_in_one_process_reach_the_index_of_another()
    {
        using var database = ChatAndMail();
        var keeper = database.Staff(StaffRole.Operator);
        await using var here = await Process.StartAsync(database);
        await using var there = await Process.StartAsync(database);
        Assert.Equal(["Acme.Chat", "Acme.Mail"], await there.FoundAsync("acme"));

        var watch = Stopwatch.StartNew();
        await here.Tuning.AddSynonymAsync(keeper, "mail", "letters", Cancel);
        await here.Tuning.BoostAsync(keeper, "Acme.Mail", 5, Cancel);
        foreach (var process in (Process[])[here, there])
        {
            await Eventually.TrueAsync(
                async () => await process.FoundAsync("letters") is ["Acme.Mail"] && (await process.FoundAsync("acme"))[0] == "Acme.Mail",
                "both are taken in",
                Cancel);
        }

        await there.Tuning.RemoveSynonymAsync(keeper, "mail", "letters", Cancel);
        await there.Tuning.BoostAsync(keeper, "Acme.Mail", 1, Cancel);
        foreach (var process in (Process[])[here, there])
        {
            await Eventually.TrueAsync(
                async () => await process.FoundAsync("letters") is [] && (await process.FoundAsync("acme"))[0] == "Acme.Chat",
                "both are gone again",
                Cancel);
        }

        Assert.True(watch.Elapsed < Soon, $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Pages_are_told_again_once_the_index_has_what_changed()
    {
        using var database = ChatAndMail();
        await using var process = await Process.StartAsync(database);
        IReadOnlyList<string> shown = [];
        using var page = process.Feed.Subscribe(LiveTopic.Catalog, async () => shown = await process.FoundAsync("acme"));

        // Told by the change itself, the page reads what the index knew before.
        await process.Tuning.BoostAsync(database.Staff(StaffRole.Operator), "Acme.Mail", 5, Cancel);

        await Eventually.TrueAsync(() => shown is ["Acme.Mail", "Acme.Chat"], "the page shows the change", Cancel);
    }

    private static TestDatabase ChatAndMail()
    {
        var database = new TestDatabase();
        var acme = database.Publisher();
        database.Available(acme, "Acme.Chat");
        database.Available(acme, "Acme.Mail");
        return database;
    }

    private static async Task<string> FirstAsync(PortalHost portal, CatalogSort sort) =>
        (await portal.Get<CatalogSearch>().FindAsync(new CatalogQuery { Text = "acme", Sort = sort }, null, Cancel)).Page.Rows[0].PackageId;

    // What the last step of an operation leaves behind.
    private static void Install(PortalHost portal, Site site, Actor person, Release release)
    {
        var change = new PlanChange(ChangeKind.Add, release.Module.PackageId, null, release.Version, "", release.PackageHash, 0, [], [], []);
        var plan = new Plan(site.Id, A.Hash(), "x", "", new PlanDocument(site.Id, site.HostVersion, 0, null, [change]).ToJson(), 0, person.UserId, A.Day);
        var operation = new Operation(plan, person.UserId, keepsOthers: false, A.Day);
        operation.Finish(1, A.Day);
        using var db = portal.Database.CreateDbContext();
        var revision = new Revision(site.Id, 1, null, site.HostVersion, null, A.Day);
        revision.Modules.Add(new RevisionModule(release.Module.PackageId, release.Version, release.PackageHash));
        db.AddRange(operation, revision);
        db.Sites.Single(s => s.Id == site.Id).Activate(1);
        db.Wake(Work.Endings, DateTime.UtcNow);
        db.SaveChanges();
    }

    /// <summary>What one process has of its own: feed, relay and index, over the database of both.</summary>
    private sealed class Process : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly LiveNudge _nudge = new();
        private readonly LiveRelay _relay;
        private readonly CatalogIndex _index;
        private readonly CatalogIndexing _indexing;

        private Process(TestDatabase database)
        {
            _database = database;
            _relay = new(database, Feed, _nudge, [], TimeProvider.System, NullLogger<LiveRelay>.Instance);
            _index = new(database, TimeProvider.System);
            _indexing = new(_index, Feed, TimeProvider.System, NullLogger<CatalogIndexing>.Instance);
        }

        public LiveFeed Feed { get; } = new(NullLogger<LiveFeed>.Instance);

        public SearchTuning Tuning => new(_database, TimeProvider.System);

        public static async Task<Process> StartAsync(TestDatabase database)
        {
            var process = new Process(database);
            await process._relay.StartAsync(Cancel);
            await process._indexing.StartAsync(Cancel);
            await Eventually.TrueAsync(() => process._index.IsReady, "the index is built", Cancel);
            return process;
        }

        public async Task<IReadOnlyList<string>> FoundAsync(string text) =>
            [.. (await new CatalogSearch(_database, _index, TimeProvider.System).FindAsync(new CatalogQuery { Text = text }, null, Cancel))
                .Page.Rows.Select(row => row.PackageId)];

        public async ValueTask DisposeAsync()
        {
            await _indexing.StopAsync(CancellationToken.None);
            await _relay.StopAsync(CancellationToken.None);
            _indexing.Dispose();
            _relay.Dispose();
            _index.Dispose();
            _nudge.Dispose();
        }
    }
}
