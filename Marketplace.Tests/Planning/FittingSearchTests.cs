using Marketplace.Accounts;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Planning;

/// <summary>One module that works on the shop, one that works with changes, one that does not.</summary>
public sealed class FittingSearchTests : IDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _member;
    private readonly Site _site;
    private readonly Organization _acme;

    public FittingSearchTests()
    {
        var client = Database.Client();
        (_site, _member, _acme) = (Database.Saved(A.Site(client.Id, "Shop", "2.0.0")), Database.Member(client), Database.Publisher());
        Database.Available(_acme, "Acme.Core");
        Database.Available(_acme, "Acme.Mail", "1.0.0", ("Acme.Core", "[1.0,2.0)"));
        Database.Available(_acme, "Acme.Chat", "1.0.0", ("Acme.Nothing", "[1.0,2.0)"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => _portal.Database;

    private FittingSearch Search => _portal.Get<FittingSearch>();

    [Theory]
    [InlineData("works", "Acme.Core")]
    [InlineData("changes", "Acme.Mail")]
    [InlineData("not", "Acme.Chat")]
    public async Task Only_those_that_fit_as_asked_are_found(string fit, string id) => Assert.Equal([id], await FoundAsync(new CatalogQuery { Fits = [fit] }));

    [Fact]
    public async Task Several_verdicts_add_up_and_the_words_of_the_search_count_too()
    {
        var query = new CatalogQuery { Fits = ["works", "changes"], Sort = Marketplace.Catalog.CatalogSort.Name };
        Assert.Equal(["Acme.Core", "Acme.Mail"], await FoundAsync(query));
        Assert.Equal(["Acme.Mail"], await FoundAsync(new CatalogQuery { Text = "mail", Fits = ["works", "changes"] }));
    }

    [Fact]
    public async Task Each_verdict_is_counted_where_all_results_can_be_looked_at()
    {
        var counts = await Search.CountAsync(new CatalogQuery { Page = 4 }, _member, _site.Id, Cancel);

        Assert.Equal([new("works", 1), new("changes", 1), new("not", 1)], counts!);
    }

    [Fact]
    public async Task Who_has_no_such_site_finds_nothing_by_it()
    {
        Assert.Empty((await Search.FindAsync(new CatalogQuery { Fits = FittingSearch.Names }, Database.Stranger(), _site.Id, Cancel)).Page.Rows);
        Assert.Null(await Search.CountAsync(new CatalogQuery(), Database.Stranger(), _site.Id, Cancel));
    }

    [Fact]
    public async Task No_more_than_the_first_results_are_looked_at_and_the_search_says_so()
    {
        for (var number = 0; number < FittingSearch.MaxLookedAt; number++)
        {
            Database.Available(_acme, $"Acme.Tool{number:000}");
        }

        var found = await Search.FindAsync(new CatalogQuery { Fits = ["works"], Page = 2 }, _member, _site.Id, Cancel);

        Assert.Equal(CatalogSearch.PageSize, found.Page.Rows.Count);
        Assert.InRange(found.Page.Total, FittingSearch.MaxLookedAt - 2, FittingSearch.MaxLookedAt);
        Assert.Contains($"Only the first {FittingSearch.MaxLookedAt} of {FittingSearch.MaxLookedAt + 3} results were checked against the site.", found.Notes);
        Assert.Null(await Search.CountAsync(new CatalogQuery(), _member, _site.Id, Cancel));
    }

    private async Task<IEnumerable<string>> FoundAsync(CatalogQuery query) =>
        (await Search.FindAsync(query, _member, _site.Id, Cancel)).Page.Rows.Select(row => row.PackageId);

    public void Dispose() => _portal.Dispose();
}
