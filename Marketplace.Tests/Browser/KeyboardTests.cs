using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>Finding a module without a mouse.</summary>
[Collection(nameof(InABrowser))]
public partial class KeyboardTests(BrowserFixture browser)
{
    [Fact]
    public async Task Who_tabs_sees_where_the_focus_is()
    {
        await using var person = await browser.PersonAsync();
        var page = person.Page;
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Notifications);
        // The circuit gives the focus to the heading once it has drawn, which would take it from whatever was reached meanwhile.
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();

        var seen = new HashSet<string>();
        for (var presses = 0; presses < 20; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string[]>(
                "() => { const e = document.activeElement, s = getComputedStyle(e); "
                    + "return [e.tagName, s.outlineStyle, e.outerHTML.slice(0, 120)]; }");
            seen.Add(focused[0]);
            Assert.True(focused is ["BODY", ..] or [_, "solid", _], focused[2]);
        }

        Assert.Superset(new HashSet<string> { "A", "BUTTON" }, seen);
    }

    [Fact]
    public async Task What_asks_before_it_acts_takes_the_focus_and_Escape_gives_it_back()
    {
        await using var person = await browser.PersonAsync();
        var page = person.Page;
        await person.SignInAsync(DemoPeople.Moderator.Name);
        await person.GoAsync(PortalUrls.Collection("shop-starter"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Shop starter" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Delete Shop starter" });
        await Assertions.Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);
        Assert.Empty(await Axe.ProblemsAsync(page));
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete Shop starter" })).ToBeFocusedAsync();
        Assert.Empty(person.Problems);
    }

    [Theory]
    [InlineData("Control+k")]
    [InlineData("/")]
    public async Task From_the_home_page_a_key_some_letters_and_the_arrow_lead_to_a_module(string key)
    {
        await using var person = await browser.PersonAsync();
        var page = person.Page;
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Home);

        await page.Keyboard.PressAsync(key);
        await page.Keyboard.TypeAsync("pdf export");
        // The first letters find others too; an arrow pressed among those would be undone.
        await Assertions.Expect(page.Locator(".palette [role=option]")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator(".palette [aria-selected=true]")).ToContainTextAsync("PDF Export");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(Module());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "PDF Export", Level = 1 })).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_arrows_go_from_the_search_box_through_the_results_and_back(bool isKnown)
    {
        await using var person = await browser.PersonAsync();
        var page = person.Page;
        if (isKnown)
        {
            await person.SignInAsync(DemoPeople.Client.Name);
        }

        await person.OpenAsync(PortalUrls.Browse("pdf"));
        await person.TabToAsync(page.GetByRole(AriaRole.Searchbox));
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(Result(page, 0)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(Result(page, 1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(Module());
        Assert.Empty(person.Problems);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Typing_and_the_tab_key_alone_reach_a_result_too(bool isKnown)
    {
        await using var person = await browser.PersonAsync();
        var page = person.Page;
        if (isKnown)
        {
            await person.SignInAsync(DemoPeople.Client.Name);
        }

        await person.OpenAsync(PortalUrls.Home);
        await person.TabToAsync(page.GetByRole(AriaRole.Searchbox));
        await page.Keyboard.TypeAsync("pdf");
        if (!isKnown)
        {
            await page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(page).ToHaveURLAsync(Searched());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "PDF Export" })).ToBeVisibleAsync();
        await person.TabToAsync(Result(page, 0));
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(Module());
        Assert.Empty(person.Problems);
    }

    private static ILocator Result(IPage page, int at) => page.Locator("article h2 a").Nth(at);

    [GeneratedRegex("/modules/Contoso.PdfExport$")]
    private static partial Regex Module();

    [GeneratedRegex(@"\?q=pdf$")]
    private static partial Regex Searched();
}
