using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Tests.Publishing;

public sealed class WorkerTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _publisher;

    public WorkerTests() => _publisher = _portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_does_what_a_portal_without_jobs_leaves_and_the_portal_hears_of_it()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "The worker is started on the embedded database.");
        var before = await SubmitAsync("Acme.Before");
        var told = Told(before);

        await using var worker = await RunningProgram.WorkerAsync(_portal.Database.Folder, Cancel);

        await told;
        Assert.Equal(SubmissionState.InReview, StateOf(before));

        // The sweep of each minute would come too late for this one: it is the change table that wakes the worker.
        var after = await SubmitAsync("Acme.After");
        await Told(after).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        Assert.Equal(SubmissionState.InReview, StateOf(after));
    }

    [Fact]
    public async Task A_portal_without_jobs_leaves_them()
    {
        var submission = await SubmitAsync("Acme.Mail");

        Assert.Equal(SubmissionState.Received, StateOf(submission));
        Assert.DoesNotContain(_portal.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>(), service => service is WorkBell);
    }

    private async Task<long> SubmitAsync(string id)
    {
        using var package = new MemoryStream(Packages.Package(id));
        var outcome = await _portal.Get<PackageIntake>().ReceiveAsync(_publisher, null, package, Cancel);
        return Assert.IsType<IntakeOutcome.Received>(outcome).SubmissionId;
    }

    private async Task Told(long submission)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _portal.Get<LiveFeed>().Subscribe(LiveTopic.Submission(submission), () =>
        {
            heard.TrySetResult();
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => StateOf(submission) is SubmissionState.InReview, "the worker has checked the package", Cancel);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    private SubmissionState StateOf(long id) => _portal.Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.State).Single());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
