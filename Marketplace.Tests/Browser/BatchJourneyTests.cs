using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>One request for two sites, chosen, looked at, confirmed and watched to its end, ring after ring.</summary>
[Collection(nameof(InABrowser))]
public class BatchJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_client_changes_two_sites_one_after_the_other()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Theo Lang", PortalUrls.Sites);
        await client.GoAsync(PortalUrls.NewBatch);
        await client.Page.GetByLabel("What", new() { Exact = true }).ClickAsync();
        await client.Page.GetByText("Install modules", new() { Exact = true }).ClickAsync();
        // A menu that closes takes the focus back.
        await Expect(client.Page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
        await client.Page.GetByLabel("Modules", new() { Exact = true }).PressSequentiallyAsync("Litware.Newsletter");
        await client.Page.Locator(".mud-list-item").Filter(new() { HasText = "Litware.Newsletter" }).ClickAsync();
        await client.Page.GetByLabel("Extranet").CheckAsync();
        await Expect(client.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Litware.Newsletter") })).ToHaveCountAsync(1);
        await client.Page.GetByLabel("Intranet").CheckAsync();
        await client.Page.GetByLabel("Ring of Intranet").FillAsync("2");
        await client.Page.GetByLabel("Ring of Intranet").PressAsync("Enter");
        await Expect(client.Page.GetByRole(AriaRole.Heading, new() { Name = "Install Litware.Newsletter on 2 sites" })).ToBeVisibleAsync();
        Assert.Contains("site=", client.Page.Url, StringComparison.Ordinal);
        Assert.Empty(await Axe.ProblemsAsync(client.Page));

        await client.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Allow" }).CheckAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm and start" }).ClickAsync();
        await Expect(client.Page).ToHaveURLAsync(new Regex("/batches/[0-9]+$"));
        await Expect(client.Page.Locator("tr.group").GetByText("1 of 1 done")).ToHaveCountAsync(2, new() { Timeout = 180_000 });
        await Expect(client.Page.Locator(".page-head").GetByText("Done", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        Assert.Empty(client.Problems);
    }
}
