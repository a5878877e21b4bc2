using Marketplace.Data;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class EveryPageTests(BrowserFixture browser)
{
    // What stands out at the right, unless it lies in a part that scrolls by itself.
    private const string Overhanging = """
        () => {
            const width = document.documentElement.clientWidth;
            const scrolls = part => { for (let p = part.parentElement; p; p = p.parentElement) if (/auto|scroll|hidden/.test(getComputedStyle(p).overflowX)) return true; return false; };
            return document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
                .filter(part => part.getBoundingClientRect().right > width + 1 && !scrolls(part)).slice(0, 5).map(part => part.outerHTML.slice(0, 120));
        }
        """;

    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 390)]
    public async Task Every_page_is_without_barriers_errors_and_overhang(string theme, int width)
    {
        var faults = new List<string>();
        foreach (var visitors in (await VisitsAsync()).GroupBy(visit => visit.Who))
        {
            await using var person = await browser.PersonAsync(theme, width);
            if (visitors.Key is { } who)
            {
                await person.SignInAsync(who.Name);
            }

            foreach (var visit in visitors)
            {
                await person.OpenAsync(visit.Address);
                faults.AddRange((await Axe.ProblemsAsync(person.Page)).Select(problem => $"{visit}: {problem}"));
                faults.AddRange((await person.Page.EvaluateAsync<string[]>(Overhanging)).Select(part => $"{visit} is wider than {width}: {part}"));
            }

            faults.AddRange(person.Problems);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private async Task<List<Visit>> VisitsAsync()
    {
        await browser.PortalAsync();
        await using var db = new SqliteMarketplaceDb(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
        return [.. EveryPage.In(db)];
    }
}
