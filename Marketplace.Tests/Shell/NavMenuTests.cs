using Bunit;
using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Operations;
using Marketplace.Portal;
using Marketplace.Portal.Accounts;
using Marketplace.Portal.Shell;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Insight;
using Marketplace.Tests.Support;
using Marketplace.Tests.Updates;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Shell;

public sealed class NavMenuTests : PageTest
{
    public NavMenuTests() => Services.AddSiteSlices();

    [Fact]
    public async Task What_waits_is_counted_beside_its_page_and_said_in_words()
    {
        var site = new SiteWithUpdates(Database);
        site.Has(site.Release("Acme.Mail", "1.0.0"));
        site.Release("Acme.Mail", "1.1.0", security: "Mail could be read by others.");
        new PastOperations(Database).Open(site.Id);
        new PastOperations(Database).Open(site.Id, change: operation => operation.AwaitApproval());

        var menu = await DrawAsync(site.Member);

        menu.WaitForAssertion(() => Assert.Equal(
            ["Sites 1, 1 site to update", "Operations 2, 1 running or queued, 1 to approve"], Counted(menu)));
        Assert.Single(menu.FindAll(".count.error"));
    }

    [Fact]
    public async Task Counts_follow_what_happens()
    {
        var acme = Database.Publisher();
        var member = Database.Member(acme);
        var menu = await DrawAsync(member);
        menu.WaitForAssertion(() => Assert.NotEmpty(menu.FindAll("a")));
        Assert.Empty(Counted(menu));

        var submission = new Submission(acme.Id, member, "Acme.Mail", "1.0.0", A.Hash(), 1000, A.Day);
        submission.Decide(SubmissionState.ChangesRequested, A.Day);
        Database.Save(submission);
        Changed(LiveTopic.Submissions(acme.Id));

        menu.WaitForAssertion(() => Assert.Equal(["Submissions 1, 1 under way"], Counted(menu)));
        Assert.Contains(PortalUrls.PublisherModules, Links(menu));
    }

    [Fact]
    public async Task Staff_see_how_much_waits_in_the_queue_and_that_some_of_it_is_late()
    {
        var acme = Database.Publisher();
        Database.Save(new Review(acme.Id, "Acme.Mail", "1.0.0", A.Hash(), "New module", A.Day, Database.Now.AddHours(-1)));

        var menu = await DrawAsync(Database.Staff(StaffRole.Operator));

        menu.WaitForAssertion(() => Assert.Equal(["Queue 1, 1 to review, 1 overdue, 0 reports"], Counted(menu)));
        Assert.Equal(PortalUrls.Overview, Links(menu)[0]);
        Assert.Contains(PortalUrls.JobHealth, Links(menu));
    }

    [Theory]
    [InlineData("/", "Browse")]
    [InlineData("/modules/Acme.Mail?tab=versions", "Browse")]
    [InlineData("/publishers/Acme", "Browse")]
    [InlineData("/modules/Acme.Mail/offers", "Modules")]
    [InlineData("/submissions/5", "Submissions")]
    public async Task The_place_of_the_page_is_marked(string address, string place)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);

        var menu = await DrawAsync(Database.Member(Database.Publisher()));

        Assert.Equal(place, Assert.Single(menu.FindAll("a.active")).GetAttribute("title"));
    }

    [Fact]
    public void A_visitor_has_no_home_and_no_counts()
    {
        var menu = Draw<NavMenu>();

        Assert.Equal([PortalUrls.Home], Links(menu));
    }

    private async Task<IRenderedComponent<NavMenu>> DrawAsync(Actor actor)
    {
        SignIn(actor);
        var person = await Person.ReadAsync(Database, actor, Xunit.TestContext.Current.CancellationToken);
        return Draw<NavMenu>(menu => menu.Add(m => m.Person, person));
    }

    private static string[] Links(IRenderedComponent<NavMenu> menu) => [.. menu.FindAll("a").Select(link => link.GetAttribute("href")!)];

    private static string[] Counted(IRenderedComponent<NavMenu> menu) =>
    [
        .. from link in menu.FindAll("a")
           let count = link.QuerySelector(".count")
           where count is not null
           select $"{link.GetAttribute("title")} {count.TextContent.Trim()}{link.QuerySelector(".sr")!.TextContent}",
    ];
}
