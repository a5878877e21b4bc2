using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Installs;
using Marketplace.Tests.Support;
using NuGet.Versioning;

namespace Marketplace.Tests.Installs;

public sealed class SiteFitsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Actor _member;
    private readonly Site _site;

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

        Assert.Equal(new ModuleFit(FitVerdict.Works, "", NuGetVersion.Parse("1.0.0"), NuGetVersion.Parse("1.2.0")), fit);
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

        Assert.Empty(await new SiteFits(_database, new CatalogSnapshots(_database, TimeProvider.System)).ReadAsync(_database.Stranger(), _site.Id, ["Acme.Mail"], Cancel));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<IReadOnlyDictionary<string, ModuleFit>> FitsAsync(params string[] ids) => new SiteFits(_database, new CatalogSnapshots(_database, TimeProvider.System)).ReadAsync(_member, _site.Id, ids, Cancel);

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
}
