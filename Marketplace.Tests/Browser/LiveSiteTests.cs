using System.Net;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>The portal and the sample site, both running: a module comes and goes without a restart of either.</summary>
[Collection(nameof(InABrowser))]
public class LiveSiteTests(BrowserFixture browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_module_installed_in_the_browser_answers_on_the_running_site_until_it_is_rolled_back()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Theo Lang", PortalUrls.Sites);
        await using var site = await RunningProgram.SampleHostAsync(Path.Combine(browser.DataFolder, "sites", "trey-research-intranet"), Cancel);
        using var visitor = new HttpClient { BaseAddress = site.Address };
        using (var before = await visitor.GetAsync(new Uri("/visits", UriKind.Relative), Cancel))
        {
            Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        }

        await client.GoAsync(PortalUrls.Module("Acme.VisitCounter"));
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Install on Intranet" }).ClickAsync();
        await ConfirmAsync(client, "Confirm and install");

        // The operation ended well only because the host said that the module is loaded and healthy.
        await Expect(client.Page.GetByText("Health check of Acme.VisitCounter: Answered 200")).ToBeVisibleAsync();
        using (var installed = await visitor.GetAsync(new Uri("/visits", UriKind.Relative), Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, installed.StatusCode);
        }

        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Undo" }).ClickAsync();
        await ConfirmAsync(client, "Roll back to revision");
        await Eventually.TrueAsync(async () =>
        {
            using var after = await visitor.GetAsync(new Uri("/visits", UriKind.Relative), Cancel);
            return after.StatusCode == HttpStatusCode.NotFound;
        }, "the page is gone from the site", Cancel);
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_feature_of_a_running_site_comes_and_goes_with_its_license()
    {
        const string Module = "Acme.VisitCounter", Site = "trey-research-wiki";
        await using var publisher = await browser.PersonAsync();
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Theo Lang", PortalUrls.Sites);
        await client.GoAsync(PortalUrls.NewSite);
        await client.Page.GetByLabel("Name").FillAsync("Wiki");
        await client.Page.GetByLabel("Host version").FillAsync("3.2.1");
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Add the site" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sites/[0-9]+"));
        await using var host = await RunningProgram.SampleHostAsync(Path.Combine(browser.DataFolder, "sites", Site), Cancel);
        var site = long.Parse(client.Page.Url.Split('/')[^1].Split('?')[0], System.Globalization.CultureInfo.InvariantCulture);
        await client.GoAsync(PortalUrls.Plan(site, install: Module));
        await ConfirmAsync(client, "Confirm and install");
        using var visitor = new HttpClient { BaseAddress = host.Address };
        await ShowsAsync(false);

        await publisher.SignInAsync(DemoPeople.Publisher.Name, PortalUrls.Licenses(Module));
        await publisher.GoAsync(PortalUrls.Licenses(Module));
        var (page, dialog) = (publisher.Page, publisher.Page.GetByRole(AriaRole.Dialog));
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a license" }).First.ClickAsync();
        await dialog.GetByLabel("Client").FillAsync("Trey Research");
        await dialog.GetByLabel("Offer").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Premium" }).ClickAsync();
        Assert.Empty(await Axe.ProblemsAsync(page));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Issue the license" }).ClickAsync();
        await Expect(page.GetByText("Trey Research now has a license.")).ToBeVisibleAsync();
        await ShowsAsync(true);

        await page.GetByRole(AriaRole.Button, new() { Name = "Issue a license" }).First.ClickAsync();
        await dialog.GetByLabel("Client").FillAsync("Trey Research");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Issue the license" }).ClickAsync();
        await ChangeAsync("Suspend", "suspended");
        await ShowsAsync(false);
        await ChangeAsync("Reinstate", "reinstated");
        await ShowsAsync(true);
        Assert.Empty(publisher.Problems);
        Assert.Empty(client.Problems);

        // The same process of the site all the time.
        Task ShowsAsync(bool shows) => Eventually.TrueAsync(
            async () => (await visitor.GetStringAsync("/visits", Cancel)).Contains("Export as CSV", StringComparison.Ordinal) == shows,
            shows ? "the site exports" : "the site does not export", Cancel);

        async Task ChangeAsync(string act, string done)
        {
            var premium = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Premium" });
            await premium.GetByRole(AriaRole.Button, new() { Name = "Change the license of Trey Research" }).ClickAsync();
            await dialog.GetByRole(AriaRole.Radio, new() { Name = act }).CheckAsync();
            await dialog.GetByLabel("Reason").FillAsync("Agreed by phone.");
            Assert.Empty(await Axe.ProblemsAsync(page));
            await dialog.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
            await Expect(page.GetByText($"The license of Trey Research was {done}.")).ToBeVisibleAsync();
        }
    }

    private static async Task ConfirmAsync(Person client, string words)
    {
        // A button that was only drawn so far hears no click.
        await Expect(client.Page.Locator(".shell[data-interactive=true]")).ToBeVisibleAsync();
        await Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = words })).ToBeVisibleAsync();
        if (await client.Page.GetByRole(AriaRole.Checkbox).CountAsync() > 0)
        {
            await client.Page.GetByRole(AriaRole.Checkbox).CheckAsync();
        }

        await client.Page.GetByRole(AriaRole.Button, new() { Name = words }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/operations/"), new() { Timeout = 90_000 });
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 180_000 });
    }
}
