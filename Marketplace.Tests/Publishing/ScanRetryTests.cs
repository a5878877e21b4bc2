using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Marketplace.Tests.Publishing;

public sealed class ScanRetryTests : IAsyncDisposable
{
    private readonly PortalHost _portal;
    private bool _isDown = true;

    public ScanRetryTests()
    {
        TestDatabase? database = null;
        _portal = new PortalHost { Replace = services =>
        {
            services.AddSingleton<TimeProvider>(_ => database!.Clock);
            services.Replace(ServiceDescriptor.Singleton<ICheck>(new Flaky(() => _isDown)));
        } };
        database = _portal.Database;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_check_that_cannot_be_finished_runs_again_later_each_time_and_everybody_sees_it()
    {
        var (publisher, moderator) = (_portal.Database.Member(_portal.Database.Publisher(), MemberRole.Owner), _portal.Database.Staff(StaffRole.Moderator));
        using var package = new MemoryStream(Packages.Package("Acme.Mail"));
        var id = Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(publisher, null, package, Cancel)).SubmissionId;
        var (pipeline, reads) = (_portal.Get<SubmissionPipeline>(), _portal.Get<SubmissionQueries>());

        await pipeline.ScanAsync(id, Cancel);
        Assert.Equal(new SubmissionRetry(1, _portal.Database.Now.AddMinutes(2)), (await reads.ReadAsync(publisher, id, Cancel))!.Retry);
        Assert.Empty(await pipeline.DueAsync(10, Cancel));

        _portal.Database.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal([id], await pipeline.DueAsync(10, Cancel));
        await pipeline.ScanAsync(id, Cancel);
        Assert.Equal(
            new SubmissionRetry(2, _portal.Database.Now.AddMinutes(4)),
            Assert.Single((await reads.ScanningAsync(moderator, ListQuery.First, Cancel)).Rows).Retry);

        _isDown = false;
        _portal.Database.Clock.Advance(TimeSpan.FromMinutes(5));
        await pipeline.ScanAsync(id, Cancel);
        var after = (await reads.ReadAsync(publisher, id, Cancel))!;
        Assert.Equal((SubmissionState.InReview, null), (after.State, after.Retry));
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    /// <summary>Takes the place of the archive's check, and is down at first.</summary>
    private sealed class Flaky(Func<bool> isDown) : ICheck
    {
        public string Name => "archive";

        public Task<CheckResult> RunAsync(ScanSubject subject, CancellationToken cancel) =>
            isDown() ? throw new IOException("The disk does not answer.") : Task.FromResult(new CheckResult(Verdict.Passed, []));
    }
}
