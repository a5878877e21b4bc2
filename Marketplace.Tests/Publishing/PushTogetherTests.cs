using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Scanning;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Publishing;

/// <summary>Packages that need each other and are pushed at once, in any order.</summary>
public sealed class PushTogetherTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(A.Day);
    private readonly PortalHost _portal;
    private readonly Organization _acme;
    private readonly Actor _publisher;
    private readonly Actor _moderator;

    public PushTogetherTests()
    {
        _portal = new PortalHost { Clock = _clock };
        _acme = _portal.Database.Publisher();
        _publisher = _portal.Database.Member(_acme, MemberRole.Owner);
        _moderator = _portal.Database.Staff(StaffRole.Moderator);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_set_in_alphabetical_order_waits_for_what_it_needs_and_is_released_one_after_the_other()
    {
        var app = await PushAsync("Acme.App", "Acme.Base [1.0,2.0)");
        await ScanAllAsync();
        Assert.Equal(SubmissionState.Waiting, StateOf(app));
        Assert.Equal("Acme.Base", (await _portal.Get<SubmissionQueries>().ReadAsync(_publisher, app, Cancel))!.WaitsFor);

        var needed = await PushAsync("Acme.Base");
        await ScanAllAsync();
        Assert.Equal((SubmissionState.Waiting, SubmissionState.InReview), (StateOf(app), StateOf(needed)));

        // A review takes longer than a push.
        _clock.Advance(TimeSpan.FromHours(20));
        await ScanAllAsync();
        Assert.Equal(SubmissionState.Waiting, StateOf(app));

        await DecideAsync(needed, DecisionAction.Approve);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await ScanAllAsync();
        Assert.Equal(SubmissionState.InReview, StateOf(app));
        await DecideAsync(app, DecisionAction.Approve);
        Assert.Equal(SubmissionState.Approved, StateOf(app));
    }

    [Fact]
    public async Task What_waits_ends_with_a_reason_when_what_it_needs_is_rejected()
    {
        var app = await PushAsync("Acme.App", "Acme.Base [1.0,2.0)");
        var needed = await PushAsync("Acme.Base");
        await ScanAllAsync();

        await DecideAsync(needed, DecisionAction.Reject);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await ScanAllAsync();

        Assert.Equal(SubmissionState.Rejected, StateOf(app));
        Assert.Contains("Acme.App 1.0.0 was rejected: a module that it needs is not available. Acme.Base 1.0.0 was rejected.", await NewsAsync());
        Assert.Equal(["dependencies.unknown", "dependencies.not-coming"],
            _portal.Database.Read(db => db.Set<Finding>().OrderBy(f => f.Id).Select(f => f.Rule).ToList()));
        await PushAsync("Acme.App", "Acme.Base [1.0,2.0)");
    }

    [Fact]
    public async Task What_nobody_submits_is_not_waited_for_longer_than_a_push_takes()
    {
        var app = await PushAsync("Acme.App", "Acme.Bsae [1.0,2.0)");
        await ScanAllAsync();
        Assert.Equal(SubmissionState.Waiting, StateOf(app));

        _clock.Advance(TimeSpan.FromMinutes(16));
        await ScanAllAsync();

        Assert.Equal(SubmissionState.Rejected, StateOf(app));
        Assert.Contains(
            "Acme.App 1.0.0 was rejected: a module that it needs is not available. Acme.Bsae was not submitted within 15 minutes.", await NewsAsync());
    }

    [Fact]
    public async Task What_waits_is_replaced_by_a_corrected_push_of_its_version()
    {
        var wrong = await PushAsync("Acme.App", "Acme.Bsae [1.0,2.0)");
        await ScanAllAsync();

        var right = await PushAsync("Acme.App");
        await ScanAllAsync();

        Assert.Equal((SubmissionState.Superseded, SubmissionState.InReview), (StateOf(wrong), StateOf(right)));
    }

    [Fact]
    public async Task Two_that_need_each_other_are_both_rejected_and_say_so()
    {
        var one = await PushAsync("Acme.App", "Acme.Base [1.0,2.0)");
        var other = await PushAsync("Acme.Base", "Acme.App [1.0,2.0)");
        for (var round = 0; round < 3; round++)
        {
            await ScanAllAsync();
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Equal((SubmissionState.Rejected, SubmissionState.Rejected), (StateOf(one), StateOf(other)));
        Assert.Contains(await NewsAsync(), text => text.EndsWith("in turn, so neither can come first.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_strangers_submission_is_not_waited_for_and_nothing_is_learnt_of_it()
    {
        var stranger = _portal.Database.Member(_portal.Database.Publisher("Other"), MemberRole.Owner);
        await PushAsync("Other.Base", stranger);
        var app = await PushAsync("Acme.App", "Other.Base [1.0,2.0)");
        await ScanAllAsync();

        _clock.Advance(TimeSpan.FromMinutes(16));
        await ScanAllAsync();

        Assert.Equal(SubmissionState.Rejected, StateOf(app));
        Assert.Contains(await NewsAsync(), text => text.EndsWith("Other.Base was not submitted within 15 minutes.", StringComparison.Ordinal));
    }

    private Task<long> PushAsync(string id, params string[] needs) => PushAsync(id, _publisher, needs);

    private async Task<long> PushAsync(string id, Actor by, params string[] needs)
    {
        using var stream = new MemoryStream(Packages.Package(id, needs: needs));
        return Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(by, null, stream, Cancel)).SubmissionId;
    }

    private async Task ScanAllAsync()
    {
        foreach (var id in await _portal.Get<SubmissionPipeline>().DueAsync(10, Cancel))
        {
            await _portal.Get<SubmissionPipeline>().ScanAsync(id, Cancel);
        }
    }

    private async Task DecideAsync(long submission, DecisionAction action)
    {
        var review = _portal.Database.Read(db => db.Submissions.Where(s => s.Id == submission).Select(s => s.ReviewId!.Value).Single());
        Assert.IsType<DecideOutcome.Decided>(await _portal.Get<ReviewDecisions>().DecideAsync(
            _moderator, review, action, "quality", "Say what it does.", Cancel));
    }

    private async Task<List<string>> NewsAsync() =>
        [.. (await _portal.Get<Inbox>().ListAsync(_publisher, ListQuery.First, Cancel)).Rows.Select(row => row.Text)];

    private SubmissionState StateOf(long id) => _portal.Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.State).Single());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
