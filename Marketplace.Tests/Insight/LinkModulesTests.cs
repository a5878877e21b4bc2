using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Insight;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Insight;

public sealed class LinkModulesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;

    public LinkModulesTests() => _acme = _database.Publisher();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Modules_on_two_sites_or_more_together_are_linked_both_ways_and_one_site_tells_nothing()
    {
        var (mail, chat, shop) = (_database.Available(_acme, "Acme.Mail"), _database.Available(_acme, "Acme.Chat"), _database.Available(_acme, "Acme.Shop"));
        Site(mail, chat);
        Site(mail, chat, shop);

        await new LinkModules(_database).WriteAsync(Cancel);
        await new LinkModules(_database).WriteAsync(Cancel);

        Assert.Equal([("Acme.Chat", 2)], (await TogetherAsync(null, mail)).Select(l => (l.PackageId, l.Weight)));
        Assert.Equal(["Acme.Mail"], (await TogetherAsync(null, chat)).Select(l => l.PackageId));
        Assert.Empty(await TogetherAsync(null, shop));
    }

    [Fact]
    public async Task A_private_module_is_named_only_to_who_may_see_it()
    {
        var (mail, secret) = (_database.Available(_acme, "Acme.Mail"), _database.Available(_acme, "Acme.Secret"));
        Site(mail, secret);
        Site(mail, secret);
        using (var db = _database.CreateDbContext())
        {
            db.Modules.Single(m => m.Id == secret.ModuleId).Hide(A.Day);
            db.SaveChanges();
        }

        await new LinkModules(_database).WriteAsync(Cancel);

        Assert.Empty(await TogetherAsync(_database.Stranger(), mail));
        Assert.Equal(["Acme.Secret"], (await TogetherAsync(_database.Member(_acme), mail)).Select(l => l.PackageId));
    }

    [Fact]
    public async Task Modules_with_the_same_tags_are_alike()
    {
        var (mail, _) = (_database.Available(_acme, "Acme.Mail"), _database.Available(_acme, "Acme.Chat"));

        await new LinkModules(_database).WriteAsync(Cancel);

        var link = Assert.Single(await new RelatedModules(_database).ReadAsync(null, mail.ModuleId, Cancel));
        Assert.Equal((LinkKind.Alike, "Acme.Chat"), (link.Kind, link.PackageId));
    }

    private async Task<IEnumerable<LinkRow>> TogetherAsync(Actor? actor, Release release) =>
        (await new RelatedModules(_database).ReadAsync(actor, release.ModuleId, Cancel)).Where(l => l.Kind is LinkKind.Together);

    private void Site(params Release[] releases)
    {
        var site = _database.Saved(A.Site(_database.Client().Id));
        var revision = new Revision(site.Id, 1, null, site.HostVersion, null, A.Day);
        foreach (var release in releases)
        {
            revision.Modules.Add(new RevisionModule(release.Module.PackageId, release.Version, release.PackageHash));
        }

        _database.Save(revision);
        using var db = _database.CreateDbContext();
        db.Sites.Single(s => s.Id == site.Id).Activate(1);
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
