using Bunit;
using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Portal.Home;
using Marketplace.Publishing;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Home;

public sealed class PublisherHomePageTests : HomeTest
{
    private readonly Organization _acme;
    private readonly Actor _member;

    public PublisherHomePageTests()
    {
        _acme = Database.Publisher();
        _member = Database.Member(_acme);
    }

    [Fact]
    public void A_publisher_without_modules_is_told_how_to_begin()
    {
        var page = Shown<HomePage>(_member);

        page.WaitForAssertion(() => Assert.Contains("No modules yet.", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["Publishing"], Headings(page));
    }

    [Fact]
    public void One_module_is_shown_with_its_installs_its_score_and_what_would_raise_that()
    {
        var release = Database.Available(_acme, "Acme.Mail");
        var day = new DailyFigures(release.ModuleId, release.Id, DateOnly.FromDateTime(Database.Now), "");
        day.Count(0, 1204);
        Database.Save(day);

        var page = Shown<HomePage>(_member);

        page.WaitForAssertion(() => Assert.Equal(
            ["Modules: 1", "Installs in 30 days: 1,204, 0 in the previous 30", "Submissions in progress: 0"], Tiles(page)));
        var row = page.Find("tbody tr").QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal(["Acme Mail", "1,204", "75"], row[..3]);
        Assert.StartsWith("Say in the readme what it does", row[3], StringComparison.Ordinal);
        Assert.Contains("and 4 more", row[3], StringComparison.Ordinal);
        Assert.DoesNotContain("In progress", page.FindAll("h3").Select(heading => heading.TextContent));
    }

    [Fact]
    public void Of_many_modules_and_submissions_the_first_are_shown_and_the_rest_is_one_click_away()
    {
        foreach (var number in Enumerable.Range(1, 9))
        {
            Database.Available(_acme, $"Acme.Mail{number}");
            Database.Save(new Submission(_acme.Id, _member, "Acme.Next", $"{number}.0.0", A.Hash(), 1000, A.Day));
        }

        var page = Shown<HomePage>(_member);

        page.WaitForAssertion(() => Assert.Equal([6, 6], page.FindAll("tbody").Select(body => body.Children.Length)));
        Assert.Contains("All 9 modules", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Submissions in progress: 9", Tiles(page)[2]);
    }

    [Fact]
    public void A_submission_shows_as_it_arrives()
    {
        Database.Available(_acme, "Acme.Mail");
        var page = Shown<HomePage>(_member);
        page.WaitForAssertion(() => Assert.Equal("Submissions in progress: 0", Tiles(page)[2]));

        Database.Save(new Submission(_acme.Id, _member, "Acme.Next", "1.0.0", A.Hash(), 1000, A.Day));
        Changed(LiveTopic.Submissions(_acme.Id));

        page.WaitForAssertion(() => Assert.Equal("Submissions in progress: 1", Tiles(page)[2]));
    }
}
