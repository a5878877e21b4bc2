using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class DashboardPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task The_jobs_dashboard_works_under_the_portals_content_security_policy()
    {
        await using var person = await browser.PersonAsync();

        await person.SignInAsync(DemoPeople.Operator.Name, $"{PortalUrls.Jobs}/recurring");

        await Assertions.Expect(person.Page.GetByText("advance-batches").First).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }
}
