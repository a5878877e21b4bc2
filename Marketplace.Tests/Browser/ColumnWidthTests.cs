using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>Lists as a person arranges them.</summary>
[Collection(nameof(InABrowser))]
public class ColumnWidthTests(BrowserFixture browser)
{
    private const int Wider = 80;

    [Fact]
    public async Task A_column_has_the_width_that_its_reader_gave_it_at_another_browser_too()
    {
        await using var here = await browser.PersonAsync();
        await here.SignInAsync(DemoPeople.Client.Name);
        var before = await OpenAsync(here);
        var grip = (await here.Page.Locator("th .mud-resizer").First.BoundingBoxAsync())!;
        var (x, y) = (grip.X + (grip.Width / 2), grip.Y + (grip.Height / 2));
        await here.Page.Mouse.MoveAsync(x, y);
        await here.Page.Mouse.DownAsync();
        // The server hears of the pointer later, and of no movement before that. It goes as far as its neighbor can be narrower.
        var moves = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await here.Page.Mouse.MoveAsync(x + Wider - (moves++ % 2), y);
                return await WidthAsync(here) >= before + 10;
            },
            "the column follows the pointer", TestContext.Current.CancellationToken);
        await here.Page.Mouse.UpAsync();
        Assert.True(await WidthAsync(here) <= before + Wider);

        await using var there = await browser.PersonAsync();
        await there.SignInAsync(DemoPeople.Client.Name);
        await Eventually.TrueAsync(
            async () => Math.Abs(await OpenAsync(there) - await WidthAsync(here)) <= 2, "the column is as wide elsewhere",
            TestContext.Current.CancellationToken);
        Assert.Empty(here.Problems);
        Assert.Empty(there.Problems);
    }

    private static async Task<double> OpenAsync(Person person)
    {
        await person.GoAsync(PortalUrls.Operations);
        // Without its rows a list has other widths.
        await person.Page.Locator("main .mud-data-grid tbody tr a").First.WaitForAsync();
        return await WidthAsync(person);
    }

    private static ILocator Column(Person person) => person.Page.Locator("th:has(.mud-resizer)").First;

    private static Task<double> WidthAsync(Person person) => Column(person).EvaluateAsync<double>("head => head.getBoundingClientRect().width");
}
