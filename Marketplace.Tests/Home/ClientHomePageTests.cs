using Bunit;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Portal;
using Marketplace.Portal.Home;
using Marketplace.Tests.Insight;
using Marketplace.Tests.Support;
using Marketplace.Tests.Updates;

namespace Marketplace.Tests.Home;

public sealed class ClientHomePageTests : HomeTest
{
    [Fact]
    public void A_client_without_sites_is_told_how_to_begin()
    {
        var page = Shown<HomePage>(Database.Member(Database.Client()));

        page.WaitForAssertion(() => Assert.Contains("No sites yet.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(PortalUrls.NewSite, page.Find(".empty a").GetAttribute("href"));
        Assert.Equal(["Sites"], Headings(page));
    }

    [Fact]
    public void One_site_is_shown_with_its_state_its_updates_and_what_happened()
    {
        var site = new SiteWithUpdates(Database);
        site.Has(site.Release("Acme.Mail", "1.0.0"), site.Release("Acme.Zip", "1.0.0"));
        site.Release("Acme.Mail", "1.1.0");
        site.Release("Acme.Zip", "1.0.1", security: "A zip could write outside its folder.");
        var past = new PastOperations(Database);
        past.Add(Database.Read(db => db.Set<Marketplace.Sites.Site>().Single()), daysAgo: 1, failure: FailureCategory.Disk);

        var page = Shown<HomePage>(site.Member);

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll("table").Count));
        Assert.Equal(["Shop", "Not running", "2 updates", "1 security"], Cells(page, 0, "strong", ".state span", "td:last-child a", ".badge"));
        Assert.Equal(["Acme.ZipSecurity", "Acme.Mail"], page.FindAll("table")[1].QuerySelectorAll("td:first-child").Select(cell => Squeezed(cell.TextContent)));
        Assert.Equal("A zip could write outside its folder.", page.FindAll("table")[1].QuerySelector(".badge")!.GetAttribute("title"));
        Assert.Equal(["Install", "Failed"], Cells(page, 2, "td:first-child a", ".badge"));
    }

    [Fact]
    public void Of_many_sites_those_that_need_attention_are_shown_and_the_rest_is_one_click_away()
    {
        var client = Database.Client();
        Database.Save([.. Enumerable.Range(1, 12).Select(number => A.Site(client.Id, $"Shop {number:00}"))]);

        var page = Shown<HomePage>(Database.Member(client));

        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll("table")[0].QuerySelectorAll("tbody tr").Length));
        Assert.Contains("All 12 sites", page.Markup, StringComparison.Ordinal);
        Assert.Contains("All modules are up to date.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("No operation began or ended on your sites.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_shows_as_it_begins()
    {
        var (member, site) = new PastOperations(Database).Client("Globex");
        var page = Shown<HomePage>(member);
        page.WaitForAssertion(() => Assert.Contains("No operation began or ended on your sites.", page.Markup, StringComparison.Ordinal));

        new PastOperations(Database).Open(site.Id);
        Changed(LiveTopic.Operations(site.OrganizationId));

        page.WaitForAssertion(() => Assert.Contains("Queued", page.Markup, StringComparison.Ordinal));
    }

    private static string[] Cells(IRenderedComponent<HomePage> page, int table, params string[] parts) =>
        [.. parts.Select(part => page.FindAll("table")[table].QuerySelector($"tbody {part}")!.TextContent.Trim())];

    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
