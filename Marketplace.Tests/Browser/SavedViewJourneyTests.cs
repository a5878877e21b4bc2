using System.Text.RegularExpressions;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Revenue.Reports;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using MimeKit;
using UglyToad.PdfPig;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>An operator saves a view by keyboard, schedules it, and gets it by mail.</summary>
[Collection(nameof(InABrowser))]
public sealed class SavedViewJourneyTests(BrowserFixture browser)
{
    private const string Name = "Monday figures";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_view_is_saved_scheduled_and_mailed_with_its_PDF()
    {
        await using var staff = await browser.PersonAsync(zone: "Europe/Berlin");
        await staff.SignInAsync(DemoPeople.Operator.Name);
        await staff.GoAsync(PortalUrls.Revenue);
        var page = staff.Page;
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Views" }));
        Assert.Empty(await Axe.ProblemsAsync(page));
        await PressAsync(page.GetByRole(AriaRole.Menuitem, new() { Name = "Save view…" }));
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText($"The view {Name} is saved.")).ToBeVisibleAsync();

        await staff.GoAsync(PortalUrls.RevenueViews);
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = $"Schedule {Name}" }));
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Recipients" })).ToHaveValueAsync(DemoPeople.Operator.Name);
        Assert.Empty(await Axe.ProblemsAsync(page));
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Schedule", Exact = true }));
        await Expect(page.GetByRole(AriaRole.Cell).Filter(new() { HasText = "Every Monday at 08:00 (Europe/Berlin)" })).ToBeVisibleAsync();
        Assert.Empty(await Axe.ProblemsAsync(page));
        Assert.Empty(staff.Problems);

        await WeekPassesAsync();
        await page.GotoAsync($"{PortalUrls.Jobs}/recurring?count=500");
        await page.Locator("input[value='mail-revenue-views']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Trigger now" }).ClickAsync();
        var mail = await MailAsync();

        var files = mail.Attachments.OfType<MimePart>().ToList();
        Assert.Equal([".pdf", ".csv"], files.Select(file => Path.GetExtension(file.FileName)));
        using var content = new MemoryStream();
        await files[0].Content!.DecodeToAsync(content, Cancel);
        using var pdf = PdfDocument.Open(content.ToArray());
        var text = string.Join(' ', pdf.GetPages().SelectMany(one => one.GetWords()).Select(word => word.Text));
        Assert.Contains($"{Name} Period", text, StringComparison.Ordinal);
        Assert.Contains("All measures", text, StringComparison.Ordinal);

        await page.GotoAsync(Link().Match(mail.TextBody!).Value);
        await Expect(page).ToHaveURLAsync(new Regex("/revenue$"));
    }

    private static async Task PressAsync(ILocator what)
    {
        await what.FocusAsync();
        await what.PressAsync("Enter");
    }

    private async Task WeekPassesAsync()
    {
        await using var db = Open();
        var before = DateTime.UtcNow.AddDays(-8);
        Assert.Equal(1, await db.SavedViews.Where(v => v.Name == Name).ExecuteUpdateAsync(set => set.SetProperty(v => v.ScheduledAt, before), Cancel));
    }

    private async Task<MimeMessage> MailAsync()
    {
        await Eventually.TrueAsync(async () =>
        {
            await using var db = Open();
            return await db.ViewMailings.AnyAsync(m => m.View.Name == Name, Cancel) && !await db.Set<OutgoingMail>().AnyAsync(Cancel);
        }, "the view is mailed", Cancel, seconds: 120);
        return Directory.GetFiles(Path.Combine(browser.DataFolder, "mail"), "*.eml").Select(file => MimeMessage.Load(file, Cancel))
            .Single(mail => mail.Subject?.StartsWith($"Revenue: {Name}", StringComparison.Ordinal) is true);
    }

    private SqliteMarketplaceDb Open() => new(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));

    private static Regex Link() => new(@"/revenue/views/\d+", RegexOptions.None, TimeSpan.FromSeconds(1));
}
