using AngleSharp.Dom;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal;
using Marketplace.Portal.Search;
using Marketplace.Portal.Shared;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Search.Index;
using Marketplace.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Search;

public sealed class BrowsePageTests : PageTest
{
    private readonly Organization _acme;

    public BrowsePageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        _acme = Database.Publisher();
    }

    [Fact]
    public void Shows_only_the_modules_that_match_the_search_in_the_address()
    {
        Database.Available(_acme, "Acme.Mail");
        Database.Available(_acme, "Acme.Chat");
        Navigation.NavigateTo(PortalUrls.Browse("mail"));

        var page = Draw<BrowsePage>();

        page.WaitForAssertion(() => Assert.Equal(["Acme Mail"], Names(page)));
    }

    [Fact]
    public void A_page_past_the_last_says_so_and_leads_to_the_first()
    {
        Database.Available(_acme, "Acme.Mail");
        Navigation.NavigateTo(PortalUrls.Browse(new CatalogQuery { Text = "mail", Page = 9 }));

        var page = Draw<BrowsePage>();

        page.WaitForAssertion(() => Assert.Contains("There is no page 9.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(PortalUrls.Browse("mail"), page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void Searches_at_each_key_and_keeps_the_words_in_the_address()
    {
        Database.Available(_acme, "Acme.Mail");
        Database.Available(_acme, "Acme.Chat");
        var page = Draw<BrowsePage>();
        page.WaitForAssertion(() => Assert.Equal(2, Names(page).Count()));

        page.Find("[role=searchbox]").Input("ma");
        Assert.Equal("?q=ma", Address);
        page.Find("[role=searchbox]").Input("mai");
        Assert.Equal("?q=mai", Address);
        page.WaitForAssertion(() => Assert.Equal(["Acme Mail"], Names(page)));
    }

    [Fact]
    public void A_chosen_facet_goes_to_the_address_and_starts_at_the_first_page()
    {
        var globex = Database.Publisher("Globex");
        Database.Available(_acme, "Acme.Mail");
        Database.Available(globex, "Globex.Chat");
        var page = Draw<BrowsePage>();
        page.WaitForElement(".facet");

        page.FindAll(".facet label").Single(label => label.TextContent.Contains(globex.Name, StringComparison.Ordinal)).QuerySelector("input")!.Change(true);

        page.WaitForAssertion(() => Assert.Equal(["Globex Chat"], Names(page)));
        Assert.Equal(PortalUrls.Browse(publisher: globex.Name), "/" + Address);
    }

    [Fact]
    public void Says_what_is_missing_and_offers_everything_when_nothing_matches()
    {
        Database.Available(_acme, "Acme.Mail");
        Navigation.NavigateTo(PortalUrls.Browse("nowhere"));

        var page = Draw<BrowsePage>();

        page.WaitForAssertion(() => Assert.Contains("No module matches “nowhere”.", page.Find(".empty").TextContent, StringComparison.Ordinal));
        Assert.Equal(PortalUrls.Browse(), page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void Shows_a_module_as_soon_as_it_becomes_available()
    {
        var page = Draw<BrowsePage>();
        page.WaitForAssertion(() => Assert.Contains("No module is available yet.", page.Markup, StringComparison.Ordinal));

        Database.Available(_acme, "Acme.Mail");
        Changed(LiveTopic.Catalog);

        page.WaitForAssertion(() => Assert.Equal(["Acme Mail"], Names(page)));
    }

    [Fact]
    public void Says_how_each_module_fits_the_chosen_site()
    {
        var client = Database.Client();
        var site = Database.Saved(A.Site(client.Id, "Shop", "2.0.0"));
        SignIn(Database.Member(client));
        Database.Available(_acme, "Acme.Core");
        Database.Available(_acme, "Acme.Mail", "1.0.0", ("Acme.Core", "[1.0,2.0)"));

        var page = Draw<BrowsePage>(page => page.AddCascadingValue(new PersonSite(site.Id, site.Name, client.Name)));

        page.WaitForAssertion(() => Assert.Equal(
            ["Works on Shop", "Works on Shop with changes Adds Acme.Core 1.0.0"],
            page.FindAll(".fit").Select(fit => string.Join(' ', fit.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));
    }

    [Fact]
    public void Each_filter_stands_as_a_chip_that_removes_it_and_all_can_be_cleared()
    {
        Database.Available(_acme, "Acme.Mail");
        var query = new CatalogQuery
        {
            Text = "mail", Categories = ["tools"], Publishers = [_acme.Name], Without = ["network"], Hosts = [2], Licenses = ["MIT"],
            UpdatedWithin = 365, MinRating = 3, Verified = true, Prices = ["free"], Tiers = ["basic"],
        };
        Navigation.NavigateTo(PortalUrls.Browse(query with { Page = 2 }));

        var page = Draw<BrowsePage>();

        page.WaitForAssertion(() => Assert.Equal(query.FilterCount, page.FindAll(".chips .mud-chip").Count));
        Assert.Equal(PortalUrls.Browse(query with { Categories = [] }), page.Find("[aria-label='Remove the filter Tools']").GetAttribute("href"));
        Assert.Equal(PortalUrls.Browse(query with { Verified = false }), page.Find("[aria-label='Remove the filter Verified only']").GetAttribute("href"));
        Assert.Equal(PortalUrls.Browse("mail"), page.Find(".chips .all").GetAttribute("href"));
    }

    [Fact]
    public void Modules_are_chosen_for_a_comparison_among_the_results_up_to_four()
    {
        foreach (var id in (string[])["Acme.One", "Acme.Two", "Acme.Three", "Acme.Four", "Acme.Five"])
        {
            Database.Available(_acme, id);
        }

        var page = Draw<BrowsePage>();
        page.WaitForAssertion(() => Assert.Equal(5, Names(page).Count()));
        foreach (var name in (string[])["Acme One", "Acme Two", "Acme Three", "Acme Four"])
        {
            page.Find($"[aria-label='Compare {name}']").Change(true);
        }

        Assert.Equal(PortalUrls.Compare(["Acme.One", "Acme.Two", "Acme.Three", "Acme.Four"]), page.Find(".chosen a").GetAttribute("href"));
        Assert.True(page.Find("[aria-label='Compare Acme Five']").HasAttribute("disabled"));

        page.Find("[aria-label='Compare Acme Two']").Change(false);
        Assert.Equal(PortalUrls.Compare(["Acme.One", "Acme.Three", "Acme.Four"]), page.Find(".chosen a").GetAttribute("href"));
        page.Find(".chosen button").Click();
        Assert.Empty(page.FindAll(".chosen"));
    }

    [Fact]
    public async Task Modules_are_filtered_by_how_they_fit_the_chosen_site_and_counted_by_it()
    {
        var client = Database.Client();
        var site = Database.Saved(A.Site(client.Id, "Shop", "2.0.0"));
        SignIn(Database.Member(client));
        Database.Available(_acme, "Acme.Core");
        Database.Available(_acme, "Acme.Mail", "1.0.0", ("Acme.Core", "[1.0,2.0)"));
        var page = Draw<BrowsePage>(page => page.AddCascadingValue(new PersonSite(site.Id, site.Name, client.Name)));
        page.WaitForAssertion(() => Assert.Equal(
            [("Works now", "1"), ("Works with changes", "1"), ("Does not work", "0")],
            Facet(page, "Works on Shop").Select(label => (label.QuerySelector(".ellipsis")!.TextContent, label.QuerySelector(".count")?.TextContent))));

        await page.InvokeAsync(() => Facet(page, "Works on Shop").First().QuerySelector("input")!.Change(true));

        page.WaitForAssertion(() => Assert.Equal(["Acme Core"], Names(page)));
        Assert.Equal(PortalUrls.Browse(new CatalogQuery { Fits = ["works"] }), "/" + Address);
        Assert.Equal(PortalUrls.Browse(), page.Find("[aria-label='Remove the filter Works now on Shop']").GetAttribute("href"));

        // The others were counted without a look at the site.
        Assert.DoesNotContain(Facet(page, "Publisher"), label => label.QuerySelector(".count") is not null);
    }

    [Fact]
    public async Task A_filter_by_a_site_is_no_part_of_a_search_that_is_saved()
    {
        var client = Database.Client();
        var site = Database.Saved(A.Site(client.Id, "Shop", "2.0.0"));
        var member = Database.Member(client);
        SignIn(member);
        Database.Available(_acme, "Acme.Mail");
        Navigation.NavigateTo(PortalUrls.Browse(new CatalogQuery { Text = "mail", Fits = ["works"] }));
        var page = Draw<BrowsePage>(page => page.AddCascadingValue(new PersonSite(site.Id, site.Name, client.Name)));

        // The counts of the site come beside it, and draw the page again.
        await page.InvokeAsync(() => page.Press("Save search"));

        page.WaitForAssertion(() => Assert.Equal("q=mail", Database.Read(db => db.Set<SavedSearch>().Single().Address)));
        Floating.Says("The search was saved.");
    }

    [Fact]
    public void Modules_that_could_not_be_read_can_be_asked_for_again()
    {
        var databases = new AwayDatabases(Database) { IsAway = true };
        Services.AddSingleton<IDbContextFactory<MarketplaceDb>>(databases);
        Database.Available(_acme, "Acme.Mail");
        Navigation.NavigateTo(PortalUrls.Browse("mail"));

        var page = Draw<BrowsePage>();

        page.WaitForAssertion(() => Assert.Contains("The modules could not be read.", page.Markup, StringComparison.Ordinal));
        databases.IsAway = false;
        page.Press("Try again");
        page.WaitForAssertion(() => Assert.Equal(["Acme Mail"], Names(page)));
    }

    [Fact]
    public void On_a_narrow_screen_the_filters_stand_in_a_sheet_that_Escape_closes()
    {
        Database.Available(_acme, "Acme.Mail");
        var page = Draw<BrowsePage>();
        page.WaitForElement(".facet");

        page.Press("Filters");
        page.WaitForElement(".sheet .facet");
        page.Find(".sheet .facets-head").ParentElement!.KeyDown(Key.Escape);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".sheet")));
    }

    private static IEnumerable<IElement> Facet(IRenderedComponent<BrowsePage> page, string title) =>
        page.FindAll(".facet").Single(facet => facet.QuerySelector("legend")!.TextContent == title).QuerySelectorAll("label");

    private static IEnumerable<string> Names(IRenderedComponent<BrowsePage> page) => page.FindAll("article h2").Select(name => name.TextContent.Trim());
}
