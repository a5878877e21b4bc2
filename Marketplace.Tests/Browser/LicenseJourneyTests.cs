using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class LicenseJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_client_asks_for_a_license_the_publisher_issues_it_and_the_plan_can_be_confirmed()
    {
        const string Module = "Adatum.Budget", Note = "For our shop.";
        await using var client = await browser.PersonAsync();
        await client.SignInAsync("Carla Weiss");
        var site = await ShopAsync(client);
        await client.GoAsync(PortalUrls.Plan(site, install: Module));
        await Assertions.Expect(client.Page.GetByText($"{Module} needs a license, and you have none.")).ToBeVisibleAsync();
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Button, new() { Name = "A license is missing" })).ToBeDisabledAsync();

        await client.Page.GetByRole(AriaRole.Link, new() { Name = "Ask for a license" }).ClickAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Ask for a price: Custom, On request" }).First.ClickAsync();
        await client.Page.GetByLabel("Note").FillAsync(Note);
        Assert.Empty(await Axe.ProblemsAsync(client.Page));
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Send the request" }).ClickAsync();
        await Assertions.Expect(client.Page.GetByText("Your request for Custom was sent to the publisher.")).ToBeVisibleAsync();
        await Assertions.Expect(client.Page.GetByText("License requested")).ToBeVisibleAsync();
        await client.GoAsync(PortalUrls.OwnLicenses);
        await Assertions.Expect(client.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Budget" })).ToContainTextAsync("On request");

        await using (var publisher = await browser.PersonAsync("dark", 390))
        {
            await publisher.SignInAsync("Ada Kowalski");
            await publisher.GoAsync(PortalUrls.Licenses(Module));
            var request = publisher.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Note });
            await request.GetByRole(AriaRole.Button, new() { Name = "Issue a license to Coho Winery" }).ClickAsync();
            Assert.Empty(await Axe.ProblemsAsync(publisher.Page));
            await publisher.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Issue the license" }).ClickAsync();
            await Assertions.Expect(publisher.Page.GetByText("Coho Winery now has a license.")).ToBeVisibleAsync();
            Assert.Empty(publisher.Problems);
        }

        // The client's page was open all the time. For a moment the request stands beside the license.
        var licensed = client.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Budget" }).Filter(new() { HasText = "Active" });
        await Assertions.Expect(licensed).ToBeVisibleAsync();
        await client.GoAsync(PortalUrls.Plan(site, install: Module));
        await Assertions.Expect(client.Page.GetByText("On all of your sites.")).ToBeVisibleAsync();
        await client.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Allow" }).CheckAsync();
        await client.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm and install" }).ClickAsync();
        await Assertions.Expect(client.Page).ToHaveURLAsync(new Regex("/operations/"));
        Assert.Empty(client.Problems);
    }

    [Fact]
    public async Task A_publisher_prices_a_module_and_takes_the_price_back_by_keyboard()
    {
        await using var publisher = await browser.PersonAsync();
        await publisher.SignInAsync("Cora Blake");
        await publisher.GoAsync(PortalUrls.Offers("Contoso.ImageGallery"));
        await Assertions.Expect(publisher.Page.GetByText("Nothing is offered yet, so the module is free for everybody.")).ToBeVisibleAsync();

        await publisher.Page.GetByRole(AriaRole.Link, new() { Name = "New offer" }).PressAsync("Enter");
        var price = publisher.Page.GetByLabel("Price in EUR");
        await price.FillAsync("nineteen");
        await price.PressAsync("Enter");
        await Assertions.Expect(publisher.Page.GetByText("“nineteen” is not a price in EUR")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(publisher.Page));
        await price.FillAsync("19,00");
        await price.PressAsync("Enter");
        await Assertions.Expect(publisher.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "€19.00 / month" })).ToBeVisibleAsync();

        await publisher.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw Basic, €19.00 / month" }).PressAsync("Enter");
        await Assertions.Expect(publisher.Page.GetByText("the module becomes free for everybody")).ToBeVisibleAsync();
        await publisher.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw Basic", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(publisher.Page.GetByText("Nothing is offered yet, so the module is free for everybody.")).ToBeVisibleAsync();
        Assert.Empty(publisher.Problems);
    }

    private static async Task<long> ShopAsync(Person client)
    {
        await client.GoAsync(PortalUrls.Sites);
        var address = await client.Page.GetByRole(AriaRole.Link, new() { Name = "Shop" }).First.GetAttributeAsync("href");
        return long.Parse(address!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
