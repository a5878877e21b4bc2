using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Portal.Catalog;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using SavedSearchText = Marketplace.Portal.Search.SavedSearchText;

namespace Marketplace.Tests.Catalog;

public sealed class CategoriesTests : PageTest
{
    private readonly Actor _operator;

    public CategoriesTests()
    {
        Services.AddCatalogSlices();
        var acme = Database.Publisher();
        var release = A.Release(A.Module("Acme.Mail", acme.Id, category: "mail-tools"));
        Database.Save([release, .. A.PassedChecks(release.PackageHash)]);
        _operator = Database.Staff(StaffRole.Operator);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    private CatalogIndex Index => Services.GetRequiredService<CatalogIndex>();

    private Categories Categories => new(Database, Database.Clock);

    private CategoryQueries Queries => new(Database, Index);

    [Fact]
    public async Task Operators_arrange_two_levels_and_what_only_packages_name_is_not_lost()
    {
        Assert.Equal([new CategoryRow("mail-tools", "Mail tools", null, 1, false)], await Queries.ReadAsync(Cancel));

        await Categories.SaveAsync(_operator, "office", "Office", null, Cancel);
        await Categories.SaveAsync(_operator, "mail-tools", "Mail", "office", Cancel);

        Assert.Equal([("office", 0), ("mail-tools", 1)], (await Queries.ReadAsync(Cancel)).Select(c => (c.Slug, c.Modules)));
        await Index.RebuildAsync(Cancel);
        Assert.Equal([("office", 0), ("mail-tools", 1)], (await Queries.ReadAsync(Cancel)).Select(c => (c.Slug, c.Modules)));
        Assert.Equal(
            ["Office: office mail-tools", "Mail: mail-tools"],
            (await Categories.PathAsync("mail-tools", Cancel)).Select(step => $"{step.Title}: {string.Join(' ', step.Slugs)}"));
        Assert.Equal("Unheard of", Assert.Single(await Categories.PathAsync("unheard-of", Cancel)).Title);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_operators_call_a_category_is_what_cards_facets_suggestions_and_kept_searches_say(bool isIndexed)
    {
        await Categories.SaveAsync(_operator, "mail-tools", "Post & more", null, Cancel);
        if (isIndexed)
        {
            await Index.RebuildAsync(Cancel);
        }

        var search = new CatalogSearch(Database, Index, Database.Clock);
        var found = await search.FindAsync(new CatalogQuery(), null, Cancel);

        Assert.Equal("Post & more", Assert.Single(found.Page.Rows).CategoryTitle);
        Assert.Equal("Post & more", found.Titles.Of(Assert.Single(found.Facets.Categories).Name));
        Assert.Equal("Post & more", SavedSearchText.Of("category=mail-tools", await Categories.TitlesAsync(Cancel)));
        if (isIndexed)
        {
            Assert.Equal([new CategoryLabel("mail-tools", "Post & more")], (await search.SuggestAsync("mail", 5, null, Cancel)).Categories);
        }
    }

    [Fact]
    public async Task There_is_no_third_level()
    {
        await Categories.SaveAsync(_operator, "office", "Office", null, Cancel);
        await Categories.SaveAsync(_operator, "mail-tools", "Mail", "office", Cancel);

        foreach (var (slug, parent) in ((string, string)[])[("deeper", "mail-tools"), ("office", "office"), ("office", "mail-tools"), ("deeper", "nowhere")])
        {
            Assert.IsType<ListingOutcome.Invalid>(await Categories.SaveAsync(_operator, slug, "X", parent, Cancel));
        }

        Assert.IsType<ListingOutcome.Invalid>(await Categories.DeleteAsync(_operator, "office", Cancel));
        Assert.IsType<ListingOutcome.Done>(await Categories.DeleteAsync(_operator, "mail-tools", Cancel));
        Assert.IsType<ListingOutcome.Done>(await Categories.DeleteAsync(_operator, "office", Cancel));
        Assert.Equal(4, Database.Read(db => db.AuditEntries.Count(e => e.Action.StartsWith("category."))));
    }

    [Fact]
    public async Task Moderators_and_others_may_not()
    {
        foreach (var actor in (Actor[])[Database.Staff(StaffRole.Moderator), Database.Stranger()])
        {
            Assert.IsType<ListingOutcome.NotFound>(await Categories.SaveAsync(actor, "office", "Office", null, Cancel));
            Assert.IsType<ListingOutcome.NotFound>(await Categories.DeleteAsync(actor, "office", Cancel));
        }

        Assert.Empty(Database.Read(db => db.AuditEntries.ToList()));
    }

    [Fact]
    public void The_page_names_what_packages_brought()
    {
        SignIn(_operator);
        var page = Draw<CategoriesPage>();
        page.WaitForElement("[aria-label='Change Mail tools']").Click();
        page.Field("Title").Change("Mail");
        page.Submit();

        Floating.Says("Mail was saved.");
        page.WaitForAssertion(() => Assert.DoesNotContain("From packages", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_slug_that_will_not_do_says_so_at_its_field_and_saves_nothing()
    {
        SignIn(_operator);
        var page = Draw<CategoriesPage>();
        page.Field("Slug").Input("No Slug");
        page.Field("Title").Change("Anything");
        page.Submit();

        page.Says(Marketplace.Catalog.Categories.SlugRule);
        Assert.Empty(Database.Read(db => db.Set<Category>().ToList()));
    }

    [Fact]
    public void A_category_is_deleted_after_a_question_and_Undo_brings_it_back()
    {
        SignIn(_operator);
        Database.Save(new Category("office", "Office", null));
        var page = Draw<CategoriesPage>();

        page.Press("Delete Office");
        Floating.Submit();
        Floating.Says("Office was deleted.");
        Assert.Empty(Database.Read(db => db.Set<Category>().ToList()));

        Floating.Press("Undo");
        Floating.WaitForAssertion(() => Assert.Equal("Office", Database.Read(db => db.Set<Category>().Single().Title)));
    }
}
