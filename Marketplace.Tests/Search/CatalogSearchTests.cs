using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Search;

public sealed class CatalogSearchTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;

    public CatalogSearchTests() => _acme = _database.Publisher();

    [Fact]
    public async Task Finds_by_name_id_part_summary_tag_and_publisher_ignoring_case()
    {
        Add("Acme.Mail.Queue", "Letters", "Sends MAIL later.", tags: ["outbox"]);
        Add("Acme.Chat", "Überblick", "Rooms and threads.");

        foreach (var text in (string[])["queue", "LETTERS", "acme.mail", "mail later", "Outbox", $"{_acme.Name} letters"])
        {
            Assert.Equal(["Acme.Mail.Queue"], await Found(text));
        }

        Assert.Equal(["Acme.Chat"], await Found("überBLICK"));
        Assert.Empty(await Found("letters nowhere"));
    }

    [Fact]
    public async Task Takes_percent_and_underscore_as_the_letters_they_are()
    {
        Add("Acme.Mail", "Mail", "Ninety % of mail.");
        Add("Acme.Chat", "Chat", "Rooms.");

        Assert.Equal(["Acme.Mail"], await Found("%"));
        Assert.Empty(await Found("_"));
    }

    [Fact]
    public async Task Ranks_the_name_before_its_beginning_before_tags_before_the_summary()
    {
        Add("Acme.D", "Desk", "Works with chat.");
        Add("Acme.C", "Phone", "Calls.", tags: ["chat"]);
        Add("Acme.B", "Chat rooms", "Rooms.");
        Add("Acme.A", "Chat", "Talks.");

        Assert.Equal(["Acme.A", "Acme.B", "Acme.C", "Acme.D"], await Found("chat"));
    }

    [Fact]
    public async Task Shows_nothing_that_is_not_available()
    {
        var suspended = _database.Available(_acme, "Acme.Gone");
        _database.Save(A.Release(A.Module("Acme.Unchecked", _acme.Id)));
        using (var db = _database.CreateDbContext())
        {
            db.Releases.Single(r => r.Id == suspended.Id).Suspend(new Suspension("Harm", _database.Staff(StaffRole.Moderator).UserId, A.Day));
            db.SaveChanges();
        }

        Assert.Empty(await Found(""));
    }

    [Fact]
    public async Task Shows_the_newest_stable_version_and_a_prerelease_only_where_there_is_nothing_else()
    {
        foreach (var version in (string[])["1.9.0", "1.10.0", "2.0.0-rc.1"])
        {
            _database.Available(_acme, "Acme.Mail", version);
        }

        _database.Available(_acme, "Acme.Soon", "0.1.0-beta");

        var rows = (await Search().FindAsync(new CatalogQuery(), null, Cancel)).Page.Rows;
        Assert.Equal([("Acme.Mail", "1.10.0", false), ("Acme.Soon", "0.1.0-beta", true)], rows.Select(r => (r.PackageId, r.Version, r.IsPrerelease)));
    }

    [Fact]
    public async Task Counts_each_facet_as_if_it_were_not_chosen_itself()
    {
        Add("Acme.A", "A", "x", "finance", capabilities: ["network"]);
        Add("Acme.B", "B", "x", "finance");
        Add("Acme.C", "C", "x", "tools");

        var result = await Search().FindAsync(new CatalogQuery { Categories = ["finance"], Without = ["network"] }, null, Cancel);

        Assert.Equal(["Acme.B"], result.Page.Rows.Select(r => r.PackageId));
        Assert.Equal([new FacetValue("finance", 1), new FacetValue("tools", 1)], result.Facets.Categories);
        Assert.Equal([new FacetValue(_acme.Name, 1)], result.Facets.Publishers);
        Assert.Equal([new FacetValue("network", 1)], result.Facets.Without);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_filter_holds_also_before_the_index_is_built(bool isIndexed)
    {
        _database.Save(A.Release(A.Module("Acme.None", _acme.Id), host: "[3.0,4.0)") is var none ? [none, .. A.PassedChecks(none.PackageHash)] : []);
        Add("Acme.Old", "Old", "x");
        using (var db = _database.CreateDbContext())
        {
            db.Modules.Include(m => m.Figures).Single(m => m.PackageId == "Acme.Old").Figures.Rate([0, 0, 0, 0, 2]);
            var suspended = A.Release(db.Modules.Single(m => m.PackageId == "Acme.Old"), "2.0.0", host: "[5.0,6.0)");
            suspended.Suspend(new Suspension("Broken", 1, A.Day));
            db.AddRange([suspended, .. A.PassedChecks(suspended.PackageHash)]);
            db.Modules.Single(m => m.PackageId == "Acme.None").Describe("None", "x", "tools", [], [], A.Day.AddDays(-100));
            db.SaveChanges();
        }

        using var index = new CatalogIndex(_database, _database.Clock);
        if (isIndexed)
        {
            await index.RebuildAsync(Cancel);
        }

        var search = new CatalogSearch(_database, index, _database.Clock);
        async Task<IEnumerable<string>> IdsAsync(CatalogQuery query) => (await search.FindAsync(query, null, Cancel)).Page.Rows.Select(row => row.PackageId);

        Assert.Equal(["Acme.Old"], await IdsAsync(new CatalogQuery { MinRating = 4 }));
        Assert.Equal(["Acme.None"], await IdsAsync(new CatalogQuery { Hosts = [3] }));
        Assert.Empty(await IdsAsync(new CatalogQuery { Hosts = [5] }));
        Assert.Equal(["Acme.Old"], await IdsAsync(new CatalogQuery { UpdatedWithin = (int)(_database.Now - A.Day).TotalDays + 30 }));
        Assert.Empty(await IdsAsync(new CatalogQuery { Licenses = ["Zlib"] }));
        Assert.Equal(2, (await IdsAsync(new CatalogQuery { Licenses = ["MIT"] })).Count());
        Assert.Empty(await IdsAsync(new CatalogQuery { Verified = true }));
        Assert.Equal(["Acme.Old", "Acme.None"], await IdsAsync(new CatalogQuery { Sort = CatalogSort.Rating }));
    }

    [Fact]
    public async Task Pages_in_a_stable_order_and_counts_all()
    {
        for (var number = 0; number < 25; number++)
        {
            Add($"Acme.M{number:00}", "Same name", "x");
        }

        var pages = new List<string>();
        foreach (var page in (int[])[1, 2])
        {
            var result = await Search().FindAsync(new CatalogQuery { Text = "same", Sort = CatalogSort.Updated, Page = page }, null, Cancel);
            Assert.Equal(25, result.Page.Total);
            pages.AddRange(result.Page.Rows.Select(r => r.PackageId));
        }

        Assert.Equal(25, pages.Distinct().Count());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CatalogSearch Search() => new(_database, new CatalogIndex(_database, _database.Clock), _database.Clock);

    private async Task<IEnumerable<string>> Found(string text) =>
        (await Search().FindAsync(new CatalogQuery { Text = text }, null, Cancel)).Page.Rows.Select(r => r.PackageId);

    private void Add(string id, string name, string summary, string category = "tools", string[]? tags = null, string[]? capabilities = null)
    {
        var module = new Module(id, _acme.Id, A.Day);
        module.Describe(name, summary, category, tags ?? [], capabilities ?? [], A.Day);
        var release = A.Release(module);
        _database.Save([release, .. A.PassedChecks(release.PackageHash)]);
    }

    public void Dispose() => _database.Dispose();
}
