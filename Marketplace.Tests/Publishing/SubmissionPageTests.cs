using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Live;
using Marketplace.Moderation;
using Marketplace.Portal.Publishing;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Publishing;

public sealed class SubmissionPageTests : PageTest
{
    private readonly Organization _acme;
    private readonly Actor _paul;
    private readonly string _hash = A.Hash();

    public SubmissionPageTests()
    {
        Services.AddSingleton<SubmissionQueries>();
        Services.AddSingleton<ScanReports>();
        _acme = Database.Publisher();
        _paul = Database.Member(_acme);
        SignIn(_paul);
    }

    [Fact]
    public void A_submission_of_others_is_not_there()
    {
        var submission = Submitted(_ => { });
        SignIn(Database.Stranger());

        var page = Draw(submission);

        page.WaitForAssertion(() => Assert.Contains("There is no submission here", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_being_checked_says_so_and_goes_on_when_it_enters_review()
    {
        var submission = Submitted(_ => { });
        var page = Draw(submission);
        page.WaitForAssertion(() => Assert.Equal(["Received", "Being checked"], Steps(page)));

        var review = new Review(_acme.Id, "Acme.Mail", "1.0.0", _hash, "New module", A.Day, new(2026, 3, 3, 8, 0, 0, DateTimeKind.Utc));
        Change(submission, one => one.EnterReview(review, A.Day));
        Changed(LiveTopic.Submission(submission));

        page.WaitForAssertion(() => Assert.Equal(["Received", "Checked", "Waiting for review: 0 ahead of you; due by Mar 3, 2026, 8:00 AM UTC."], Steps(page)));
    }

    [Fact]
    public void A_failed_check_shows_what_it_found_with_its_remedy_and_the_way_to_submit_again()
    {
        var check = A.Check(_hash, "manifest", Verdict.Failed);
        Database.Save(check);
        Database.Save(
            new Finding(check.Id, "manifest.summary", Severity.Low, "The summary is short.", "module.json", ""),
            new Finding(check.Id, "manifest.host", Severity.High, "The host range is missing.", "module.json", "State which hosts it runs on."));
        var page = Draw(Submitted(one => one.FailChecks(A.Day)));

        page.WaitForAssertion(() => Assert.Contains("Rejected: a check failed. Follow its remedy and submit it again.", Steps(page)));
        Assert.Equal(["The host range is missing.", "The summary is short."], page.FindAll(".finding > span:nth-child(2)").Select(found => found.TextContent));
        Assert.Contains("State which hosts it runs on.", page.Find(".mud-expand-panel").TextContent, StringComparison.Ordinal);
        var manifest = page.FindAll("tbody tr").Single(row => row.TextContent.Contains("Manifest is complete", StringComparison.Ordinal));
        Assert.Contains("Failed", manifest.TextContent, StringComparison.Ordinal);
        Assert.Equal("/submit", page.FindAll(".page-head a").Single(link => link.TextContent.Trim() == "Submit again").GetAttribute("href"));
    }

    [Fact]
    public void Decisions_stand_in_words_with_what_the_moderator_wrote_and_without_escalations()
    {
        var moderator = Database.Staff(StaffRole.Moderator);
        var review = new Review(_acme.Id, "Acme.Mail", "1.0.0", _hash, "New module", A.Day, A.Day.AddDays(1));
        review.Escalate(moderator.UserId, "Staff only.", A.Day);
        review.Decide(DecisionAction.RequestChanges, moderator.UserId, "Poor documentation", "Please add a readme.", A.Day);
        var page = Draw(Submitted(one =>
        {
            one.EnterReview(review, A.Day);
            one.Decide(SubmissionState.ChangesRequested, A.Day);
        }));

        page.WaitForAssertion(() => Assert.Equal(
            ["Received", "Checked", "Changes requested by Mo", "Your turn: submit it again with the changes."], Steps(page)));
        Assert.Contains("Please add a readme.", page.Find("blockquote").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Staff only.", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<SubmissionPage> Draw(long submission) => Draw<SubmissionPage>(page => page.Add(p => p.Id, submission));

    private long Submitted(Action<Submission> act)
    {
        var submission = new Submission(_acme.Id, _paul, "Acme.Mail", "1.0.0", _hash, 1000, A.Day);
        act(submission);
        return Database.Saved(submission).Id;
    }

    private void Change(long submission, Action<Submission> act) => Database.Read(db =>
    {
        act(db.Submissions.Single(s => s.Id == submission));
        return db.SaveChanges();
    });

    private static List<string> Steps(IRenderedComponent<SubmissionPage> page) =>
        [.. page.FindAll("[role=listitem] .entry > span:first-child").Select(step =>
        string.Join(' ', step.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}
