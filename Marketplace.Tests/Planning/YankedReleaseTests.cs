using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using NuGet.Versioning;

namespace Marketplace.Tests.Planning;

public sealed class YankedReleaseTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme, _client;
    private readonly Actor _publisher, _person;

    public YankedReleaseTests()
    {
        (_acme, _client) = (_database.Publisher(), _database.Client());
        (_publisher, _person) = (_database.Member(_acme), _database.Member(_client));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_does_not_choose_a_release_that_was_taken_back()
    {
        _database.Available(_acme, "Acme.Mail", "1.0.0");
        _database.Available(_acme, "Acme.Mail", "2.0.0");
        await YankAsync("2.0.0");
        var site = _database.Saved(A.Site(_client.Id));

        Assert.Equal("1.0.0", Assert.Single((await PlanAsync(site, ChangeRequest.Install("Acme.Mail"))).Document.Changes).To);
        Assert.IsType<PlanOutcome.Refused>(await A.Planner(_database, new CatalogSnapshots(_database, TimeProvider.System))
            .PlanAsync(_person, site.Id, ChangeRequest.Install("Acme.Mail", NuGetVersion.Parse("2.0.0")), Cancel));
    }

    [Fact]
    public async Task A_site_that_has_it_keeps_it_and_the_plan_can_warn_of_it()
    {
        var mail = _database.Available(_acme, "Acme.Mail", "1.0.0");
        _database.Available(_acme, "Acme.Chat");
        var site = _database.Saved(A.Site(_client.Id));
        Install(site, mail);
        await YankAsync("1.0.0");
        await new Listings(_database, _database.Clock).DeprecateAsync(_publisher, "Acme.Chat", new("*", DeprecationReason.Legacy, "Ended.", ""), Cancel);

        var plan = await PlanAsync(site, ChangeRequest.Install("Acme.Chat"));

        Assert.Equal((ChangeKind.Keep, "1.0.0"), plan.Document.Changes.Where(c => c.Id == "Acme.Mail").Select(c => (c.Kind, c.To)).Single());
        var notices = await new ListingQueries(_database).NoticesAsync([.. plan.Document.Changes.Select(c => c.Hash)], Cancel);
        Assert.Equal([("Acme.Chat", null, "Ended."), ("Acme.Mail", "Broken.", null)], notices.Select(n => (n.PackageId, n.Yank?.Reason, n.Deprecation?.Note)));
    }

    [Fact]
    public async Task A_private_module_can_be_planned_only_for_sites_of_an_organization_that_it_names()
    {
        var release = _database.Available(_acme, "Acme.Secret");
        using (var db = _database.CreateDbContext())
        {
            db.Modules.Single(m => m.Id == release.ModuleId).Hide(A.Day);
            db.SaveChanges();
        }

        var site = _database.Saved(A.Site(_client.Id));
        Assert.IsType<PlanOutcome.Refused>(await A.Planner(_database, new CatalogSnapshots(_database, TimeProvider.System))
            .PlanAsync(_person, site.Id, ChangeRequest.Install("Acme.Secret"), Cancel));

        _database.Save(new ModuleAudience(release.ModuleId, _client.Id));
        Assert.Single((await PlanAsync(site, ChangeRequest.Install("Acme.Secret"))).Document.Changes);
    }

    private async Task YankAsync(string version) =>
        Assert.IsType<ListingOutcome.Done>(await new Listings(_database, _database.Clock).YankAsync(_publisher, "Acme.Mail", version, "Broken.", Cancel));

    private async Task<PlanOutcome.Ready> PlanAsync(Site site, ChangeRequest request) =>
        Assert.IsType<PlanOutcome.Ready>(
            await A.Planner(_database, new CatalogSnapshots(_database, TimeProvider.System)).PlanAsync(_person, site.Id, request, Cancel));

    private void Install(Site site, Release release)
    {
        var revision = new Revision(site.Id, 1, null, site.HostVersion, null, A.Day);
        revision.Modules.Add(new RevisionModule(release.Module.PackageId, release.Version, release.PackageHash));
        _database.Save(revision);
        using var db = _database.CreateDbContext();
        db.Sites.Single(s => s.Id == site.Id).Activate(1);
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
