using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class ListingPagesTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("light", 390)]
    [InlineData("dark", 1280)]
    public async Task What_everybody_reads_of_modules_and_publishers_is_without_barriers(string theme, int width)
    {
        await using var person = await browser.PersonAsync(theme, width);

        await WithoutBarriersAsync(
            person, width,
            PortalUrls.Module("Acme.Invoicing"), PortalUrls.Module("Acme.Invoicing", "changelog"), PortalUrls.Module("Acme.Invoicing", "compatibility"),
            PortalUrls.Module("Proseware.InvoiceCapture", null, "1.3.0"), PortalUrls.Compare(["Acme.Invoicing", "Contoso.PdfExport"]), PortalUrls.Collections,
            PortalUrls.Collection("shop-starter"), PortalUrls.Publisher("Acme Software"));
    }

    [Theory]
    [InlineData("dark", 390)]
    [InlineData("light", 1280)]
    public async Task What_publishers_say_of_their_modules_is_without_barriers(string theme, int width)
    {
        await using var person = await browser.PersonAsync(theme, width);
        await person.SignInAsync(DemoPeople.Publisher.Name);

        await WithoutBarriersAsync(person, width, PortalUrls.Listing("Acme.Invoicing"), PortalUrls.Domains, PortalUrls.Notifications, PortalUrls.ReportModule("Contoso.PdfExport", "2.1.4"));
    }

    [Fact]
    public async Task What_operators_keep_is_without_barriers()
    {
        await using var person = await browser.PersonAsync("light", 1280);
        await person.SignInAsync(DemoPeople.Operator.Name);

        await WithoutBarriersAsync(person, 1280, PortalUrls.Categories, PortalUrls.Collection("shop-starter"), PortalUrls.Queue + "?tab=reports");
    }

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
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Button, new() { Name = "Stop following Forms" })).ToBeVisibleAsync();

        await person.GoAsync(PortalUrls.Compare(["Contoso.Forms"]));
        await person.Page.GetByLabel("Package id").FillAsync("Contoso.Workflow");
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?ids=Contoso\.Forms&ids=Contoso\.Workflow$"));
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Link, new() { Name = "Leave out Workflow" })).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }

    private static async Task WithoutBarriersAsync(Person person, int width, params string[] addresses)
    {
        foreach (var address in addresses)
        {
            await person.OpenAsync(address);

            var problems = await Axe.ProblemsAsync(person.Page);
            Assert.True(problems.Count == 0, $"{address}: {string.Join("; ", problems)}");
            Assert.False(await person.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), $"{address} is wider than {width}.");
        }

        Assert.Empty(person.Problems);
    }
}
