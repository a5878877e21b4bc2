using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal;
using Marketplace.Portal.Publishers;
using Marketplace.Portal.Shared.Grid;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Publishers;

public sealed class ModulesPageTests : PageTest
{
    private readonly Organization _acme;
    private readonly Actor _member;

    public ModulesPageTests()
    {
        Services.AddCatalogSlices();
        _acme = Database.Publisher();
        _member = Database.Member(_acme);
        SignIn(_member);
    }

    [Fact]
    public void Without_modules_the_page_says_how_to_begin()
    {
        Database.Available(Database.Publisher("Other"), "Other.Tool");

        var page = Draw<ModulesPage>();

        page.WaitForAssertion(() => Assert.Contains("No modules yet.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(PortalUrls.Submit, page.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public void One_module_has_its_figures_what_would_raise_its_score_and_the_places_where_it_is_managed()
    {
        Database.Available(_acme, "Acme.Mail");

        var page = Draw<ModulesPage>();

        page.WaitForAssertion(() => Assert.Contains("Say in the readme what it does", page.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Equal(
            [
                PortalUrls.Module("Acme.Mail"), PortalUrls.Listing("Acme.Mail"), PortalUrls.Offers("Acme.Mail"), PortalUrls.Licenses("Acme.Mail"),
                PortalUrls.ModuleStatistics("Acme.Mail"), PortalUrls.Module("Acme.Mail", "quality"),
            ],
            page.FindAll("tbody a").Select(link => link.GetAttribute("href")));
        Assert.Equal(
            ["Module", "Installs, 30 days", "Active sites", "Rating", "Score", "What would raise it"],
            page.FindAll("thead .column-header").Select(head => (head.QuerySelector(".sortable-column-header") ?? head).TextContent.Trim()));
    }

    [Fact]
    public void Many_modules_come_a_page_at_a_time()
    {
        foreach (var number in Enumerable.Range(10, 30))
        {
            Database.Available(_acme, $"Acme.Mail{number}");
        }

        Navigation.NavigateTo($"{PortalUrls.PublisherModules}?sort=module&page=2");
        var page = Draw<ModulesPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["Acme Mail35", "Acme Mail36", "Acme Mail37", "Acme Mail38", "Acme Mail39"], page.FindAll("tbody strong").Select(name => name.TextContent)));
    }

    [Fact]
    public async Task The_list_as_a_file_has_all_modules_and_what_would_raise_each()
    {
        await using var portal = new PortalHost();
        var acme = portal.Database.Publisher();
        portal.Database.Available(acme, "Acme.Mail");
        portal.Database.Available(portal.Database.Publisher(), "Other.Tool");
        using var member = await portal.ClientAsync(portal.Database.Member(acme));

        var lines = (await member.GetStringAsync(PortalUrls.PublisherModulesCsv, Xunit.TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("Module,\"Installs, 30 days\",", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Acme Mail,0,0,0,", lines[1], StringComparison.Ordinal);
        Assert.Contains("Write release notes into the package.", lines[1], StringComparison.Ordinal);
    }
}
