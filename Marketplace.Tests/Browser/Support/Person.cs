using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Marketplace.Portal;
using Marketplace.Tests.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser.Support;

/// <summary>Someone at a browser: one page, and everything that went wrong on it.</summary>
public sealed class Person : IAsyncDisposable
{
    private static readonly byte[] RenderBatch = Encoding.UTF8.GetBytes("JS.RenderBatch");
    private const int MaxTabs = 100;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _problems = new();
    private TaskCompletionSource _interactive = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Person(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Errors in the console, uncaught exceptions, and requests that left the portal.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    internal static async Task<Person> InAsync(IBrowserContext context, Uri portal)
    {
        var person = new Person(context, await context.NewPageAsync());
        person.Watch(portal);
        return person;
    }

    /// <summary>Signs in as one of the demo's people, by name, and goes on to a page.</summary>
    public async Task SignInAsync(string name, string returnUrl = PortalUrls.Home)
    {
        await Page.GotoAsync(PortalUrls.SignInFor(returnUrl));
        await Page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
        await Assertions.Expect(Page).Not.ToHaveURLAsync(new Regex(PortalUrls.SignIn));
    }

    /// <summary>Opens a page and waits until its circuit has drawn it, so that clicks are heard.</summary>
    public async Task GoAsync(string address)
    {
        _interactive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Page.GotoAsync(address);
        await InteractiveAsync();
    }

    /// <summary>Opens a page that may have a circuit or none; where there is one, waits until it has drawn.</summary>
    public async Task OpenAsync(string address)
    {
        _interactive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = await Page.GotoAsync(address);
        if (answer is not null && (await answer.TextAsync()).Contains("<!--Blazor:{\"type\":\"server\"", StringComparison.Ordinal))
        {
            await InteractiveAsync();
        }
    }

    /// <summary>Presses a button that follows another: a second click within a moment is taken for a double click.</summary>
    /// <param name="sign">What is there once it was heard.</param>
    /// <param name="what">That, in words.</param>
    public static async Task PressUntilAsync(ILocator button, ILocator sign, string what)
    {
        await Assertions.Expect(button).ToBeVisibleAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await button.EvaluateAllAsync<object?>("buttons => buttons.forEach(button => button.click())");
                return await sign.First.IsVisibleAsync();
            },
            what, TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Goes to a page within the circuit, as a link leads there, and waits until it is drawn with what it shows. The page without access lies between,
    /// which no other resembles, so that what is seen is never the page before.
    /// </summary>
    public async Task WalkAsync(string address)
    {
        if (Page.Url is "about:blank" || await Page.QuerySelectorAsync(".shell[data-interactive=true]") is null)
        {
            await GoAsync(PortalUrls.NoAccess);
        }

        foreach (var to in (string[])[PortalUrls.NoAccess, address])
        {
            await Page.EvaluateAsync("address => Blazor.navigateTo(address)", to);
            await Page.WaitForFunctionAsync("""
                isBetween => (document.querySelector('main .empty p')?.textContent.startsWith('You may not open') ?? false) === isBetween
                    && document.querySelector('main h1, main .empty') && !document.querySelector('main .skeleton')
                """, to == PortalUrls.NoAccess);
        }
    }

    /// <summary>Looks at the open page in another theme and width.</summary>
    public async Task LookAsync(string theme, int width)
    {
        await Page.SetViewportSizeAsync(width, 900);
        await Page.EvaluateAsync("""
            theme => {
                const still = document.createElement('style');
                still.textContent = '*, ::before, ::after { transition: none !important; }';
                document.head.append(still);
                document.documentElement.setAttribute('data-theme', theme);
            }
            """, theme);
    }

    /// <summary>After a click that loads a new document: waits until that one's circuit has drawn.</summary>
    public async Task FollowAsync(Func<Task> click)
    {
        _interactive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await click();
        await InteractiveAsync();
    }

    /// <summary>By the tab key alone. A list that has closed may take the focus back meanwhile, so it is pressed until the place is reached.</summary>
    public async Task TabToAsync(ILocator place)
    {
        await place.WaitForAsync();
        for (var presses = 0; presses < MaxTabs && !await place.EvaluateAsync<bool>("place => place === document.activeElement"); presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
        }

        await Assertions.Expect(place).ToBeFocusedAsync();
    }

    /// <summary>Goes to a link or button by the tab key alone and presses it.</summary>
    public async Task EnterAsync(ILocator place)
    {
        await TabToAsync(place);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Presses a key of the page, once what it does is there.</summary>
    public async Task KeyAsync(string key)
    {
        await Page.Locator($"[data-key='{key}']").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Page.Keyboard.PressAsync(key);
    }

    private async Task InteractiveAsync()
    {
        await _interactive.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // The first batch may bring the title alone; the frame says when it listens itself.
        await Page.WaitForFunctionAsync("() => !document.querySelector('.shell') || document.querySelector('.shell[data-interactive=true]')");

        // The page's own thread has applied the batch once it answers this.
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => done()))");
    }

    private void Watch(Uri portal)
    {
        // The console also notes a document that is answered 404, as a page is whose subject is not there.
        Page.Console += (_, message) => Note(
            message.Type == "error"
            && !(message.Text.Contains("404 (Not Found)", StringComparison.Ordinal) && message.Location.StartsWith(Page.Url, StringComparison.Ordinal)),
            $"console: {message.Text} {message.Location}");
        Page.PageError += (_, error) => Note(true, $"exception: {error}");
        Page.Request += (_, request) => Note(
            Uri.TryCreate(request.Url, UriKind.Absolute, out var to)
            && to.Scheme is "http" or "https"
            && to.Authority != portal.Authority,
            $"leaves the portal: {request.Url}");
        Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            if (frame.Binary is { } bytes && bytes.AsSpan().IndexOf(RenderBatch) >= 0)
            {
                _interactive.TrySetResult();
            }
        };
    }

    private void Note(bool isProblem, string problem)
    {
        if (isProblem)
        {
            _problems.Enqueue(problem);
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
