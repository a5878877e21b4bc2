using System.Text.RegularExpressions;
using Marketplace.Community;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class AccountPagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_passkey_signs_in_until_it_is_removed()
    {
        // Passkeys belong to a name, not to a number.
        await using var person = await browser.PersonAsync(host: "localhost");
        await DeviceAsync(person.Page);
        await person.SignInAsync(DemoPeople.Client.Name, PortalUrls.Account);
        await person.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Blue laptop");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByText("Blue laptop can sign you in from now on.")).ToBeVisibleAsync();

        await SignOutAsync(person.Page);
        await LockPasswordAsync();
        await person.Page.GotoAsync(PortalUrls.SignInFor(PortalUrls.Account));
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByText(DemoPeople.Client.Email).First).ToBeVisibleAsync();

        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Remove Blue laptop" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByText("You can no longer sign in with Blue laptop.")).ToBeVisibleAsync();

        await SignOutAsync(person.Page);
        await person.Page.GotoAsync(PortalUrls.SignIn);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByText("This passkey is no longer known here")).ToBeVisibleAsync();
        Assert.Empty(person.Problems);
    }

    // Anybody may type wrong passwords; whoever holds the key gets in all the same.
    private async Task LockPasswordAsync()
    {
        await using var stranger = await browser.PersonAsync();
        var page = stranger.Page;
        await page.GotoAsync(PortalUrls.SignIn);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await page.Locator("[name='Input.Email']").FillAsync(DemoPeople.Client.Email);
            await page.Locator("[name='Input.Password']").FillAsync($"wrong password {attempt}");
            await page.RunAndWaitForResponseAsync(
                () => page.Locator("[name='Input.Password']").PressAsync("Enter"), answer => answer.Request.Method == "POST");
            await Assertions.Expect(page.GetByText("do not match")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_session_that_is_ended_elsewhere_closes_its_open_pages()
    {
        await using var here = await browser.PersonAsync();
        await using var there = await browser.PersonAsync();
        await there.SignInAsync("Carla", PortalUrls.Sites);
        await there.GoAsync(PortalUrls.Sites);
        await here.SignInAsync("Carla", PortalUrls.Account);

        await here.Page.GetByRole(AriaRole.Button, new() { Name = "End all others" }).ClickAsync();

        await Assertions.Expect(there.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(PortalUrls.SignIn), new() { Timeout = 45_000 });
    }

    [Fact]
    public async Task A_role_that_is_taken_away_shuts_the_page_that_is_open()
    {
        await using var person = await browser.PersonAsync();
        await person.SignInAsync(DemoPeople.Moderator.Name, PortalUrls.Queue);
        await person.GoAsync(PortalUrls.Queue);
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Queue" })).ToBeVisibleAsync();
        var grant = $"FROM \"StaffGrants\" WHERE \"UserId\" = (SELECT \"Id\" FROM \"Users\" WHERE \"Email\" = '{DemoPeople.Moderator.Email}')";

        await RunAsync($"CREATE TABLE \"Kept\" AS SELECT * {grant}; DELETE {grant};");
        try
        {
            await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Queue" })).ToBeHiddenAsync(new() { Timeout = 45_000 });
        }
        finally
        {
            await RunAsync("INSERT INTO \"StaffGrants\" SELECT * FROM \"Kept\"; DROP TABLE \"Kept\";");
        }
    }

    [Fact]
    public async Task The_menu_of_a_phone_opens_on_the_account_page_and_leads_on()
    {
        await using var person = await browser.PersonAsync(width: 390);
        await person.SignInAsync(DemoPeople.Client.Name, PortalUrls.Account);
        var sites = person.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Sites") });
        await Assertions.Expect(sites).ToBeHiddenAsync();

        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        Assert.Empty(await Axe.ProblemsAsync(person.Page));
        await sites.ClickAsync();

        await Assertions.Expect(person.Page.GetByRole(AriaRole.Heading, new() { Name = "Sites" })).ToBeVisibleAsync();
        await Assertions.Expect(sites).ToBeHiddenAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex(PortalUrls.Account));
    }

    // A device with a screen lock that always answers, in place of the machine's own.
    private static async Task DeviceAsync(IPage page)
    {
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true,
                ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
