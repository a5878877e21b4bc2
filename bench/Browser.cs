using System.Diagnostics;
using System.Text;
using Marketplace.Portal;
using Microsoft.Playwright;

namespace Marketplace.Bench;

/// <summary>A Chromium with one page, for what only a browser can tell.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly byte[] RenderBatch = Encoding.UTF8.GetBytes("JS.RenderBatch");
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var file = Environment.GetEnvironmentVariable("MARKETPLACE_CHROMIUM")
            ?? new[] { "/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = file }));
    }

    public async Task<IPage> PageAsync() =>
        await (await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } })).NewPageAsync();

    /// <summary>From navigation until the circuit has drawn, in milliseconds: the median of several visits after the first.</summary>
    /// <param name="person">One of the demo's people, by name, where only someone who is signed in has a circuit.</param>
    public async Task<double> InteractiveAsync(Uri address, string? person = null, int visits = 7)
    {
        var page = person is null ? await PageAsync() : await PageAsync(address, person, PortalUrls.NoAccess);
        var drawn = new TaskCompletionSource();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (frame.Binary is { } bytes && bytes.AsSpan().IndexOf(RenderBatch) >= 0)
            {
                drawn.TrySetResult();
            }
        };
        var times = new List<double>();
        for (var visit = 0; visit <= visits; visit++)
        {
            drawn = new TaskCompletionSource();
            var watch = Stopwatch.StartNew();
            await page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.Commit });
            await drawn.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => done()))");
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        await page.Context.CloseAsync();
        return times.Skip(1).Order().ElementAt(visits / 2);
    }

    /// <summary>Signs in as one of the demo's people and opens an address.</summary>
    public async Task<IPage> PageAsync(Uri portal, string person, string address)
    {
        var page = await PageAsync();
        await page.GotoAsync(new Uri(portal, $"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = person }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith(address, StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
