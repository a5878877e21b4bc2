using System.Net;
using Marketplace.Community;
using Marketplace.Portal;
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
        await Expect(client.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/operations/"), new() { Timeout = 30_000 });
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }
}
