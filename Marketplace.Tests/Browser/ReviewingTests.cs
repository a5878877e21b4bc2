using Marketplace.Accounts;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Browser.Support;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Tests.Browser;

/// <summary>A moderator at work while others are at work too.</summary>
[Collection(nameof(InABrowser))]
public class ReviewingTests(BrowserFixture browser)
{
    private const string Message =
        "Version 1.1.0 starts a process that module.json does not declare. Please declare it, or keep the export in memory as before.";
    private const string Passing = "Acme.Passing";
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_loses_no_letter_while_the_queue_changes_20_times_a_second()
    {
        await using var mona = await browser.PersonAsync();
        var page = mona.Page;
        await mona.SignInAsync(DemoPeople.Moderator.Name);
        await mona.GoAsync(PortalUrls.Review(await OpenAsync()));
        await mona.KeyAsync("r");
        await Expect(page.GetByLabel("Reason")).ToBeFocusedAsync();
        var message = page.GetByLabel("Message to the publisher");
        await message.FocusAsync();

        await WhileItChangesAsync(async () =>
        {
            await page.Keyboard.TypeAsync(Message, new() { Delay = 25 });
            await Expect(message).ToHaveValueAsync(Message);
            await Expect(message).ToBeFocusedAsync();
            // What changes beneath is seen meanwhile.
            await Expect(page.GetByText("Claimed by Olivia Park")).ToBeVisibleAsync();
        });

        await Expect(message).ToHaveValueAsync(Message);
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Reject" })).ToBeCheckedAsync();
        Assert.Empty(mona.Problems);
    }

    [Fact]
    public async Task A_selection_its_dialog_and_what_is_typed_there_outlast_the_changes_beneath()
    {
        await using var mona = await browser.PersonAsync();
        var page = mona.Page;
        await mona.SignInAsync(DemoPeople.Moderator.Name);
        await mona.GoAsync(PortalUrls.Queue);
        await Expect(page.Locator("tr.selected")).ToBeVisibleAsync();
        foreach (var key in new[] { "x", "j", "x" })
        {
            await page.Keyboard.PressAsync(key);
        }

        await Expect(page.GetByText("2 rows selected")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);
        // What opens takes the focus, a moment later.
        await Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);
        var message = dialog.GetByLabel("Message to the publisher");
        await message.FocusAsync();

        await WhileItChangesAsync(async () =>
        {
            await page.Keyboard.TypeAsync(Message, new() { Delay = 25 });
            await Expect(message).ToHaveValueAsync(Message);
            await Expect(message).ToBeFocusedAsync();
            Assert.Empty(await Axe.ProblemsAsync(page));
        });

        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByText("2 rows selected")).ToBeVisibleAsync();
        Assert.Empty(mona.Problems);
    }

    [Fact]
    public async Task A_review_is_found_opened_and_decided_without_a_mouse()
    {
        await using var mona = await browser.PersonAsync();
        var page = mona.Page;
        await mona.SignInAsync(DemoPeople.Moderator.Name);
        var review = await AddAsync();
        try
        {
            await mona.GoAsync(PortalUrls.QueueAt("review", Passing));
            await Expect(page.Locator("tr.selected")).ToContainTextAsync(Passing);
            await mona.KeyAsync("?");
            await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Claim it for 45 minutes");
            Assert.Empty(await Axe.ProblemsAsync(page));
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();

            await mona.KeyAsync("i");
            await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Ask for changes" })).ToBeCheckedAsync();
            await Expect(page.GetByLabel("Reason")).ToBeFocusedAsync();
            await OpenListAsync(page, "Poor documentation");
            await page.Keyboard.TypeAsync("P");
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(0);
            await Expect(page.GetByText("Poor documentation")).ToBeVisibleAsync();
            await mona.TabToAsync(page.GetByLabel("Message to the publisher"));
            await page.Keyboard.TypeAsync("Please add a readme.");
            Assert.Empty(await Axe.ProblemsAsync(page));
            await page.Keyboard.PressAsync("Tab");
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Ask for changes in 1.1.0" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Enter");

            await Expect(page.GetByText($"{Passing} 1.1.0: changes requested.")).ToBeVisibleAsync();
            await using var db = Database();
            Assert.Equal(("Poor documentation", "Please add a readme."), await db.Decisions.Where(d => d.ReviewId == review)
                .Select(d => ValueTuple.Create(d.Reason, d.Message)).SingleAsync(Cancel));
        }
        finally
        {
            await RemoveAsync();
        }

        Assert.Empty(mona.Problems);
    }

    // The focus may be there before the list hears of keys, so what is not answered is pressed again.
    private static async Task OpenListAsync(IPage page, string option)
    {
        var wanted = page.GetByRole(AriaRole.Option, new() { Name = option });
        for (var presses = 0; presses < 3 && !await wanted.IsVisibleAsync(); presses++)
        {
            await page.Keyboard.PressAsync("Enter");
            try
            {
                await wanted.WaitForAsync(new() { Timeout = 30_000 });
            }
            catch (TimeoutException)
            {
                // Pressed too early.
            }
        }

        await Expect(wanted).ToBeVisibleAsync();
    }

    // Each beat another review comes into the queue or leaves it, and someone else claims the first one or lets it go.
    private async Task WhileItChangesAsync(Func<Task> act)
    {
        var (beats, open) = (0, await OpenAsync());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var db = Database();
        var olivia = await db.Users.Where(u => u.Email == DemoPeople.Operator.Email).Select(u => u.Id).SingleAsync(Cancel);
        var changing = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(Beat);
            while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(Cancel))
            {
                await (++beats % 2 == 0 ? RemoveAsync() : AddAsync());
                var (by, until) = beats % 40 < 30 ? ((long?)olivia, (DateTime?)DateTime.UtcNow.AddMinutes(30)) : (null, null);
                await db.Reviews.Where(r => r.Id == open)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.ClaimedById, by).SetProperty(r => r.ClaimedUntil, until), Cancel);
                db.Changed(LiveTopic.Review(open), DateTime.UtcNow);
                db.Changed(LiveTopic.Queue, DateTime.UtcNow);
                await db.SaveChangesAsync(Cancel);
            }
        }, Cancel);
        try
        {
            await act();
        }
        finally
        {
            await stop.CancelAsync();
            await changing;
            await RemoveAsync();
            await db.Reviews.Where(r => r.Id == open)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.ClaimedById, (long?)null).SetProperty(r => r.ClaimedUntil, (DateTime?)null), Cancel);
        }

        Assert.True(beats > 20, $"Only {beats} changes were made.");
    }

    private async Task<long> OpenAsync()
    {
        await browser.PortalAsync();
        await using var db = Database();
        return await db.Reviews.Where(r => r.State == ReviewState.NeedsReview).OrderBy(r => r.DueAt).Select(r => r.Id).FirstAsync(Cancel);
    }

    // Due after all others, so that it stands below them.
    private async Task<long> AddAsync()
    {
        await using var db = Database();
        var publisher = await db.Organizations.Where(o => o.Publishes).OrderBy(o => o.Id).Select(o => o.Id).FirstAsync(Cancel);
        var review = new Review(publisher, Passing, "1.1.0", A.Hash(), "New version", DateTime.UtcNow, DateTime.UtcNow.AddDays(9));
        var member = await db.Memberships.Where(m => m.OrganizationId == publisher).OrderBy(m => m.UserId).Select(m => m.UserId).FirstAsync(Cancel);
        var submission = new Submission(publisher, new(member), Passing, review.Version, review.PackageHash, 1000, DateTime.UtcNow);
        submission.EnterReview(review, DateTime.UtcNow);
        db.Add(submission);
        await db.SaveChangesAsync(Cancel);
        return review.Id;
    }

    private async Task RemoveAsync()
    {
        await using var db = Database();
        var passing = db.Reviews.Where(r => r.PackageId == Passing);
        await db.Decisions.Where(d => passing.Any(r => r.Id == d.ReviewId)).ExecuteDeleteAsync(Cancel);
        await db.Submissions.Where(s => s.PackageId == Passing).ExecuteDeleteAsync(Cancel);
        await db.Reviews.Where(r => r.PackageId == Passing).ExecuteDeleteAsync(Cancel);
    }

    private SqliteMarketplaceDb Database() => new(TestOptions.Sqlite($"Data Source={Path.Combine(browser.DataFolder, "marketplace.db")}"));
}
