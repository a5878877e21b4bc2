using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Catalog.Texts;
using Marketplace.Licensing;
using Marketplace.Portal;
using Marketplace.Portal.Catalog.Details;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Catalog;

public sealed class ModulePageTests : PageTest
{
    private readonly Organization _acme;

    public ModulePageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddScanning();
        Services.AddPricing();
        Services.AddLicensing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        _acme = Database.Publisher();
    }

    [Fact]
    public async Task Shows_the_readme_and_sends_strangers_to_sign_in_before_they_install()
    {
        Database.Available(_acme, "Acme.Mail");
        await new RenderTextsJob(Database, new PackageTexts(Database)).RunAsync(Xunit.TestContext.Current.CancellationToken);

        var page = Open("Acme.Mail");

        page.WaitForAssertion(() => Assert.Equal("Readme", page.Find(".readme h2").TextContent));
        Assert.Equal(PortalUrls.SignInFor(PortalUrls.Module("Acme.Mail")), page.Find("aside .mud-button-filled").GetAttribute("href"));
    }

    [Fact]
    public void Installing_leads_to_the_plan_of_the_chosen_site()
    {
        var client = Database.Client();
        var site = Database.Saved(A.Site(client.Id));
        SignIn(Database.Member(client));
        Database.Available(_acme, "Acme.Mail");

        var page = Open("Acme.Mail", new PersonSite(site.Id, site.Name, client.Name));

        page.WaitForAssertion(() => Assert.Equal(PortalUrls.Plan(site.Id, install: "Acme.Mail"), page.Find("aside .mud-button-filled").GetAttribute("href")));
    }

    [Theory]
    [InlineData("versions", "1.1.0")]
    [InlineData("dependencies", "Acme Core")]
    [InlineData("changelog", "wrote nothing about this version")]
    [InlineData("compatibility", "Declared")]
    [InlineData("capabilities", "asks for nothing")]
    [InlineData("capabilities", "Every version asks for the same.")]
    [InlineData("quality", "Manifest is complete")]
    public void The_tab_in_the_address_is_shown(string tab, string says)
    {
        Database.Available(_acme, "Acme.Core");
        Database.Available(_acme, "Acme.Mail", "1.0.0");
        Database.Available(_acme, "Acme.Mail", "1.1.0", ("Acme.Core", "[1.0,2.0)"));
        Navigation.NavigateTo(PortalUrls.Module("Acme.Mail", tab));

        var page = Open("Acme.Mail");

        page.WaitForAssertion(() => Assert.Contains(says, page.Find(".columns > .stack").TextContent, StringComparison.Ordinal));
        Assert.Equal(PortalUrls.Module("Acme.Mail", tab), page.Find("[role=tab][aria-selected=true] [data-href]").GetAttribute("data-href"));
    }

    [Fact]
    public void Says_so_when_there_is_no_such_module()
    {
        var page = Open("Acme.Nothing");

        page.WaitForAssertion(() => Assert.Contains("There is no available module “Acme.Nothing”.", page.Markup, StringComparison.Ordinal));
    }

    private IRenderedComponent<ModulePage> Open(string id, PersonSite? site = null) => Draw<ModulePage>(page =>
    {
        page.Add(p => p.Id, id);
        if (site is not null)
        {
            page.AddCascadingValue(site);
        }
    });
}
