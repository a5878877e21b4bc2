using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class CatalogPagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_stranger_searches_filters_sorts_and_compares_without_a_circuit()
    {
        await using var person = await browser.PersonAsync();
        var connections = new System.Collections.Concurrent.ConcurrentQueue<string>();
        person.Page.WebSocket += (_, socket) => connections.Enqueue(socket.Url);
        person.Page.Request += (_, request) => connections.Enqueue(request.Url);
        await person.Page.GotoAsync(PortalUrls.Home);

        await person.Page.GetByRole(AriaRole.Searchbox).FillAsync("invoice");
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?q=invoice$"));
        await person.Page.Locator(".facet a").First.ClickAsync();
        await Assertions.Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"q=invoice&category=\w+$"));
        await Assertions.Expect(person.Page.Locator(".facet a", new() { HasTextString = ", chosen" })).ToHaveCountAsync(1);
        await person.Page.GetByLabel("Sort by").SelectOptionAsync("Name");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sort" }).ClickAsync();
        await Assertions.Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("sort=Name&q=invoice&category="));
        await person.Page.Locator("article h2 a").First.ClickAsync();
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "Versions" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Version" })).ToBeVisibleAsync();
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await person.Page.GetByLabel("Add a module by name or id").FillAsync("Contoso.Workflow");
        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Link, new() { Name = "Remove Workflow" })).ToBeVisibleAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Remove ") })).ToHaveCountAsync(2);

        Assert.DoesNotContain(connections, address => address.Contains("/_blazor", StringComparison.Ordinal));
        Assert.Empty(await Axe.ProblemsAsync(person.Page));
        Assert.Empty(person.Problems);

        // The proof can fail: the same watch sees the circuit of someone who is signed in.
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Home);
        Assert.Contains(connections, address => address.Contains("/_blazor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stranger_opens_the_filters_of_a_narrow_screen()
    {
        await using var person = await browser.PersonAsync(width: 390);
        await person.Page.GotoAsync(PortalUrls.Browse("invoice"));
        await Assertions.Expect(person.Page.Locator("#facets")).ToBeHiddenAsync();

        await person.Page.GetByRole(AriaRole.Link, new() { Name = "Filters" }).ClickAsync();
        await Assertions.Expect(person.Page.Locator("#facets")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(person.Page));
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "Show results" }).ClickAsync();
        await Assertions.Expect(person.Page.Locator("#facets")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("light", 390)]
    [InlineData("dark", 1280)]
    public async Task A_client_sees_what_works_on_the_site_chosen_in_the_bar(string theme, int width)
    {
        await using var person = await browser.PersonAsync(theme, width);
        await person.SignInAsync(DemoPeople.Client.Name, PortalUrls.Browse("invoice"));
        await person.GoAsync(PortalUrls.Browse("invoice"));

        await person.Page.GetByLabel("Site", new() { Exact = true }).ClickAsync();
        await person.Page.GetByRole(AriaRole.Option, new() { Name = "Staging" }).ClickAsync();
        await Assertions.Expect(person.Page.Locator("article .fit").First).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(person.Page));

        // The choice outlives the page.
        await person.GoAsync(PortalUrls.Module("Tailspin.Shop3D"));
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Link, new() { Name = "Install on Staging" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(person.Page));
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task A_client_filters_by_what_works_on_the_site_and_compares_what_is_checked()
    {
        await using var person = await browser.PersonAsync();
        var page = person.Page;
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Browse("invoice"));

        await page.GetByRole(AriaRole.Group, new() { Name = "Works on Production" }).GetByRole(AriaRole.Checkbox, new() { Name = "Works now" }).CheckAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("fits=works"));
        await Assertions.Expect(page.Locator("article .fit .state:not(.success)")).ToHaveCountAsync(0);

        var compare = page.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("^Compare ") });
        await compare.Nth(0).CheckAsync();
        await compare.Nth(1).CheckAsync();
        Assert.Empty(await Axe.ProblemsAsync(page));
        await page.GetByRole(AriaRole.Region, new() { Name = "Comparison" }).GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"/compare\?ids=[^&]+&ids=[^&]+$"));
        Assert.Empty(person.Problems);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Versions_and_tabs_of_a_module_are_not_cut(int width)
    {
        await using var person = await browser.PersonAsync(width: width);
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Module("Acme.Invoicing", "versions"));

        Assert.False(await person.Page.EvaluateAsync<bool>("() => { const t = document.querySelector('.versions table'); "
            + "return t.scrollWidth > t.parentElement.clientWidth || document.documentElement.scrollWidth > innerWidth; }"));
        if (width > 1000)
        {
            Assert.False(await person.Page.EvaluateAsync<bool>("() => document.querySelector('.page-tabs .mud-tabs-scroll-button') !== null"));
        }
    }

    [Fact]
    public async Task Results_follow_the_typing_and_the_address_follows_too()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Home);

        await person.Page.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("pdf");

        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "PDF Export" })).ToBeVisibleAsync();
        await Assertions.Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?q=pdf$"));
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("pdf");
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task Control_K_goes_to_a_page_by_a_part_of_its_name_with_the_keyboard_alone()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Moderator.Name, PortalUrls.Home);
        await person.GoAsync(PortalUrls.Home);

        await person.Page.Keyboard.PressAsync("Control+k");
        await person.Page.Keyboard.TypeAsync("queu");
        // The list before anything was typed has the page too.
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Option, new() { Name = "Search for “queu”" })).ToBeVisibleAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Option, new() { Name = "Queue" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(person.Page));
        var selected = person.Page.Locator("[role=option][aria-selected=true]");
        var before = await selected.CountAsync() > 0 ? await selected.InnerTextAsync() : "";
        await person.Page.Keyboard.PressAsync("ArrowDown");
        // What is selected is told by the server: only a change of it shows that the key was heard.
        await Eventually.TrueAsync(
            async () => await selected.CountAsync() == 1 && await selected.InnerTextAsync() != before,
            "the key was heard",
            Xunit.TestContext.Current.CancellationToken);
        if ((await selected.InnerTextAsync()).Contains("Search for", StringComparison.Ordinal))
        {
            // The first was selected when the answers came, and the key went past it.
            await person.Page.Keyboard.PressAsync("ArrowUp");
            await Assertions.Expect(selected).Not.ToContainTextAsync("Search for");
        }

        await person.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"{PortalUrls.Queue}$"));
    }

    [Fact]
    public async Task Who_types_keeps_the_focus_when_the_heading_of_the_page_asks_for_it_late()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Moderator.Name, PortalUrls.Home);
        await person.GoAsync(PortalUrls.Home);
        await person.Page.Keyboard.PressAsync("Control+k");
        await person.Page.Keyboard.TypeAsync("que");

        // What a navigation does once its page is drawn.
        await person.Page.EvaluateAsync("() => { const heading = document.querySelector('h1'); heading.tabIndex = -1; heading.focus(); }");
        await person.Page.Keyboard.TypeAsync("ue");
        await Assertions.Expect(person.Page.Locator("#global-search")).ToHaveValueAsync("queue");

        await person.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(person.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("q=queue"));
    }
}
