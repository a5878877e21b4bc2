using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public partial class SearchPagesTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Typing_filtering_going_back_and_reloading_keep_the_search(int width)
    {
        await using var person = await browser.PersonAsync("light", width);
        var page = person.Page;
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Home);
        await page.GetByRole(AriaRole.Searchbox).PressSequentiallyAsync("pdf");
        await Assertions.Expect(page).ToHaveURLAsync(Pdf());

        // Results of the first letters come and go before.
        await Assertions.Expect(page.Locator(".browse-head").GetByRole(AriaRole.Status)).ToContainTextAsync("“pdf”");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "PDF Export" })).ToBeVisibleAsync();
        var all = await page.GetByRole(AriaRole.Article).CountAsync();

        if (width < 600)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Group, new() { Name = "Publisher" }).GetByRole(AriaRole.Checkbox, new() { Name = "Contoso" }).CheckAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("publisher=Contoso"));
        if (width < 600)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Show results" }).ClickAsync();
        }

        await Assertions.Expect(page.Locator("article .publisher").Filter(new() { HasNotText = "Contoso" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "PDF Export" })).ToBeVisibleAsync();

        await person.FollowAsync(() => page.ReloadAsync());
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("pdf");
        await Assertions.Expect(page.Locator("article .publisher").Filter(new() { HasNotText = "Contoso" })).ToHaveCountAsync(0);

        await page.GoBackAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Pdf());
        await Assertions.Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(all);
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("pdf");
        Assert.Empty(await Axe.ProblemsAsync(page));
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task Compares_modules_and_keeps_them_in_the_address()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Module("Contoso.PdfExport"));
        var page = person.Page;

        await page.GetByRole(AriaRole.Link, new() { Name = "Compare" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/compare"));
        await person.GoAsync(PortalUrls.Compare(["Contoso.PdfExport", "Acme.Invoicing"]));

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Remove Invoicing" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove Invoicing" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("ids=Contoso.PdfExport$"));
        Assert.Empty(await Axe.ProblemsAsync(page));
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task Suggestions_come_in_groups_and_are_chosen_by_the_keyboard()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Home);
        var page = person.Page;

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("contoso");
        var options = page.GetByRole(AriaRole.Option);
        var publisher = options.Filter(new() { HasText = "Publishers" });
        await Assertions.Expect(publisher).ToContainTextAsync("Contoso");
        Assert.Empty(await Axe.ProblemsAsync(page));
        for (var at = 0; await publisher.GetAttributeAsync("aria-selected") is not "true"; at++)
        {
            await Assertions.Expect(options.Nth(at)).ToHaveAttributeAsync("aria-selected", "true");
            await page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(options.Nth(at + 1)).ToHaveAttributeAsync("aria-selected", "true");
        }

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/publishers/Contoso$"));
        Assert.Empty(person.Problems);
    }

    [Theory]
    [InlineData("[role=searchbox]")]
    [InlineData("#global-search")]
    public async Task What_is_typed_before_the_circuit_connects_is_kept_and_searched(string field)
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Client.Name);
        var (page, held) = (person.Page, new TaskCompletionSource());
        await page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(PortalUrls.Home);
        await page.Locator(field).ClickAsync();
        await page.Keyboard.TypeAsync("pdf exp");
        held.SetResult();
        await Assertions.Expect(page.Locator(".shell[data-interactive=true]")).ToBeVisibleAsync();

        await Assertions.Expect(page.Locator(field)).ToHaveValueAsync("pdf exp");
        await Assertions.Expect(page.Locator(field)).ToBeFocusedAsync();
        var role = field[0] == '#' ? AriaRole.Option : AriaRole.Heading;
        await Assertions.Expect(page.GetByRole(role, new() { Name = "PDF Export" })).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task A_form_keeps_what_is_typed_before_the_circuit_connects()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Operator.Name);
        var (page, held) = (person.Page, new TaskCompletionSource());
        await page.RouteAsync("**/_blazor/negotiate**", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(PortalUrls.Categories);
        await page.GetByLabel("Slug", new() { Exact = true }).FillAsync("early");
        await page.GetByLabel("Title").FillAsync("Typed early");
        held.SetResult();
        await Assertions.Expect(page.Locator(".shell[data-interactive=true]")).ToBeVisibleAsync();

        await Assertions.Expect(page.GetByLabel("Title")).ToHaveValueAsync("Typed early");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Typed early", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 390)]
    public async Task Operators_see_searches_and_keep_synonyms(string theme, int width)
    {
        await using var person = await browser.PersonAsync(theme, width);
        await person.SignInAsync(DemoPeople.Operator.Name, PortalUrls.Searches);
        await person.GoAsync(PortalUrls.SearchesIn("synonyms"));
        var (page, word) = (person.Page, $"bill{theme}");

        await page.GetByLabel("Word", new() { Exact = true }).FillAsync(word);
        await page.GetByLabel("Finds the same as").FillAsync("invoicing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var remove = page.GetByRole(AriaRole.Button, new() { Name = $"Remove {word} = invoicing" });
        await Assertions.Expect(remove).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(page));
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        await remove.ClickAsync();
        await Assertions.Expect(remove).ToHaveCountAsync(0);
        Assert.Empty(person.Problems);
    }

    [GeneratedRegex(@"\?q=pdf$")]
    private static partial Regex Pdf();
}
