using Bunit;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Portal;
using Marketplace.Portal.Insight;
using Marketplace.Publishing;
using Marketplace.Tests.Home;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Insight;

public sealed class JobHealthPageTests : HomeTest
{
    [Fact]
    public void Without_a_worker_the_page_says_what_waits_and_how_to_start_one()
    {
        var page = Shown<JobHealthPage>(Database.Staff(StaffRole.Operator));

        page.WaitForAssertion(() => Assert.Equal("NoWorker", page.Find("[data-verdict]").GetAttribute("data-verdict")));
        Assert.Contains("No worker is running: installs and checks wait.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Jobs:RunInPortal", page.Markup, StringComparison.Ordinal);
        Assert.Contains("No job has failed for good.", page.Markup, StringComparison.Ordinal);
        Assert.Equal(PortalUrls.Jobs, page.Find(".page-head .actions a").GetAttribute("href"));
    }

    [Fact]
    public void A_worker_its_queues_and_a_failure_with_its_reason_are_shown()
    {
        StartWorker("portal:1");
        Enqueue(18);
        Fail(17, "The disk is full.");

        var page = Shown<JobHealthPage>(Database.Staff(StaffRole.Operator));

        page.WaitForAssertion(() => Assert.Equal("Failing", page.Find("[data-verdict]").GetAttribute("data-verdict")));
        Assert.Equal(["Installs and updates 0", "Checks of packages 1", "Everything else 0"], Rows(page, 0));
        Assert.Equal(["portal 4"], Rows(page, 1));
        Assert.Equal(["Scan submission 17 The disk is full."], Rows(page, 2));
    }

    [Fact]
    public void Of_many_failures_the_newest_are_listed_and_all_are_counted()
    {
        StartWorker("portal:1");
        foreach (var submission in Enumerable.Range(1, JobMonitor.MaxFailures + 5))
        {
            Fail(submission, "The disk is full.");
        }

        var page = Shown<JobHealthPage>(Database.Staff(StaffRole.Operator));

        page.WaitForAssertion(() => Assert.Equal(JobMonitor.MaxFailures, Rows(page, 2).Length));
        Assert.Equal($"Scan submission {JobMonitor.MaxFailures + 5} The disk is full.", Rows(page, 2)[0]);
        Assert.Contains(page.FindAll(".head"), head => head.TextContent.Contains($"{JobMonitor.MaxFailures + 5}", StringComparison.Ordinal));
    }

    [Fact]
    public void Separate_workers_that_cannot_be_seen_are_not_called_missing()
    {
        Services.AddSingleton(Options.Create(new JobsOptions { RunInPortal = false }));

        var page = Shown<JobHealthPage>(Database.Staff(StaffRole.Operator));

        page.WaitForAssertion(() => Assert.Equal("OutOfSight", page.Find("[data-verdict]").GetAttribute("data-verdict")));
        Assert.Contains("keeps its jobs in its own memory", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_starts_shows_within_seconds()
    {
        var page = Shown<JobHealthPage>(Database.Staff(StaffRole.Operator));
        page.WaitForAssertion(() => Assert.Equal("NoWorker", page.Find("[data-verdict]").GetAttribute("data-verdict")));

        StartWorker("worker:2");
        Database.Clock.Advance(JobHealthPage.Pace);

        page.WaitForAssertion(() => Assert.Equal("Healthy", page.Find("[data-verdict]").GetAttribute("data-verdict")));
    }

    private static string[] Rows(IRenderedComponent<JobHealthPage> page, int table) => page.FindAll("table").Count <= table ? []
        : [.. page.FindAll("table")[table].QuerySelectorAll("tbody tr")
            .Select(row => string.Join(' ', row.QuerySelectorAll("td").Take(2).Select(td => td.TextContent)))];

    private void Enqueue(long submission) => Create(submission, new EnqueuedState("scanning"));

    private void Fail(long submission, string reason) => Create(submission, new FailedState(new IOException(reason)));

    private void Create(long submission, IState state) =>
        new BackgroundJobClient(Storage).Create(Job.FromExpression<ScanSubmissionJob>(job => job.RunAsync(submission, CancellationToken.None)), state);
}
