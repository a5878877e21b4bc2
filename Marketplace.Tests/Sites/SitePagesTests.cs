using AngleSharp.Dom;
using Bunit;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Portal;
using Marketplace.Portal.Sites;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Tests.Updates;
using Marketplace.Updates;

namespace Marketplace.Tests.Sites;

/// <summary>The pages of sites, as a member uses them.</summary>
public sealed class SitePagesTests : PageTest
{
    private readonly SiteWithUpdates _site;

    public SitePagesTests()
        : base(new PortalHost())
    {
        _site = new SiteWithUpdates(Database);
        SignIn(_site.Member);
    }

    [Fact]
    public void A_member_without_sites_is_told_what_a_site_is_and_adds_one()
    {
        SignIn(Database.Member(Database.Client()));

        var page = Draw<SitesPage>();

        page.WaitForAssertion(() => Assert.Contains("No sites yet.", page.Markup, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("a"), link => link.GetAttribute("href") == PortalUrls.NewSite);
    }

    [Fact]
    public void The_list_counts_what_waits_on_each_site_and_leads_to_the_running_one()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"), _site.Release("Acme.Zip", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        _site.Release("Acme.Zip", "1.0.1", security: "A zip could write outside its folder.");
        Database.Read(db => OpenAt(db, "https://shop.example/"));

        var page = Draw<SitesPage>();

        page.WaitForAssertion(() => Assert.Contains("2 updates", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Contains("1 security", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal("Open Shop", page.Find("a[href='https://shop.example/']").GetAttribute("aria-label"));
    }

    [Fact]
    public void What_does_not_run_is_not_offered_to_be_opened()
    {
        Database.Read(db => OpenAt(db, "https://shop.example/"));

        var page = Open();

        page.WaitForAssertion(() => Assert.Contains("not running", page.Find(".page-head").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("a[href='https://shop.example/']"));
    }

    [Fact]
    public void Sites_that_are_selected_are_changed_together()
    {
        var other = Database.Saved(A.Site(_site.Organization.Id, "Depot")).Id;
        var page = Draw<SitesPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody input[type=checkbox]").Count));

        page.Find("thead input[type=checkbox]").Change(true);

        page.WaitForAssertion(() => Assert.Equal(
            PortalUrls.PlanBatch(null, [new(other, 1), new(_site.Id, 1)]),
            page.FindAll("a").Single(link => link.TextContent.Contains("Change 2 sites", StringComparison.Ordinal)).GetAttribute("href")));
    }

    [Fact]
    public void A_pin_is_shown_and_can_be_taken_off_whether_or_not_there_is_an_update()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        var page = Open();
        page.WaitForElement("button[aria-label='Pin Acme.Mail']").Click();
        page.WaitForAssertion(() => Assert.Contains("Pinned", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.NotNull(Rule()!.PinnedAt);

        page.Find("button[aria-label='Unpin Acme.Mail']").Click();

        page.WaitForAssertion(() => Assert.DoesNotContain("Pinned", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Null(Rule()!.PinnedAt);
    }

    [Fact]
    public void Modules_that_are_selected_are_updated_in_one_plan()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"), _site.Release("Acme.Zip", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        var page = Open();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody input[type=checkbox]").Count));

        page.Find("thead input[type=checkbox]").Change(true);

        page.WaitForAssertion(() => Assert.Equal(["Update 1", "Uninstall 2"], page.FindAll(".mud-table-toolbar a").Select(link => link.TextContent.Trim())));
        Assert.EndsWith("/plan?install=Acme.Mail", page.FindAll(".mud-table-toolbar a")[0].GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_is_skipped_and_offered_again()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        var page = Open("updates");

        Choose(page, "Skip 1.1.0");
        page.WaitForAssertion(() => Assert.Contains("Skipped", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("a[aria-label='Update Acme.Mail']"));

        Choose(page, "Offer 1.1.0 again");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("a[aria-label='Update Acme.Mail']")));
    }

    [Fact]
    public void What_is_new_is_read_and_the_automatic_updates_of_a_module_are_chosen()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        var page = Open("updates");
        page.WaitForAssertion(() => Assert.Contains("Same as site (off)", page.Find("tbody").TextContent, StringComparison.Ordinal));

        Choose(page, "What is new");
        Floating.WaitForAssertion(() => Assert.Contains("New in 1.1.0.", Floating.Markup, StringComparison.Ordinal));
        Floating.FindAll("button").Single(button => button.TextContent.Trim() == "Close").Click();

        Choose(page, "Automatic updates…");
        Floating.WaitForElement("input[type=radio]");
        Floating.FindAll("label").Single(label => label.TextContent.Trim() == "Security releases").QuerySelector("input")!.Click();
        Floating.FindAll("button").Single(button => button.TextContent.Trim() == "Save").Click();

        page.WaitForAssertion(() => Assert.Contains("Security releases", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal(UpdateLevel.Security, Rule()!.Level);
    }

    [Fact]
    public void The_history_says_what_each_revision_changed()
    {
        var (mail, zip) = (_site.Release("Acme.Mail", "1.0.0"), _site.Release("Acme.Zip", "1.0.0"));
        _site.Has(mail, zip);
        _site.Has(_site.Release("Acme.Mail", "1.1.0"));

        var page = Open("history");

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("[role=listitem]").Count));
        Assert.Equal(
            [["Acme.Mail", "1.0.0to1.1.0"], ["Acme.Zip", "Uninstalled 1.0.0"], ["Acme.Mail", "Installed 1.0.0"], ["Acme.Zip", "Installed 1.0.0"]],
            page.FindAll("dl.facts dt").Zip(page.FindAll("dl.facts dd"), (id, change) => (string[])[id.TextContent, Squeezed(change)]));
        Assert.Contains(PortalUrls.RollBack(_site.Id, 1), page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_without_modules_history_or_updates_says_so()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("No modules on Shop yet.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Update everything", page.Markup, StringComparison.Ordinal);

        page = Open("updates");
        page.WaitForAssertion(() => Assert.Contains("in its newest version for host 2.0.0", page.Markup, StringComparison.Ordinal));

        page = Open("history");
        page.WaitForAssertion(() => Assert.Contains("there is none yet", page.Markup, StringComparison.Ordinal));

        page = Draw<SitePage>(site => site.Add(s => s.Id, _site.Id + 100));
        page.WaitForAssertion(() => Assert.Contains("There is no such site of yours.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_elsewhere_is_shown_on_the_open_page()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("Acme.Mail", page.Find("tbody").TextContent, StringComparison.Ordinal));

        _site.Has(_site.Release("Acme.Zip", "1.0.0"));
        Changed(LiveTopic.Site(_site.Id));

        page.WaitForAssertion(() => Assert.Contains("Acme.Zip", page.Find("tbody").TextContent, StringComparison.Ordinal));
    }

    private static int OpenAt(MarketplaceDb db, string address)
    {
        db.Sites.Single().OpenAt(address);
        return db.SaveChanges();
    }

    private static string Squeezed(IElement part) => string.Join(' ', part.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private ModuleRule? Rule() => Database.Read(db => db.ModuleRules.SingleOrDefault());

    private IRenderedComponent<SitePage> Open(string tab = "modules")
    {
        Navigation.NavigateTo(PortalUrls.Site(_site.Id, tab));
        return Draw<SitePage>(page => page.Add(p => p.Id, _site.Id));
    }

    private void Choose(IRenderedComponent<SitePage> page, string act)
    {
        page.WaitForElement("button[aria-label='More for Acme.Mail']").Click();
        Floating.WaitForAssertion(() => Assert.Contains(act, Floating.Markup, StringComparison.Ordinal));
        Floating.FindAll(".mud-menu-item").Single(item => item.TextContent.Trim() == act).Click();
    }
}
