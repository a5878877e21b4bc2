using System.Text.RegularExpressions;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

/// <summary>A page in a tab that nobody looks at costs the server nothing, and is there when someone looks.</summary>
[Collection(nameof(InABrowser))]
public class HiddenPageTests(BrowserFixture browser)
{
    // Ten minutes are over at once, and the test says what is seen.
    private const string Hideable = """
        const wait = window.setTimeout;
        window.setTimeout = (act, time, ...rest) => wait(act, time === 600000 ? 0 : time, ...rest);
        Object.defineProperty(document, "visibilityState", { get: () => window.isHidden ? "hidden" : "visible" });
        window.look = isSeen => { window.isHidden = !isSeen; document.dispatchEvent(new Event("visibilitychange", { bubbles: true })); };
        """;

    [Fact]
    public async Task A_hidden_page_gives_its_circuit_back_and_is_live_where_it_was_when_it_is_seen()
    {
        await using var person = await browser.PersonAsync();
        await person.Page.AddInitScriptAsync(Hideable);
        await person.SignInAsync(DemoPeople.Client.Name);
        var closed = new TaskCompletionSource();
        person.Page.WebSocket += (_, socket) => socket.Close += (_, _) => closed.TrySetResult();
        await person.GoAsync(PortalUrls.Home);
        await person.Page.EvaluateAsync("() => scrollTo(0, 400)");

        await person.Page.EvaluateAsync("() => look(false)");
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await person.FollowAsync(() => person.Page.EvaluateAsync("() => look(true)"));

        await person.Page.WaitForFunctionAsync("() => scrollY === 400");
        await Assertions.Expect(person.Page.GetByText("Connection lost.")).ToBeHiddenAsync();
        await person.Page.Locator("#search").FillAsync("invoice");
        await Assertions.Expect(person.Page).ToHaveURLAsync(new Regex("q=invoice"));
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task A_hidden_page_in_which_something_is_typed_keeps_its_circuit()
    {
        await using var person = await browser.PersonAsync();
        await person.Page.AddInitScriptAsync(Hideable);
        await person.SignInAsync(DemoPeople.Client.Name);
        var isClosed = false;
        person.Page.WebSocket += (_, socket) => socket.Close += (_, _) => isClosed = true;
        await person.GoAsync(PortalUrls.NewSite);
        var name = person.Page.GetByLabel("Name", new() { Exact = true });
        await name.FillAsync("Half a na");

        await person.Page.EvaluateAsync("() => look(false)");
        await person.Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 0))");
        await person.Page.EvaluateAsync("() => look(true)");

        await name.PressSequentiallyAsync("me");
        await Assertions.Expect(name).ToHaveValueAsync("Half a name");
        Assert.False(isClosed);
    }
}
