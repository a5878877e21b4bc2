using Marketplace.Moderation;
using Marketplace.Portal.Demo;

namespace Marketplace.Bench;

/// <summary>A moderator's claim, made in another process, until it stands on another moderator's open page.</summary>
internal static class LatencyMeasure
{
    private const int Changes = 9;

    // Answers with the clock's time once the name stands on the page more often than now.
    private const string Watch = """
        name => {
            const count = () => document.body.innerText.split(name).length;
            const before = count();
            window.changed = new Promise(done => {
                const observer = new MutationObserver(() => {
                    if (count() > before) {
                        observer.disconnect();
                        done(performance.timeOrigin + performance.now());
                    }
                });
                observer.observe(document.body, { subtree: true, childList: true, characterData: true });
            });
        }
        """;

    public static async Task RunAsync(string portal, Folders folders)
    {
        using var ours = await Servers.PortalAsync(portal, folders.Data);
        using var product = new Product(folders.Data);
        var reviews = new List<long>();
        for (var number = 0; number < Changes; number++)
        {
            reviews.Add(await product.SubmitAsync(Packages.Write($"Bench.Live{number}")));
        }

        await using var browser = await Browser.StartAsync();
        var page = await browser.PageAsync(ours.Address, DemoPeople.Operator.Name, "/moderation?q=Bench.Live");
        await page.GetByText("Bench.Live0").First.WaitForAsync();
        await Task.Delay(3000);

        var mona = await product.ActorAsync(DemoPeople.Moderator);
        var times = new List<double>();
        foreach (var review in reviews)
        {
            await page.EvaluateAsync(Watch, DemoPeople.Moderator.Name);
            var from = (DateTime.UtcNow - DateTime.UnixEpoch).TotalMilliseconds;
            await product.Get<ReviewDecisions>().ClaimAsync(mona, review, CancellationToken.None);
            times.Add(await page.EvaluateAsync<double>("() => window.changed").WaitAsync(TimeSpan.FromSeconds(30)) - from);
        }

        times.Sort();
        Report.Line("Change to browser, median", times[Changes / 2], "ms", "aim 300; the act itself included");
        Report.Line("Change to browser, slowest", times[^1], "ms");
    }
}
