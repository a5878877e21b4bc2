using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class NoAccessPageTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("light", 1280)]
    [InlineData("dark", 390)]
    public async Task Who_may_not_see_a_page_is_told_so_without_an_error_or_a_barrier(string theme, int width)
    {
        await using var person = await browser.PersonAsync(theme, width);

        await person.SignInAsync(DemoPeople.Client.Name, PortalUrls.NoAccess);
        await person.GoAsync(PortalUrls.NoAccess);

        Assert.Empty(person.Problems);
        Assert.Empty(await Axe.ProblemsAsync(person.Page));
    }
}
