using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.Server;
using Hangfire.States;
using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Notifications;
using Marketplace.Publishing;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Insight;

/// <summary>Over a real job storage, which has a clock of its own: the time here is the real one.</summary>
public sealed class JobMonitorTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly InMemoryStorage _storage = new();
    private readonly Actor _operator;

    public JobMonitorTests() => _operator = _database.Staff(StaffRole.Operator);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_say_that_they_are_there_and_what_is_queued_is_counted_by_queue()
    {
        Announce("portal:1");
        Enqueue(17);
        Enqueue(18);
        _storage.GetConnection().FetchNextJob(["scanning"], Cancel).RemoveFromQueue();

        var report = await ReadAsync();

        Assert.Equal(JobVerdict.Healthy, report.Health.Verdict);
        Assert.Equal(("portal:1", 4), (Assert.Single(report.Workers).Name, report.Workers[0].Jobs));
        Assert.Equal([("installs", 0L), ("scanning", 1L), ("default", 0L)], report.Queues.Select(queue => (queue.Name, queue.Waiting)));
        Assert.InRange(report.Queues[1].OldestAt!.Value, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
    }

    [Fact]
    public async Task A_job_that_failed_is_named_with_its_reason()
    {
        Announce("portal:1");
        var job = Enqueue(17);
        var client = new BackgroundJobClient(_storage);
        Assert.True(client.ChangeState(job, new FailedState(new IOException("The disk is full."))));

        var report = await ReadAsync();

        Assert.Equal(JobVerdict.Failing, report.Health.Verdict);
        Assert.Equal(("Scan submission 17", "The disk is full."), (Assert.Single(report.Failures).Name, report.Failures[0].Reason));
        Assert.Equal(1, report.Failed);
    }

    [Fact]
    public async Task What_waits_in_our_own_rows_counts_whatever_the_queues_say()
    {
        Announce("portal:1");
        _database.Save(new OutgoingMail("ada@example.com", "Hello", "Text", DateTime.UtcNow.AddMinutes(-30)));

        var report = await ReadAsync();

        Assert.Equal(JobVerdict.Behind, report.Health.Verdict);
        Assert.Equal("Emails have waited for 30 minutes, although 1 worker runs.", report.Health.Sentence);
        Assert.Equal(1, report.Installation.Mails);
    }

    [Fact]
    public async Task A_worker_that_is_gone_leaves_none()
    {
        Announce("portal:1");
        _storage.GetConnection().RemoveServer("portal:1");

        Assert.Equal(JobVerdict.NoWorker, (await ReadAsync()).Health.Verdict);
    }

    [Fact]
    public async Task A_worker_that_falls_silent_is_no_worker()
    {
        Announce("portal:1");

        Assert.Equal(JobVerdict.Silent, (await ReadAsync(later: TimeSpan.FromMinutes(3))).Health.Verdict);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, false, JobVerdict.OutOfSight)]
    [InlineData(DatabaseProvider.Sqlite, true, JobVerdict.NoWorker)]
    [InlineData(DatabaseProvider.SqlServer, false, JobVerdict.NoWorker)]
    public async Task Separate_workers_are_out_of_sight_only_where_each_keeps_its_jobs_in_its_memory(
        DatabaseProvider provider, bool runsInPortal, JobVerdict verdict) =>
        Assert.Equal(verdict, (await Monitor(TimeSpan.Zero, provider, runsInPortal).ReadAsync(_operator, Cancel))!.Health.Verdict);

    [Fact]
    public async Task Only_operators_see_the_jobs() => Assert.Null(await Monitor(TimeSpan.Zero).ReadAsync(_database.Staff(StaffRole.Moderator), Cancel));

    private async Task<JobReport> ReadAsync(TimeSpan later = default) => (await Monitor(later).ReadAsync(_operator, Cancel))!;

    private JobMonitor Monitor(TimeSpan later, DatabaseProvider provider = DatabaseProvider.Sqlite, bool runsInPortal = true)
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow + later);
        return new(
            new InstallationGlances(_database, clock), _storage, Options.Create(new DataOptions { Provider = provider }),
            Options.Create(new JobsOptions { RunInPortal = runsInPortal }), clock);
    }

    private void Announce(string name) => _storage.GetConnection().AnnounceServer(name, new ServerContext { Queues = ["installs"], WorkerCount = 4 });

    private string Enqueue(long submission) => new BackgroundJobClient(_storage)
        .Create(Job.FromExpression<ScanSubmissionJob>(job => job.RunAsync(submission, CancellationToken.None)), new EnqueuedState("scanning"));

    public void Dispose()
    {
        _storage.Dispose();
        _database.Dispose();
    }
}
