using Marketplace.Portal.Demo;
using Microsoft.Playwright;

namespace Marketplace.Bench;

/// <summary>From the press of a key in the search box until the results for the text stand on the screen, in Chromium.</summary>
internal static class TypingMeasure
{
    private static readonly string[] Texts = ["invoice", "pdf export", "shop", "contoso", "payroll", "imageg"];

    // What runs often is compiled better after a while.
    private const int WarmUp = 2;

    // Answers once the results say the text that stands in the box, and the frame after that is drawn.
    private const string Watch = """
        () => {
            window.painted = new Promise(done => {
                const box = document.querySelector('[role=searchbox]');
                let from = 0;
                box.addEventListener('keydown', () => {
                    from = performance.now();
                    const observer = new MutationObserver(() => {
                        const said = document.querySelector('.browse-head [role=status]')?.innerText ?? '';
                        if (said.includes(`“${box.value.trim()}”`)) {
                            observer.disconnect();
                            requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)));
                        }
                    });
                    observer.observe(document.querySelector('.browse-head'), { subtree: true, childList: true, characterData: true });
                }, { once: true });
            });
        }
        """;

    public static async Task RunAsync(string portal, string data)
    {
        using var ours = await Servers.PortalAsync(portal, data);
        await using var browser = await Browser.StartAsync();
        var page = await browser.PageAsync(ours.Address, DemoPeople.Client.Name, "/");
        await page.Locator(".shell[data-interactive=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Locator("article").First.WaitForAsync();
        var times = new List<double>();
        for (var round = 0; round < WarmUp + 3; round++)
        {
            foreach (var text in Texts)
            {
                await page.GetByRole(AriaRole.Searchbox).FillAsync("");
                await page.WaitForURLAsync(url => !url.Contains("q=", StringComparison.Ordinal));
                await page.WaitForFunctionAsync("() => !document.querySelector('.browse-head [role=status]').innerText.includes('“')");
                await page.GetByRole(AriaRole.Searchbox).FocusAsync();
                foreach (var letter in text.Where(letter => letter != ' '))
                {
                    await page.EvaluateAsync(Watch);
                    await page.Keyboard.PressAsync($"{letter}");
                    var took = await page.EvaluateAsync<double>("() => window.painted").WaitAsync(TimeSpan.FromSeconds(30));
                    times.AddRange(round < WarmUp ? [] : [took]);
                }
            }
        }

        times.Sort();
        Report.Line($"key press to painted results, p50 of {times.Count}", times[times.Count / 2], "ms", "the pause in typing of 30 ms included");
        Report.Line("key press to painted results, p95", times[(int)(times.Count * 0.95)], "ms", "aim 150");
    }
}
