using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class QueueTabsTests(BrowserFixture browser)
{
    private static readonly string[] Tabs = ["Scanning", "Waiting on publisher", "Reports", "Decided", "Needs review"];

    [Fact]
    public async Task A_moderator_goes_through_all_tabs_of_the_queue_and_back()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Moderator.Name);
        await person.GoAsync(PortalUrls.Queue);
        foreach (var name in Tabs.Concat(Tabs.Reverse()).Concat(Tabs))
        {
            var tab = person.Page.GetByRole(AriaRole.Tab, new() { Name = name });
            await tab.ClickAsync();
            await Assertions.Expect(tab).ToHaveAttributeAsync("aria-selected", "true");
            await Assertions.Expect(person.Page.Locator("main .mud-data-grid, main .empty").First).ToBeVisibleAsync();
        }

        await person.Page.GoBackAsync();
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Tab, new() { Name = Tabs[^2] })).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Empty(person.Problems);
    }
}
