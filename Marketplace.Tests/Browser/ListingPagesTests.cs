using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class ListingPagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_map_of_needs_is_walked_with_the_keyboard_and_Back_leads_back()
    {
        await using var person = await browser.PersonAsync();
        await person.OpenAsync(PortalUrls.Module("Acme.Invoicing", "dependencies"));

        await person.Page.Locator("svg a", new() { HasTextString = "Tax Rates" }).FocusAsync();
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Tax Rates", Level = 1 })).ToBeVisibleAsync();

        await person.Page.GoBackAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Invoicing", Level = 1 })).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task Following_outlives_a_reload_and_comparing_stands_in_the_address()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Module("Contoso.Forms"));
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Follow", Exact = true }).ClickAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "Following" })).ToBeVisibleAsync();
        await person.GoAsync(PortalUrls.Notifications);
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "Unfollow Forms" })).ToBeVisibleAsync();

        await person.GoAsync(PortalUrls.Compare(["Contoso.Forms"]));
        var field = person.Page.GetByLabel("Add a module by name or id");
        await field.PressSequentiallyAsync("Contoso.Workflow");
        await Assertions.Expect(field).ToHaveValueAsync("Contoso.Workflow");
        var option = person.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = "Contoso.Workflow" });
        await Assertions.Expect(option).ToBeVisibleAsync();

        // Enter takes what the list shows, and closes it while it is still looking; then it is opened again, as a person would.
        await Eventually.TrueAsync(
            async () =>
            {
                await person.Page.Keyboard.PressAsync(await option.IsVisibleAsync() ? "Enter" : "ArrowDown");
                return await ChosenAsync(person.Page);
            },
            "the chosen module stands in the address",
            TestContext.Current.CancellationToken);
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Link, new() { Name = "Remove Workflow" })).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }

    private static async Task<bool> ChosenAsync(IPage page)
    {
        try
        {
            await page.WaitForURLAsync("**/compare?ids=Contoso.Forms&ids=Contoso.Workflow", new() { Timeout = 2000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
