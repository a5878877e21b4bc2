using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public partial class SitePolicyPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task On_a_phone_the_answer_to_a_policy_stands_where_one_has_just_pressed()
    {
        await using var person = await browser.PersonAsync("dark", 390);
        var page = person.Page;
        await person.SignInAsync(DemoPeople.Client.Name, PortalUrls.Sites);
        await page.GetByRole(AriaRole.Link, new() { Name = "Staging" }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(SiteAddress());
        await person.GoAsync($"{new Uri(page.Url).AbsolutePath}?tab=policy");

        await page.GetByLabel("Time zone").FillAsync("Mars/Olympus");
        await page.GetByLabel("Time zone").PressAsync("Tab");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save policy" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "“Mars/Olympus” is no time zone." })).ToBeInViewportAsync();
        Assert.Empty(await Axe.ProblemsAsync(page));
        Assert.Empty(person.Problems);
    }

    [GeneratedRegex(@"/sites/\d+$")]
    private static partial Regex SiteAddress();
}
