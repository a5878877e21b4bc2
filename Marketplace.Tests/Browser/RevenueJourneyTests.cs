using System.Text.RegularExpressions;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>An operator comes from the waterfall to the journal behind one of its movements by clicks alone, and from a module's name to its figures.</summary>
[Collection(nameof(InABrowser))]
public sealed class RevenueJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task From_the_waterfall_to_the_journal()
    {
        await using var staff = await browser.PersonAsync();
        await staff.SignInAsync(DemoPeople.Operator.Name);
        await staff.GoAsync(PortalUrls.Revenue);
        var page = staff.Page;
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Period: ") }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Last 12 months" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/revenue\?from="));
        Assert.Empty(await Axe.ProblemsAsync(page));

        await page.GetByRole(AriaRole.Link, new() { Name = "Movements", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "MRR movements" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "New" }).GetByRole(AriaRole.Link, new() { NameRegex = new Regex("^MKT-") }).First
            .ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Journals" }).GetByRole(AriaRole.Row).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/ledger/journals/"));
        Assert.Empty(staff.Problems);
    }

    [Fact]
    public async Task A_module_is_chosen_and_let_go_by_keyboard_on_a_phone()
    {
        await using var staff = await browser.PersonAsync("dark", 390);
        await staff.SignInAsync(DemoPeople.Operator.Name);
        await staff.GoAsync(PortalUrls.Revenue);
        var page = staff.Page;
        var module = page.Locator("tbody a[href*='module=']").First;
        var name = await module.InnerTextAsync();
        await module.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText($"Module: {name}")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(page));
        var clear = page.GetByRole(AriaRole.Link, new() { Name = "Clear all" });
        await clear.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/revenue$"));
        await Expect(page.GetByText($"Module: {name}")).ToHaveCountAsync(0);
        Assert.Empty(staff.Problems);
    }
}
