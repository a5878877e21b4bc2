using Bunit;
using Marketplace.Catalog;
using Marketplace.Portal;
using Marketplace.Portal.Catalog.Compare;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Marketplace.Tests.Catalog;

public sealed class ComparePageTests : PageTest
{
    public ComparePageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSingleton<OfferQueries>();
        Services.AddSiteSlices();
        var acme = Database.Publisher();
        Database.Available(acme, "Acme.Core");
        foreach (var id in (string[])["Acme.One", "Acme.Two", "Acme.Three", "Acme.Four", "Acme.Five"])
        {
            Database.Available(acme, id, "1.0.0", ("Acme.Core", "[1.0,2.0)"));
        }
    }

    [Fact]
    public void Shows_at_most_four_beside_each_other_from_the_address()
    {
        var page = Open("acme.one", "Acme.Two", "Acme.Three", "Acme.Four", "Acme.Five");

        page.WaitForAssertion(() => Assert.Equal(
            ["Acme One", "Acme Two", "Acme Three", "Acme Four"],
            page.FindAll("thead th span a").Select(a => a.TextContent)));
        Assert.Contains(
            "Acme Core",
            page.FindAll("tbody tr").Single(row => row.TextContent.StartsWith("Needs", StringComparison.Ordinal)).TextContent,
            StringComparison.Ordinal);
        Assert.Empty(page.FindComponents<MudAutocomplete<ModuleRow>>());
    }

    [Fact]
    public void Each_tier_is_priced_for_the_sites_of_the_chosen_organization_the_cheapest_year_first()
    {
        var client = Database.Client();
        var member = Database.Member(client);
        var sites = new[] { Database.Saved(A.Site(client.Id, "One")), Database.Saved(A.Site(client.Id, "Two")), Database.Saved(A.Site(client.Id, "Three")) };
        Database.Saved(A.Site(Database.Client("Other").Id));
        SignIn(member);
        var module = Database.Read(db => db.Modules.Single(m => m.PackageId == "Acme.One").Id);
        Database.Save(
            new Offer(module, OfferTier.Basic, OfferModel.Monthly, 1, member.UserId, A.Day) { Prices = { new OfferPrice("EUR", 1200) } },
            new Offer(module, OfferTier.Enterprise, OfferModel.Yearly, null, member.UserId, A.Day) { Prices = { new OfferPrice("EUR", 29000) } },
            new Offer(module, OfferTier.Custom, OfferModel.OneTime, null, member.UserId, A.Day));

        var page = Open(new PersonSite(sites[0].Id, "One", client.Name), "Acme.One", "Acme.Two");

        page.WaitForAssertion(() =>
        {
            var row = page.FindAll("tbody tr").Single(tr => tr.TextContent.StartsWith("Price for your 3 sites", StringComparison.Ordinal));
            Assert.Equal(
                ["€290.00 / year Enterprise", "€36.00 / month Basic", "On request Custom"],
                row.QuerySelectorAll("td:nth-of-type(1) p").Select(p => p.TextContent.Trim()));
            Assert.Equal("Free", row.QuerySelector("td:nth-of-type(2)")!.TextContent);
        });
    }

    [Fact]
    public async Task Adding_and_removing_change_the_address()
    {
        var page = Open("Acme.One", "Acme.Two");
        var add = page.WaitForComponent<MudAutocomplete<ModuleRow>>().Instance;
        var found = (await add.SearchFunc!("acme thr", Xunit.TestContext.Current.CancellationToken)!)!.ToList();
        Assert.Equal("Acme.Three", Assert.Single(found).PackageId);
        Assert.DoesNotContain(
            (await add.SearchFunc!("acme", Xunit.TestContext.Current.CancellationToken)!)!,
            module => module!.PackageId is "Acme.One" or "Acme.Two");

        await page.InvokeAsync(() => add.ValueChanged.InvokeAsync(found[0]));

        Assert.EndsWith(PortalUrls.Compare(["Acme.One", "Acme.Two", "Acme.Three"]), Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(PortalUrls.Compare(["Acme.One", "Acme.Three"]), page.WaitForElement("[aria-label='Remove Acme Two']").GetAttribute("href"));
    }

    [Fact]
    public void A_name_stands_for_the_module_that_is_called_so()
    {
        var page = Open("acme two", "Acme.Two", "acme nothing");

        page.WaitForAssertion(() => Assert.Equal(["Acme Two"], page.FindAll("thead th span a").Select(a => a.TextContent)));
        Assert.Contains("“acme nothing”", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_compared_is_kept_for_the_next_module_page()
    {
        var comparison = Services.GetRequiredService<Comparison>();
        Open("Acme.One", "Acme.Two").WaitForElement("thead th span a");

        Assert.Equal(["Acme.One", "Acme.Two", "Acme.Three"], comparison.With("Acme.Three"));
        Assert.Equal(["Acme.One", "Acme.Two"], comparison.With("acme.two"));
        comparison.Choose(["A", "B", "C", "D"]);
        Assert.Equal(["B", "C", "D", "E"], comparison.With("E"));
    }

    [Fact]
    public void Releases_that_fixed_security_are_counted_and_the_highest_is_named()
    {
        using (var db = Database.CreateDbContext())
        {
            var publisher = db.Modules.Where(m => m.PackageId == "Acme.One").Select(m => m.Publisher).Single();
            Database.Available(publisher, "Acme.One", "1.1.0", ("Acme.Core", "[1.0,2.0)"));
            Database.Available(publisher, "Acme.One", "1.2.0", ("Acme.Core", "[1.0,2.0)"));
            foreach (var release in db.Set<Release>().Where(r => r.Module.PackageId == "Acme.One" && r.Version != "1.2.0"))
            {
                release.FixesSecurity(new("Letters could be read.", null, A.Day));
            }

            db.SaveChanges();
        }

        var page = Open("Acme.One", "Acme.Two");

        page.WaitForAssertion(() => Assert.Equal(["2 releases, last 1.1.0", "None known"],
            page.FindAll("tbody tr")
                .Single(row => row.TextContent.StartsWith("Security fixes", StringComparison.Ordinal))
                .QuerySelectorAll("td")
                .Select(cell => cell.TextContent)));
    }

    [Fact]
    public void What_is_not_there_or_not_to_be_seen_is_named_and_nothing_else_told()
    {
        using (var db = Database.CreateDbContext())
        {
            db.Modules.Single(m => m.PackageId == "Acme.Two").Hide(A.Day);
            db.SaveChanges();
        }

        SignIn(Database.Stranger());
        var page = Open("Acme.Two");

        page.WaitForAssertion(() => Assert.Contains("There is no available module “Acme.Two”.", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Acme Two", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ComparePage> Open(params string[] ids) => Open(null, ids);

    private IRenderedComponent<ComparePage> Open(PersonSite? site, params string[] ids)
    {
        Navigation.NavigateTo(PortalUrls.Compare(ids));
        return Draw<ComparePage>(page =>
        {
            if (site is not null)
            {
                page.AddCascadingValue(site);
            }
        });
    }
}
