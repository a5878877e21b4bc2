using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Publishing;
using Marketplace.Tests.Accounts;
using Marketplace.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Live;

/// <summary>How many jobs run for what happens: with 150 pushes, or as many as <c>MARKETPLACE_PUSHES</c> says.</summary>
public sealed class JobRunsTests
{
    private static readonly int Pushes =
        int.TryParse(Environment.GetEnvironmentVariable("MARKETPLACE_PUSHES"), CultureInfo.InvariantCulture, out var pushes) ? pushes : 150;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pushes_at_once_cause_hardly_more_job_runs_than_there_are_pushes()
    {
        await using var portal = new PortalHost { RunsJobs = true };
        var publisher = portal.Database.Member(portal.Database.Publisher(), MemberRole.Owner);
        var before = await CalmAsync(portal) - Timed(portal);

        await Parallel.ForAsync(0, Pushes, Cancel, async (number, cancel) =>
        {
            using var package = new MemoryStream(Packages.Package($"Acme.Module{number:D4}"));
            Assert.IsType<IntakeOutcome.Received>(await portal.Get<PackageIntake>().ReceiveAsync(publisher, null, package, cancel));
        });
        await Eventually.TrueAsync(
            () => portal.Database.Read(db => db.Submissions.Count(s => s.State == SubmissionState.InReview)) == Pushes,
            "every package is checked",
            Cancel);

        var runs = await CalmAsync(portal) - before - Timed(portal);
        TestContext.Current.SendDiagnosticMessage("{0} job runs for {1} pushes", runs, Pushes);
        Assert.InRange(runs, Pushes, Pushes * 11 / 10);
    }

    [Fact]
    public async Task A_sign_in_wakes_nothing()
    {
        await using var portal = new PortalHost();
        var user = portal.Database.Saved(A.User());
        using (var scope = portal.Services.CreateScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
            Assert.True((await users.AddPasswordAsync((await users.FindByIdAsync($"{user.Id}"))!, "correct horse battery")).Succeeded);
        }

        using var client = portal.CreateClient();
        await Form.PostAsync(client, PortalUrls.SignIn, "sign-in", ("Email", user.Email!), ("Password", "correct horse battery"));

        Assert.Equal(1, portal.Database.Read(db => db.Sessions.Count(s => s.UserId == user.Id)));
        Assert.Empty(portal.Database.Read(db => db.Changes.Where(c => c.Topic.StartsWith("work")).Select(c => c.Topic).ToList()));
    }

    [Fact]
    public async Task A_job_that_waits_is_not_enqueued_again_and_one_that_has_begun_may_be()
    {
        await using var portal = new PortalHost();
        await using var working = new PortalHost { RunsJobs = true };
        var (waits, runs) = (portal.Get<IBackgroundJobClient>(), working.Get<IBackgroundJobClient>());
        var before = await CalmAsync(working);

        foreach (var id in (long[])[5, 5, 6, 5])
        {
            waits.Enqueue<ScanSubmissionJob>(job => job.RunAsync(id, CancellationToken.None));
        }

        for (var run = 1; run <= 3; run++)
        {
            runs.Enqueue<ScanSubmissionJob>(job => job.RunAsync(5, CancellationToken.None));
            await Eventually.TrueAsync(() => Succeeded(working) >= before + run, "the job ran", Cancel);
        }

        Assert.Equal(2, portal.Get<JobStorage>().GetMonitoringApi().EnqueuedCount("scanning"));
    }

    [Fact]
    public async Task A_job_that_says_nothing_else_is_retried()
    {
        await using var portal = new PortalHost();

        var filters = portal.Get<IJobFilterProvider>().GetFilters(Job.FromExpression<SendMailJob>(job => job.RunAsync(CancellationToken.None)));

        Assert.Contains(filters, filter => filter.Instance is AutomaticRetryAttribute { Attempts: > 0 });
        Assert.DoesNotContain(filters, filter => filter.Instance is CaptureCultureAttribute);
    }

    // Nothing waits and nothing runs; says how many jobs have run.
    private static async Task<long> CalmAsync(PortalHost portal)
    {
        await Eventually.TrueAsync(
            () => Succeeded(portal) >= Schedule.Sweeps.Count && portal.Get<JobStorage>().GetMonitoringApi().GetStatistics() is { Enqueued: 0, Processing: 0 },
            "no job waits or runs",
            Cancel);
        return Succeeded(portal);
    }

    // Those of the timetable, which run however little is pushed.
    private static long Timed(PortalHost portal)
    {
        var storage = portal.Get<JobStorage>().GetMonitoringApi();
        return storage.SucceededJobs(0, int.MaxValue).LongCount(job => storage.JobDetails(job.Key)?.Properties.ContainsKey("RecurringJobId") is true);
    }

    private static long Succeeded(PortalHost portal) => portal.Get<JobStorage>().GetMonitoringApi().GetStatistics().Succeeded;
}
