using System.Text.RegularExpressions;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A client changes what it subscribes to, sees to the cent what that comes to, and cancels and reactivates it.</summary>
[Collection(nameof(InABrowser))]
public class SubscriptionJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_client_changes_a_subscription_with_proration_cancels_and_reactivates_it()
    {
        await using var client = await browser.PersonAsync();
        await client.SignInAsync(DemoPeople.Client.Name);
        await client.GoAsync(PortalUrls.BillingIn("subscriptions"));
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "E-Invoice Exchange" }).First.ClickAsync();
        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Change", Exact = true }).ClickAsync();

        await client.Page.GetByRole(AriaRole.Radio, new() { NameRegex = new("^Premium, monthly") }).CheckAsync();
        await Expect(client.Page.GetByRole(AriaRole.Heading, new() { Name = "Premium, monthly, 1 site" })).ToBeVisibleAsync();
        await Expect(client.Page.GetByText("E-Invoice Exchange, unused")).ToBeVisibleAsync();
        await Expect(client.Page.GetByText("Kept as credit")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await client.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Confirm") }).ClickAsync();

        await Expect(client.Page).ToHaveURLAsync(new Regex("/subscriptions/[0-9a-f-]+$"));
        await Expect(client.Page.GetByText("Premium, monthly, 1 site by Anna Novak")).ToBeVisibleAsync();
        await Expect(client.Page.GetByText("is used first")).ToBeVisibleAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel subscription" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel subscription" }).ClickAsync();
        await Expect(client.Page.GetByText("None: it ends on")).ToBeVisibleAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Reactivate" }).ClickAsync();
        await Expect(client.Page.GetByText("None: it ends on")).ToBeHiddenAsync();
        Assert.Empty(client.Problems);
    }
}
