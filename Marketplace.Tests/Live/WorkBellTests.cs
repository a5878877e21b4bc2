using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Marketplace.Live;
using Marketplace.Publishing;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Live;

/// <summary>What is announced wakes its own job, in one of the processes that hear of it.</summary>
public sealed class WorkBellTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_piece_of_work_wakes_its_one_job_in_one_of_four_processes()
    {
        var recorders = Enumerable.Range(0, 4).Select(_ => new Recorder()).ToList();
        var changes = Enumerable.Range(1, 200).Select(id => Announce(Work.Submissions, id)).ToList();

        await Task.WhenAll(recorders.Select(recorder => Task.Run(
            async () =>
            {
                using var bell = Bell(recorder);
                foreach (var some in changes.Chunk(7))
                {
                    await bell.WakeAsync([.. some], Cancel);
                }
            },
            Cancel)));

        Assert.Equal(
            Enumerable.Range(1, 200).Select(id => (nameof(ScanSubmissionJob), (long)id)),
            recorders.SelectMany(recorder => recorder.Jobs).Order());
    }

    [Fact]
    public async Task A_process_hears_what_others_announce_and_one_that_starts_later_takes_only_what_is_left()
    {
        var (early, late) = (new Recorder(), new Recorder());
        await using (await ProcessAsync(early))
        {
            Announce(Work.Batches, 3);
            await Eventually.TrueAsync(() => early.Jobs.Count == 1, "the work is taken", Cancel);
        }

        Announce(Work.Sites, 9);
        await using (await ProcessAsync(late))
        {
            await Eventually.TrueAsync(() => late.Jobs.Count > 0, "the work is taken", Cancel);
        }

        Assert.Equal([("AdvanceBatchJob", 3L)], early.Jobs);
        Assert.Equal([("SiteOperationsJob", 9L)], late.Jobs);
    }

    [Theory]
    [InlineData(Work.Endings, "CountHostOutcomesJob RespondToSuspensionsJob")]
    [InlineData(Work.Releases, "NotifyFollowersJob NotifySitesJob RespondToSuspensionsJob")]
    [InlineData(Work.Policies, "CarryOutPoliciesJob")]
    [InlineData(Work.Usage, "StatisticsJob")]
    [InlineData(Work.Webhooks, "SendWebhooksJob")]
    [InlineData(Work.Mail, "SendMailJob")]
    public void Work_without_a_row_of_its_own_wakes_the_jobs_it_concerns(Work kind, string woken)
    {
        var recorder = new Recorder();

        Schedule.Wake(recorder, new WaitingWork(kind, null));

        Assert.Equal(woken.Split(' '), recorder.Jobs.Select(job => job.Job));
    }

    [Fact]
    public void A_topic_names_the_work_and_one_of_a_newer_version_is_left_to_it()
    {
        Assert.Equal("work/submissions/17", new WaitingWork(Work.Submissions, 17).Topic);
        Assert.All(Enum.GetValues<Work>(), kind => Assert.Equal(new WaitingWork(kind, 5), WaitingWork.Of(new WaitingWork(kind, 5).Topic)));
        Assert.Equal(new WaitingWork(Work.Mail, null), WaitingWork.Of("work/mail"));
        Assert.Null(WaitingWork.Of("work/dreams/5"));
        Assert.Null(WaitingWork.Of("queue"));
    }

    private WorkBell Bell(Recorder recorder) => new(_database, new NoTimetable(), recorder, NullLogger<WorkBell>.Instance);

    private async Task<Process> ProcessAsync(Recorder recorder)
    {
        var process = new Process(_database, Bell(recorder));
        await process.StartAsync();
        return process;
    }

    private long Announce(Work kind, long id)
    {
        using var db = _database.CreateDbContext();
        db.Wake(kind, _database.Clock.GetUtcNow().UtcDateTime, id);
        db.SaveChanges();
        return db.Changes.Max(change => change.Id);
    }

    public void Dispose() => _database.Dispose();

    /// <summary>What one process has of its own: relay and bell, over the database of all.</summary>
    private sealed class Process(TestDatabase database, WorkBell bell) : IAsyncDisposable
    {
        private readonly LiveNudge _nudge = new();
        private LiveRelay? _relay;

        public async Task StartAsync()
        {
            _relay = new(database, new LiveFeed(NullLogger<LiveFeed>.Instance), _nudge, [bell], database.Clock, NullLogger<LiveRelay>.Instance);
            await bell.StartAsync(Cancel);
            await _relay.StartAsync(Cancel);
        }

        public async ValueTask DisposeAsync()
        {
            await _relay!.StopAsync(CancellationToken.None);
            await bell.StopAsync(CancellationToken.None);
            _relay.Dispose();
            bell.Dispose();
            _nudge.Dispose();
        }
    }

    /// <summary>Nothing recurs in these processes.</summary>
    private sealed class NoTimetable : IRecurringJobManager
    {
        public void AddOrUpdate(string recurringJobId, Job job, string cronExpression, RecurringJobOptions options)
        {
        }

        public void Trigger(string recurringJobId)
        {
        }

        public void RemoveIfExists(string recurringJobId)
        {
        }
    }

    private sealed class Recorder : IBackgroundJobClient
    {
        private readonly List<(string, long)> _jobs = [];

        public IReadOnlyCollection<(string Job, long Id)> Jobs
        {
            get
            {
                lock (_jobs)
                {
                    return [.. _jobs];
                }
            }
        }

        public string Create(Job job, IState state)
        {
            lock (_jobs)
            {
                _jobs.Add((job.Type.Name, job.Args.OfType<long>().SingleOrDefault()));
                return $"{_jobs.Count}";
            }
        }

        public bool ChangeState(string jobId, IState state, string expectedState) => throw new NotSupportedException();
    }
}
