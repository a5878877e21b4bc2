using Bunit;
using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Portal;
using Marketplace.Portal.Home;
using Marketplace.Portal.Insight;
using Marketplace.Tests.Insight;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Home;

public sealed class StaffHomePageTests : HomeTest
{
    [Fact]
    public void A_moderator_with_an_empty_queue_sees_that_everything_is_reviewed()
    {
        var page = Shown<HomePage>(Database.Staff(StaffRole.Moderator));

        page.WaitForAssertion(() => Assert.Contains("Nothing to review.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["Moderation"], Headings(page));
        Assert.Equal(
            ["Needs review: 0, none overdue", "Longest wait: –", "Claimed by you: 0", "Reports: 0", "Median decision time today: –, 0 decided"],
            Tiles(page));
    }

    [Fact]
    public void The_queue_is_shown_at_a_glance_and_follows_what_happens_in_it()
    {
        var acme = Database.Publisher();
        var review = Review(acme, 1, hoursAgo: 27, dueIn: -3);
        var page = Shown<HomePage>(Database.Staff(StaffRole.Moderator));
        page.WaitForAssertion(() => Assert.Equal(["Needs review: 1, 1 overdue", "Longest wait: 27 h 00 min"], Tiles(page)[..2]));
        Assert.Equal(PortalUrls.Review(review.Id), page.Find("tbody a").GetAttribute("href"));
        Assert.Equal("3 h 00 min over", page.Find("tbody .state span").TextContent);

        foreach (var number in Enumerable.Range(2, 8))
        {
            Review(acme, number, hoursAgo: 1, dueIn: number);
        }

        Changed(LiveTopic.Queue);

        page.WaitForAssertion(() => Assert.Equal("Needs review: 9, 1 overdue", Tiles(page)[0]));
        Assert.Equal(5, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public void Staff_without_a_second_factor_are_told_what_is_missing()
    {
        var page = Shown<HomePage>(Database.Staff(StaffRole.Operator) with { HasSecondFactor = false });

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".empty").Count));
        Assert.All(page.FindAll(".empty"), empty => Assert.Contains("second factor", empty.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void An_operator_sees_the_verdict_about_the_jobs_and_what_the_installation_does()
    {
        StartWorker("portal:1");
        var page = Shown<HomePage>(Database.Staff(StaffRole.Operator));

        page.WaitForAssertion(() => Assert.Equal("All jobs run: 1 worker, nothing waits longer than a minute.", Verdict(page)));
        Assert.Equal(["Moderation", "Installation"], Headings(page));
        Assert.Equal(
            [
                "Operations running: 0, 0 queued", "Failed in 24 hours: 0, 0 done", "Packages being checked: 0", "Jobs running: 0, 0 queued, 0 failed",
                "E-mails waiting: 0",
            ],
            Tiles(page)[5..]);
    }

    [Fact]
    public void What_an_operator_sees_is_read_again_every_few_seconds()
    {
        StartWorker("portal:1");
        var page = Shown<HomePage>(Database.Staff(StaffRole.Operator));
        page.WaitForAssertion(() => Assert.Equal("Healthy", page.Find("[data-verdict]").GetAttribute("data-verdict")));

        var (_, site) = new PastOperations(Database).Client("Globex");
        new PastOperations(Database).Add(site, daysAgo: 0, failure: FailureCategory.Disk);
        Database.Save(new OutgoingMail("ada@example.com", "Hello", "Text", Database.Now.AddMinutes(-5)));
        Database.Clock.Advance(JobHealthPage.Pace);

        page.WaitForAssertion(() => Assert.Equal("Behind", page.Find("[data-verdict]").GetAttribute("data-verdict")));
        Assert.Equal("Failed in 24 hours: 1, 1 × The site’s folder could not be written", Tiles(page)[6]);
        Assert.Equal("E-mails waiting: 1", Tiles(page)[9]);
    }

    [Fact]
    public void Whoever_has_no_role_is_led_to_the_catalog()
    {
        var page = Shown<HomePage>(Database.Stranger());

        page.WaitForAssertion(() => Assert.Contains("You are in no organization yet.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(PortalUrls.Home, page.Find(".empty a").GetAttribute("href"));
    }

    private static string Verdict(IRenderedComponent<HomePage> page) => page.Find("[data-verdict]").TextContent.Trim();

    private Review Review(Organization publisher, int number, int hoursAgo, int dueIn) => Database.Saved(new Review(
        publisher.Id, $"Acme.Mail{number}", "1.0.0", A.Hash(), "New module", Database.Now.AddHours(-hoursAgo), Database.Now.AddHours(dueIn)));
}
