using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

public sealed class PrivateListingTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme, _globex, _other;

    public PrivateListingTests()
    {
        (_acme, _globex, _other) = (_database.Publisher(), _database.Client(), _database.Client("Initech"));
        _database.Available(_acme, "Acme.Open");
        var release = _database.Available(_acme, "Acme.Secret");
        using var db = _database.CreateDbContext();
        var module = db.Modules.Single(m => m.Id == release.ModuleId);
        module.Hide(A.Day);
        module.Audience.Add(new ModuleAudience(module.Id, _globex.Id));
        db.SaveChanges();
    }

    [Fact]
    public void Nobody_in_particular_and_other_organizations_see_only_what_is_public()
    {
        Assert.Equal(["Acme.Open"], Seen(null));
        Assert.Equal(["Acme.Open"], Seen(_database.Stranger()));
        Assert.Equal(["Acme.Open"], Seen(_database.Member(_other)));
        Assert.Equal(["Acme.Open"], _database.Read(db => db.AvailableReleases().Select(r => r.Module.PackageId).ToList()));
        Assert.Equal(["Acme.Open"], _database.Read(db => db.AvailableReleasesFor(_other.Id).Select(r => r.Module.PackageId).ToList()));
    }

    [Fact]
    public void The_publisher_the_organizations_named_and_staff_see_it()
    {
        string[] both = ["Acme.Open", "Acme.Secret"];

        Assert.Equal(both, Seen(_database.Member(_acme)));
        Assert.Equal(both, Seen(_database.Member(_globex)));
        Assert.Equal(both, Seen(_database.Staff(StaffRole.Moderator)));
        Assert.Equal(both, _database.Read(db => db.AvailableReleasesFor(_globex.Id).OrderBy(r => r.Id).Select(r => r.Module.PackageId).ToList()));
    }

    [Fact]
    public void A_key_of_another_organization_of_the_same_person_does_not_see_it()
    {
        var person = _database.Member(_globex);
        _database.Save(new Membership(_other.Id, person.UserId, MemberRole.Member, A.Day));

        Assert.Equal(["Acme.Open"], Seen(person with { OnlyOrganizationId = _other.Id, ApiKeyId = 1 }));
    }

    [Fact]
    public async Task Its_publisher_names_who_sees_it_and_shows_it_to_all_again()
    {
        var (audiences, member, cancel) = (new ListingAudiences(_database, _database.Clock), _database.Member(_acme), TestContext.Current.CancellationToken);

        Assert.IsType<ListingOutcome.Done>(await audiences.SetAsync(member, "Acme.Secret", [_other.Name, " "], cancel));
        Assert.Equal(["Acme.Open", "Acme.Secret"], Seen(_database.Member(_other)));
        Assert.Equal(["Acme.Open"], Seen(_database.Member(_globex)));
        Assert.Equal([_other.Name], (await new ListingQueries(_database).ReadAsync(member, "Acme.Secret", cancel))!.Audience);

        Assert.Contains(
            "Nobody Ltd",
            Assert.IsType<ListingOutcome.Invalid>(await audiences.SetAsync(member, "Acme.Secret", ["Nobody Ltd"], cancel)).Problem,
            StringComparison.Ordinal);
        Assert.IsType<ListingOutcome.NotFound>(await audiences.SetAsync(_database.Member(_globex), "Acme.Secret", null, cancel));

        Assert.IsType<ListingOutcome.Done>(await audiences.SetAsync(member, "Acme.Secret", null, cancel));
        Assert.Equal(["Acme.Open", "Acme.Secret"], Seen(null));
    }

    [Fact]
    public async Task A_page_of_a_private_module_is_not_found_by_others()
    {
        var cancel = TestContext.Current.CancellationToken;
        var modules = new ModuleQueries(_database);

        Assert.Null(await modules.ReadAsync(null, "Acme.Secret", null, cancel));
        Assert.Null(await modules.ReadAsync(_database.Member(_other), "Acme.Secret", null, cancel));
        Assert.True((await modules.ReadAsync(_database.Member(_globex), "Acme.Secret", null, cancel))!.IsPrivate);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_search_finds_it_only_for_those_who_see_it(bool isIndexed)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var index = new CatalogIndex(_database, _database.Clock);
        if (isIndexed)
        {
            await index.RebuildAsync(cancel);
        }

        var search = new CatalogSearch(_database, index, _database.Clock);
        foreach (var actor in (Actor?[])[
            null, _database.Stranger(), _database.Member(_other),
            _database.Member(_globex) with { OnlyOrganizationId = _other.Id, ApiKeyId = 1 }])
        {
            var found = await search.FindAsync(new CatalogQuery { Text = "acme" }, actor, cancel);
            Assert.Equal(["Acme.Open"], found.Page.Rows.Select(row => row.PackageId));
            Assert.Equal((1, 1), (found.Page.Total, Assert.Single(found.Facets.Categories).Count));
            Assert.Null((await search.FindAsync(new CatalogQuery { Text = "secrte" }, actor, cancel)).Meant);
            Assert.Empty((await search.SuggestAsync("secret", 5, actor, cancel)).Modules);
        }

        foreach (var actor in (Actor[])[_database.Member(_acme), _database.Member(_globex), _database.Staff(StaffRole.Moderator)])
        {
            var found = await search.FindAsync(new CatalogQuery { Text = "acme", Sort = CatalogSort.Name }, actor, cancel);
            Assert.Equal(["Acme.Open", "Acme.Secret"], found.Page.Rows.Select(row => row.PackageId));
            Assert.Equal((2, 2), (found.Page.Total, Assert.Single(found.Facets.Categories).Count));
            Assert.All(found.Page.Rows, row => Assert.Equal("1.0.0", row.Version));
            Assert.Equal("Acme.Secret", Assert.Single((await search.SuggestAsync("secret", 5, actor, cancel)).Modules).PackageId);
        }
    }

    [Fact]
    public async Task What_is_hidden_shown_or_opened_to_others_is_found_so_after_the_next_look()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var index = new CatalogIndex(_database, _database.Clock);
        await index.RebuildAsync(cancel);
        var (search, audiences, publisher) = (
            new CatalogSearch(_database, index, _database.Clock),
            new ListingAudiences(_database, _database.Clock),
            _database.Member(_acme));

        async Task<int> CountAsync(Actor? actor) => (await search.FindAsync(new CatalogQuery { Text = "secret" }, actor, cancel)).Page.Total;
        async Task ToldAsync(IReadOnlyCollection<string>? organizations)
        {
            _database.Clock.Advance(TimeSpan.FromSeconds(1));
            await audiences.SetAsync(publisher, "Acme.Secret", organizations, cancel);
            Assert.Equal(1, await index.RefreshAsync(cancel));
        }

        Assert.Equal((0, 1, 0), (await CountAsync(null), await CountAsync(_database.Member(_globex)), await CountAsync(_database.Member(_other))));
        await ToldAsync([_other.Name]);
        Assert.Equal((0, 0, 1), (await CountAsync(null), await CountAsync(_database.Member(_globex)), await CountAsync(_database.Member(_other))));
        await ToldAsync(null);
        Assert.Equal((1, 1), (await CountAsync(null), await CountAsync(_database.Member(_globex))));
        await ToldAsync([]);
        Assert.Equal((0, 0, 1), (await CountAsync(null), await CountAsync(_database.Member(_globex)), await CountAsync(publisher)));
    }

    private List<string> Seen(Actor? actor) => _database.Read(db => db.ListedModules(actor).OrderBy(m => m.PackageId).Select(m => m.PackageId).ToList());

    public void Dispose() => _database.Dispose();
}
