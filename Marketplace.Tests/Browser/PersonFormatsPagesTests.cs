using System.Globalization;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Tests.Browser.Support;
using Microsoft.Playwright;

namespace Marketplace.Tests.Browser;

[Collection(nameof(InABrowser))]
public class PersonFormatsPagesTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_circuit_writes_times_in_the_formats_and_by_the_clock_of_its_browser_also_after_a_move()
    {
        await using var person = await browser.PersonAsync(locale: "de-DE", zone: "Asia/Tokyo");
        await person.SignInAsync(DemoPeople.Client.Name, PortalUrls.Account);
        await Assertions.Expect(person.Page.GetByLabel("Time zone")).ToContainTextAsync("Follow the browser (Asia/Tokyo)");

        await person.GoAsync(PortalUrls.Operations);
        await ExpectAsync(person);

        await person.WalkAsync(PortalUrls.Sites);
        await person.WalkAsync(PortalUrls.Operations);
        await ExpectAsync(person);
        Assert.Empty(person.Problems);
    }

    [Fact]
    public async Task A_chosen_time_zone_counts_in_circuits_too()
    {
        await using var person = await browser.PersonAsync(locale: "en-GB", zone: "Asia/Tokyo");
        await person.SignInAsync(DemoPeople.Publisher.Name, PortalUrls.Account);
        await person.Page.GetByLabel("Time zone").SelectOptionAsync("America/New_York");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Save the time zone" }).ClickAsync();
        await Assertions.Expect(person.Page.GetByText("Times are shown in America/New York.")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(person.Page));

        await person.GoAsync(PortalUrls.Submissions);
        Assert.Matches(@"^\d+ \w+ \d{4}, \d\d:\d\d:\d\d, America/New York \(UTC−[45]\)$", await TitleAsync(person));
    }

    private static async Task ExpectAsync(Person person)
    {
        var at = DateTimeOffset.Parse((await FirstTime(person).GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture);
        var there = at.ToOffset(TimeSpan.FromHours(9)).ToString("dd.MM.yyyy, HH:mm:ss", CultureInfo.InvariantCulture);
        Assert.Equal($"{there}, Asia/Tokyo (UTC+9)", await TitleAsync(person));
    }

    private static async Task<string> TitleAsync(Person person) => (await FirstTime(person).GetAttributeAsync("title"))!;

    private static ILocator FirstTime(Person person) => person.Page.Locator("main time[datetime]").First;
}
