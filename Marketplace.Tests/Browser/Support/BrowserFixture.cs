using Marketplace.Tests.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser.Support;

/// <summary>All browser tests share one portal process with the demo in it, and one browser; they run one after another.</summary>
[CollectionDefinition(nameof(InABrowser))]
public sealed class InABrowser : ICollectionFixture<BrowserFixture>;

/// <summary>A real portal process with its own data folder, and a Chromium. Both start when the first test asks for them.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningProgram? _portal;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string DataFolder => _folder.Path;

    /// <summary>Starts the portal if it does not run yet; tests that need no browser may use it too.</summary>
    public async Task<RunningProgram> PortalAsync()
    {
        if (_portal is null)
        {
            DemoTemplate.CopyTo(DataFolder);
            _portal = await RunningProgram.PortalAsync(DataFolder, TestContext.Current.CancellationToken,
                ("environment", "Development"), ("DetailedErrors", "true"), ("Accounts:RecheckSeconds", "1"), ("Accounts:AttemptsPerMinute", "1000"));
        }

        return _portal;
    }

    /// <summary>A person with a browser context of their own: own cookies, own size and theme. Skips the test without a browser.</summary>
    public async Task<Person> PersonAsync(string theme = "light", int width = 1280, int height = 900, string host = "127.0.0.1",
        string locale = "en-GB", string? zone = null)
    {
        Assert.SkipUnless(Chromium.IsThere, Chromium.Missing);
        var portal = await PortalAsync();
        _playwright ??= await Playwright.CreateAsync();
        // A machine that does other work meanwhile is slow, not wrong.
        Assertions.SetDefaultExpectTimeout(45_000);
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.File });
        var address = new UriBuilder(portal.Address) { Host = host }.Uri;
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = locale,
            TimezoneId = zone,
        });
        context.SetDefaultTimeout(90_000);
        await context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = address.ToString() }]);
        return await Person.InAsync(context, address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_portal is not null)
        {
            await _portal.DisposeAsync();
        }

        _folder.Dispose();
    }
}
