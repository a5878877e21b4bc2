using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NuGet.Versioning;

namespace Marketplace.Tests.Planning;

public sealed class SiteFitsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Actor _member;
    private readonly Site _site;
    private readonly LiveFeed _feed = new(NullLogger<LiveFeed>.Instance);

    public SiteFitsTests()
    {
        _acme = _database.Publisher();
        var client = _database.Client();
        _member = _database.Member(client);
        _site = _database.Saved(A.Site(client.Id, "Shop", "2.0.0"));
    }

    [Fact]
    public async Task A_module_for_another_host_does_not_work_and_says_why()
    {
        var release = A.Release(A.Module("Acme.New", _acme.Id), host: "[3.0,4.0)");
        _database.Save([release, .. A.PassedChecks(release.PackageHash)]);

        var fit = (await FitsAsync("Acme.New"))["acme.new"];

        Assert.Equal(FitVerdict.DoesNotWork, fit.Verdict);
        Assert.Contains("2.0.0", fit.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installed_module_says_its_version_and_the_one_an_update_would_bring()
    {
        Install(_database.Available(_acme, "Acme.Mail", "1.0.0"));
        _database.Available(_acme, "Acme.Mail", "1.2.0");

        var fit = (await FitsAsync("Acme.Mail"))["Acme.Mail"];

        Assert.Equal(new ModuleCompatibility(FitVerdict.Works, "", NuGetVersion.Parse("1.0.0"), NuGetVersion.Parse("1.2.0")), fit);
    }

    [Fact]
    public async Task An_installed_module_that_was_suspended_since_still_counts_as_there()
    {
        var core = _database.Available(_acme, "Acme.Core");
        Install(core);
        using (var db = _database.CreateDbContext())
        {
            db.Releases.Single(r => r.Id == core.Id).Suspend(new Suspension("Old", _member.UserId, A.Day));
            db.SaveChanges();
        }

        _database.Available(_acme, "Acme.Mail", "1.0.0", ("Acme.Core", "[1.0,2.0)"));

        Assert.Equal(FitVerdict.Works, (await FitsAsync("Acme.Mail"))["Acme.Mail"].Verdict);
    }

    [Fact]
    public async Task Nobody_learns_anything_of_a_site_that_is_not_theirs()
    {
        Install(_database.Available(_acme, "Acme.Mail"));

        Assert.Empty(await Fits(_database).ReadAsync(_database.Stranger(), _site.Id, ["Acme.Mail"], Cancel));
    }

    [Fact]
    public async Task A_list_does_not_wait_for_a_catalog_that_is_read_for_the_first_time_and_is_told_when_it_has_been()
    {
        _database.Available(_acme, "Acme.Mail");
        var (gate, told) = (new Gate(_database), new TaskCompletionSource());
        using var listening = _feed.Subscribe(LiveTopic.Catalog, () =>
        {
            told.TrySetResult();
            return Task.CompletedTask;
        });
        var fits = Fits(gate);

        Assert.Empty(await fits.ReadSoonAsync(_member, _site.Id, ["Acme.Mail"], Cancel));
        Assert.Empty(await fits.ReadSoonAsync(_member, _site.Id, ["Acme.Mail"], Cancel));
        Assert.Equal(1, gate.Waiting);
        Assert.False(told.Task.IsCompleted);

        gate.Open.SetResult();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Equal(FitVerdict.Works, (await fits.ReadSoonAsync(_member, _site.Id, ["Acme.Mail"], Cancel))["Acme.Mail"].Verdict);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<IReadOnlyDictionary<string, ModuleCompatibility>> FitsAsync(params string[] ids) => Fits(_database).ReadAsync(_member, _site.Id, ids, Cancel);

    private SiteCompatibility Fits(IDbContextFactory<MarketplaceDb> catalog) =>
        new(_database, new CatalogSnapshots(catalog, TimeProvider.System), _feed, _database.Clock, NullLogger<SiteCompatibility>.Instance);

    private void Install(Release release)
    {
        using var db = _database.CreateDbContext();
        var site = db.Sites.Single(s => s.Id == _site.Id);
        var id = db.Modules.Where(m => m.Id == release.ModuleId).Select(m => m.PackageId).Single();
        var revision = new Revision(site.Id, site.CurrentRevision + 1, null, site.HostVersion, null, A.Day);
        revision.Modules.Add(new RevisionModule(id, release.Version, release.PackageHash));
        db.Add(revision);
        site.Activate(revision.Number);
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    /// <summary>Lets nobody read before it opens.</summary>
    private sealed class Gate(TestDatabase database) : IDbContextFactory<MarketplaceDb>
    {
        private int _waiting;

        public TaskCompletionSource Open { get; } = new();

        public int Waiting => _waiting;

        public MarketplaceDb CreateDbContext() => throw new NotSupportedException();

        public async Task<MarketplaceDb> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _waiting);
            await Open.Task.WaitAsync(cancellationToken);
            return database.CreateDbContext();
        }
    }
}
