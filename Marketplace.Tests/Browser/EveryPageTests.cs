using System.Collections.Concurrent;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class EveryPageTests(BrowserFixture browser)
{
    private const int PagesInARound = 20;

    // A page needs no second visit for this: its colors hang on an attribute of the root and its layout on the width alone.
    private static readonly (string Theme, int Width)[] Looks = [("light", 1280), ("dark", 390)];

    // What stands out at the right, unless it lies in a part that scrolls on its own.
    private const string Overhanging = """
        () => {
            const width = document.documentElement.clientWidth;
            const scrolls = part => {
                for (let p = part.parentElement; p; p = p.parentElement)
                    if (/auto|scroll|hidden/.test(getComputedStyle(p).overflowX)) return true;
                return false;
            };
            return document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
                .filter(part => part.getBoundingClientRect().right > width + 1 && !scrolls(part)).slice(0, 5).map(part => part.outerHTML.slice(0, 120));
        }
        """;

    [Fact]
    public async Task Every_page_is_without_barriers_errors_and_overhang()
    {
        var faults = new ConcurrentQueue<string>();
        // Starts what all of them share.
        await using var first = await browser.PersonAsync();
        var rounds = (await VisitsAsync()).GroupBy(visit => visit.Who).SelectMany(visits => visits.Chunk(PagesInARound));
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(rounds, atOnce, async (round, _) => await VisitAsync(round, faults));

        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    // Looking changes nothing, so several may look at once. A round is of one person's pages.
    private async Task VisitAsync(Visit[] round, ConcurrentQueue<string> faults)
    {
        await using var person = await browser.PersonAsync();
        if (round[0].Who is { } who)
        {
            await person.SignInAsync(who.Name);
        }

        // Those within a circuit first, one after the other: it is over with the first document that has none.
        foreach (var visit in round.OrderBy(IsDocument))
        {
            await (IsDocument(visit) ? person.OpenAsync(visit.Address) : person.WalkAsync(visit.Address));
            foreach (var (theme, width) in Looks)
            {
                // The frame of a narrow screen has other buttons; they are the same on all pages of a round.
                var isKnown = (theme, width) != Looks[0] && visit != round[0];
                await person.LookAsync(theme, width);
                (await Axe.ProblemsAsync(person.Page, onlyLooks: isKnown)).ToList().ForEach(problem =>
                    faults.Enqueue($"{visit}, {theme} at {width}: {problem}"));
                (await person.Page.EvaluateAsync<string[]>(Overhanging)).ToList().ForEach(part => faults.Enqueue($"{visit} is wider than {width}: {part}"));
            }
        }

        person.Problems.ToList().ForEach(faults.Enqueue);
    }

    // What strangers read and the pages of the account have no circuit.
    private static bool IsDocument(Visit visit) => visit.Who is null || visit.Address.StartsWith(PortalUrls.Account, StringComparison.Ordinal);

    private async Task<List<Visit>> VisitsAsync()
    {
        await browser.PortalAsync();
        await using var db = new SqliteMarketplaceDb(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
        return [.. EveryPage.In(db)];
    }
}
