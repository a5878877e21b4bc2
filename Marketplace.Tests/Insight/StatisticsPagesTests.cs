using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Operations;
using Marketplace.Portal;
using Marketplace.Portal.Insight;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using Microsoft.AspNetCore.Components;

namespace Marketplace.Tests.Insight;

public sealed class StatisticsPagesTests : PageTest
{
    private readonly PastOperations _past;
    private readonly (Actor Member, Site Site)[] _clients;
    private readonly Actor _publisher;

    public StatisticsPagesTests()
    {
        Services.AddSiteSlices();
        _past = new(Database);
        var acme = Database.Publisher();
        _publisher = Database.Member(acme);
        var release = Database.Available(acme, "Acme.Mail");
        _clients = [_past.Client("Globex"), _past.Client("Initech"), _past.Client("Hooli")];
        foreach (var (_, site) in _clients)
        {
            _past.Revise(site, 1, ("Acme.Mail", "1.0.0", release.PackageHash));
        }
    }

    [Fact]
    public void An_operator_sees_rates_durations_causes_and_versions_of_the_chosen_days()
    {
        _past.Add(_clients[0].Site, 0);
        _past.Add(_clients[1].Site, 0, failure: FailureCategory.Disk);
        _past.Add(_clients[1].Site, 20);

        var page = Shown<StatisticsPage>(Database.Staff(StaffRole.Operator), PortalUrls.StatisticsOver(7));

        page.WaitForAssertion(() => Assert.Equal(["2", "50%", "50%", "11.0 s"], page.FindAll(".tiles dd:not(.small)").Select(d => d.TextContent)));
        Assert.Contains("The site’s folder could not be written", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Download", page.Markup, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Contains(PortalUrls.ModuleStatistics("Acme.Mail", 7), page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_client_without_operations_is_told_what_to_do()
    {
        var page = Shown<SiteStatisticsPage>(_clients[0].Member, PortalUrls.SiteStatistics);

        page.WaitForAssertion(() => Assert.Contains("No operation on your sites ended in the last 30 days.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Browse modules", page.Markup, StringComparison.Ordinal);
        Assert.Contains("1.0.0", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Whose_organization_it_is_not_sees_nothing_of_it()
    {
        _past.Add(_clients[0].Site, 0);

        var page = Shown<SiteStatisticsPage>(_clients[1].Member, PortalUrls.SiteStatisticsOver(7, _clients[0].Site.OrganizationId));

        page.WaitForAssertion(() => Assert.Contains("There is no such client organization of yours.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_publisher_sees_the_adoption_of_the_release_in_the_address_and_no_client()
    {
        Array.ForEach(_clients, client => _past.Add(client.Site, 0));
        var release = Database.Read(db => db.Releases.Single());
        var adoption = new ReleaseAdoption(release.ModuleId, release.Id, DateOnly.FromDateTime(Database.Now));
        adoption.Spread(3);
        Database.Save(adoption);

        var page = Shown<ModuleStatisticsPage>(
            _publisher, PortalUrls.ModuleStatistics("Acme.Mail", release: "1.0.0"), page => page.Add(p => p.Id, "acme.mail"));

        page.WaitForAssertion(() => Assert.Contains(
            "100% of the sites with the module have 1.0.0 now, 1 day after its release on Mar 1, 2026.",
            page.Markup,
            StringComparison.Ordinal));
        Assert.Equal("3", page.Find(".tiles dd").TextContent);
        Assert.DoesNotContain("Globex", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_of_others_and_one_of_few_clients_show_no_figure()
    {
        _past.Add(_clients[0].Site, 0);

        var others = Shown<ModuleStatisticsPage>(_clients[0].Member, PortalUrls.ModuleStatistics("Acme.Mail"), page => page.Add(p => p.Id, "Acme.Mail"));
        others.WaitForAssertion(() => Assert.Contains("There is no such module of your organization.", others.Markup, StringComparison.Ordinal));

        var few = Shown<ModuleStatisticsPage>(_publisher, PortalUrls.ModuleStatistics("Acme.Mail"), page => page.Add(p => p.Id, "Acme.Mail"));
        few.WaitForAssertion(() => Assert.Contains("Fewer than three clients installed the module in this period.", few.Markup, StringComparison.Ordinal));
        Assert.Empty(few.FindAll(".tiles"));
        Assert.Contains("Too few clients have the module", few.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_sees_what_became_of_a_module_on_its_sites_and_who_did_it()
    {
        var (member, site) = _clients[0];
        var operation = _past.Add(site, 0);
        _past.Revise(site, 2, operation);
        var sites = Database.Saved(A.Site(site.OrganizationId, "Second"));

        var tab = Shown<ModuleSites>(
            member,
            PortalUrls.ModuleOnSites("Acme.Mail"),
            tab => tab.Add(t => t.PackageId, "Acme.Mail").Add(t => t.Visitor, member).Add(t => t.Site, new(sites.Id, "Second", "Globex")));

        tab.WaitForAssertion(() => Assert.Equal(
            ["Removed 1.0.0", "Installed 1.0.0"], tab.FindAll("tbody tr td:first-child").Select(cell => cell.TextContent).Take(2)));
        Assert.Contains(PortalUrls.Operation(operation.Id), tab.Markup, StringComparison.Ordinal);
        Assert.Contains(PortalUrls.Site(site.Id, "history"), tab.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Hooli", tab.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<T> Shown<T>(Actor actor, string address, Action<ComponentParameterCollectionBuilder<T>>? parameters = null)
        where T : IComponent
    {
        SignIn(actor);
        Navigation.NavigateTo(address);
        return Draw(parameters);
    }
}
