using Marketplace.Catalog;
using Marketplace.Resolution;
using Marketplace.Search.Index;

namespace Marketplace.Tests.Search;

public class SearchIndexTests
{
    [Fact]
    public void Shows_the_exact_id_then_beginnings_then_words_then_near_words_then_readmes()
    {
        var index = Index(
            Of("Zeta.One", "One", "Nothing else.") with { Readme = "Notes on tabularium." },
            Of("Zeta.Two", "Two", "Like tabulariam."),
            Of("Zeta.Three", "Three", "A tabularium for all."),
            Of("TabulariumPlus", "Four", "Nothing."),
            Of("Tabularium", "Five", "Nothing."));

        Assert.Equal(["Tabularium", "TabulariumPlus", "Zeta.Three", "Zeta.Two", "Zeta.One"], index.Ids("tabularium"));
        Assert.Equal(
            [MatchKind.ExactId, MatchKind.Beginning, MatchKind.Words, MatchKind.Near, MatchKind.Readme],
            index.Find(new CatalogQuery { Text = "tabularium" }, JudgedCatalog.Now, 20).Hits.Select(hit => hit.Ranking.Kind));
    }

    [Fact]
    public void Among_equals_the_more_used_the_better_and_the_fresher_come_first()
    {
        var used = Of("A.Lamp", "Lamp", "x") with { Installs = 1000 };
        Assert.Equal("A.Lamp", Index(Of("B.Lamp", "Lamp", "x"), used).First("lamp"));
        Assert.Equal("A.Lamp", Index(Of("B.Lamp", "Lamp", "x"), Of("A.Lamp", "Lamp", "x") with { Score = 90 }).First("lamp"));
        Assert.Equal("A.Lamp", Index(Of("B.Lamp", "Lamp", "x") with { UpdatedAt = JudgedCatalog.Now.AddYears(-3) }, Of("A.Lamp", "Lamp", "x")).First("lamp"));
        Assert.Equal("B.Lamp", Index(Of("B.Lamp", "Lamp", "x") with { Boost = 9 }, used).First("lamp"));
    }

    [Fact]
    public void The_explained_value_is_the_product_that_orders()
    {
        var hits = JudgedCatalog.Index().Find(new CatalogQuery { Text = "invoice" }, JudgedCatalog.Now, 20).Hits;

        Assert.True(hits.Count > 3);
        Assert.Equal(hits.Select(hit => hit.Ranking.Value).OrderDescending(), hits.Select(hit => hit.Ranking.Value));
        Assert.All(
            hits,
            hit => Assert.Equal(
                hit.Ranking.Text * hit.Ranking.Installs * hit.Ranking.Quality * hit.Ranking.Freshness * hit.Ranking.Boost,
                hit.Ranking.Value,
                3));
    }

    [Fact]
    public void Says_what_was_meant_only_where_nothing_else_fits()
    {
        var index = JudgedCatalog.Index();

        Assert.Equal("payroll", Meant(index, "pyaroll"));
        Assert.Equal("Image Gallery", Meant(index, "image galery"));
        Assert.Null(Meant(index, "payroll"));
    }

    [Fact]
    public void Every_word_must_be_met_and_what_is_left_out_must_not()
    {
        var index = JudgedCatalog.Index();

        Assert.Empty(index.Ids("invoice zzzzqqqq"));
        Assert.DoesNotContain("Acme.Invoicing", index.Ids("invoices -currencies"));
        Assert.Equal(["Contoso.ImageGallery"], index.Ids("\"lazy loading\""));
        Assert.Empty(index.Ids("\"loading lazy\""));
        Assert.All(index.Ids("publisher:contoso"), id => Assert.StartsWith("Contoso.", id, StringComparison.Ordinal));
        Assert.Equal(index.Ids("invoice"), index.Ids("invoice price:free"));
        Assert.Empty(index.Ids("invoice price:subscription"));
    }

    [Fact]
    public void Each_facet_is_counted_under_all_other_filters_but_not_its_own()
    {
        var index = Index(
            Of("A.One", "One", "lamp") with
            {
                Category = "home", Publisher = "Ada", License = "MIT", IsVerified = true,
                Hosts = 0b110, Rating = 4.5, Capabilities = ["network"],
            },
            Of("A.Two", "Two", "lamp") with
            {
                Category = "home", Publisher = "Bob", License = "MIT",
                Hosts = 0b10, Rating = 3.2, UpdatedAt = JudgedCatalog.Now.AddDays(-100),
            },
            Of("A.Three", "Three", "lamp") with { Category = "work", Publisher = "Ada", License = "Apache-2.0", Hosts = 0b100 });
        var answer = index.Find(new CatalogQuery { Text = "lamp", Categories = ["home"], Hosts = [1], Licenses = ["MIT"] }, JudgedCatalog.Now, 20);

        Assert.Equal(2, answer.Total);
        Assert.Equal(["A.Three"], index.Ids("lamp license:apache-2.0"));
        Assert.Equal(["A.One", "A.Two"], index.Ids("lamp license:MIT").Order());
        Assert.Equal([new FacetValue("home", 2)], answer.Facets.Categories);
        Assert.Equal([new FacetValue("Ada", 1), new FacetValue("Bob", 1)], answer.Facets.Publishers);
        Assert.Equal([new FacetValue("1", 2), new FacetValue("2", 1)], answer.Facets.Hosts);
        Assert.Equal([new FacetValue("network", 1)], answer.Facets.Without);
        Assert.Equal([new FacetValue("4", 1), new FacetValue("3", 2)], answer.Facets.Ratings);
        Assert.Equal([new FacetValue("30", 1), new FacetValue("180", 2), new FacetValue("365", 2)], answer.Facets.Updated);
        Assert.Equal(1, answer.Facets.Verified);
        Assert.Equal(["A.One"], index.Ids(new CatalogQuery { Verified = true, MinRating = 4, UpdatedWithin = 30, Publishers = ["Ada"] }));
    }

    [Theory]
    [InlineData("Acme Software", "A.One")]
    [InlineData("acme software", "A.Two")]
    [InlineData("Асme Software", "A.Three")]
    [InlineData("ACME SOFTWARE", "A.One")]
    [InlineData("Acme  Software", null)]
    public void A_publisher_filter_shows_one_organization_only(string publisher, string? id)
    {
        var index = Index(
            Of("A.One", "One", "lamp") with { Publisher = "Acme Software" },
            Of("A.Two", "Two", "lamp") with { Publisher = "acme software" },
            Of("A.Three", "Three", "lamp") with { Publisher = "Асme Software" });

        Assert.Equal(id is null ? [] : [id], index.Ids(new CatalogQuery { Publishers = [publisher] }));
    }

    [Fact]
    public void Sorts_by_what_is_chosen()
    {
        var index = Index(
            Of("A.One", "Beta", "lamp") with { Installs = 5, Rating = 1 },
            Of("A.Two", "alpha", "lamp") with { Installs = 1, Rating = 5, UpdatedAt = JudgedCatalog.Now.AddDays(-9) });

        Assert.Equal(["A.One", "A.Two"], index.Ids(new CatalogQuery { Text = "lamp", Sort = CatalogSort.Installs }));
        Assert.Equal(["A.Two", "A.One"], index.Ids(new CatalogQuery { Text = "lamp", Sort = CatalogSort.Rating }));
        Assert.Equal(["A.Two", "A.One"], index.Ids(new CatalogQuery { Text = "lamp", Sort = CatalogSort.Name }));
        Assert.Equal(["A.One", "A.Two"], index.Ids(new CatalogQuery { Text = "lamp", Sort = CatalogSort.Updated }));
    }

    [Fact]
    public void Pages_neither_repeat_nor_lose_a_module()
    {
        var index = Index([.. Enumerable.Range(0, 65).Select(number => Of($"Lamp.Number{number}", "Same name", "x"))]);
        var pages = Enumerable.Range(1, 4).SelectMany(page => index.Ids(new CatalogQuery { Text = "same name", Page = page })).ToList();

        Assert.Equal((65, 65), (pages.Count, pages.Distinct().Count()));
    }

    private static string? Meant(SearchIndex index, string text) => index.Find(new CatalogQuery { Text = text }, JudgedCatalog.Now, 20).Meant;

    private static SearchDocument Of(string id, string name, string summary) => JudgedCatalog.Document(id, name, summary);

    private static SearchIndex Index(params SearchDocument[] documents)
    {
        var builder = new IndexBuilder();
        foreach (var document in documents.Select((document, at) => document with { Id = at + 1 }))
        {
            builder.Add(document);
        }

        var segment = builder.Build();
        return new SearchIndex(segment, new IndexBuilder(segment).Build(), new bool[segment.Count], SearchSynonyms.None);
    }
}
