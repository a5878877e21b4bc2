using Marketplace.Accounts;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class ConnectionTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_page_without_a_connection_does_not_say_that_it_is_live()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Client.Name);
        var operation = await WaitingAsync();
        await person.GoAsync(PortalUrls.Operation(operation));
        var live = person.Page.GetByText("Live", new() { Exact = true });
        await Assertions.Expect(live).ToBeVisibleAsync();

        await person.Page.Context.SetOfflineAsync(true);
        await Assertions.Expect(live).ToBeHiddenAsync();
        await Assertions.Expect(person.Page.GetByText("Connection lost.")).ToBeVisibleAsync();

        await person.Page.Context.SetOfflineAsync(false);
        await Assertions.Expect(live).ToBeVisibleAsync();
        await Assertions.Expect(person.Page.GetByText("Connection lost.")).ToBeHiddenAsync();
        await using var db = Database();
        await db.Operations.Where(o => o.Id == operation).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_tab_chosen_without_a_connection_is_shown_when_it_is_back()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Client.Name);
        await person.GoAsync(PortalUrls.Site(await SiteAsync()));

        await person.Page.Context.SetOfflineAsync(true);
        await person.Page.EvaluateAsync("() => { Blazor._internal.forceCloseConnection(); }");
        await Assertions.Expect(person.Page.GetByText("Connection lost.")).ToBeVisibleAsync();
        var history = person.Page.GetByRole(AriaRole.Tab, new() { Name = "History" });
        await history.ClickAsync();
        await person.Page.Context.SetOfflineAsync(false);

        await Assertions.Expect(history).ToHaveAttributeAsync("aria-selected", "true", new() { Timeout = 90_000 });
        await Assertions.Expect(person.Page.GetByText("Revision 1", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_needs_no_connection_says_nothing_of_it()
    {
        await using var stranger = await browser.PersonAsync();
        await stranger.OpenAsync(PortalUrls.Home);

        await stranger.Page.Context.SetOfflineAsync(true);
        Assert.False(await stranger.Page.EvaluateAsync<bool>("() => navigator.onLine"));

        await Assertions.Expect(stranger.Page.GetByText("Connection lost.")).ToBeHiddenAsync();
    }

    private async Task<long> SiteAsync()
    {
        await browser.PortalAsync();
        await using var db = Database();
        return db.Sites.Where(s => s.Organization.Name == DemoPeople.Client.Organization && s.Delivery == SiteDelivery.Folder)
            .OrderBy(s => s.Id).Select(s => s.Id).First();
    }

    // An operation that nobody carries out, so that it is under way for as long as the test looks.
    private async Task<long> WaitingAsync()
    {
        var site = await SiteAsync();
        await using var db = Database();
        var person = db.Set<User>().Single(u => u.Email == DemoPeople.Client.Email).Id;
        var plan = new Plan(site, "waits".PadRight(64, '0'), "Install", "", new PlanDocument(site, "2.0.0", 2, null, []).ToJson(), 2, person, DateTime.UtcNow);
        var operation = new Operation(plan, person, false, DateTime.UtcNow);
        operation.AwaitApproval();
        db.Add(operation);
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        return operation.Id;
    }

    private SqliteMarketplaceDb Database() => new(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
}
