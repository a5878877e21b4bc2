using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Moderation;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Sdk.Packages;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Publishing;

public sealed class SubmissionJourneyTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _publisher;
    private readonly Actor _moderator;

    public SubmissionJourneyTests()
    {
        _publisher = Database.Member(Database.Publisher(), MemberRole.Owner);
        _moderator = Database.Staff(StaffRole.Moderator);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => _portal.Database;

    [Fact]
    public async Task An_approved_package_becomes_available_and_not_before()
    {
        var id = await ScannedAsync(Packages.Package("Acme.Mail"));
        Assert.Empty(Database.Read(db => db.AvailableReleases().ToList()));

        var review = ReviewOf(id);
        Assert.True(await _portal.Get<ReviewDecisions>().ClaimAsync(_moderator, review, Cancel));
        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(review, DecisionAction.Approve));

        Assert.Equal("Acme.Mail", Database.Read(db => db.AvailableReleases().Select(r => r.Module.PackageId).Single()));
        Assert.Equal(SubmissionState.Approved, StateOf(id));
        Assert.IsType<DecideOutcome.AlreadyDecided>(await DecideAsync(review, DecisionAction.Reject));
    }

    [Fact]
    public async Task A_rejected_package_stays_away_and_its_version_is_free_again_also_for_the_same_file()
    {
        var package = Packages.Package("Acme.Mail");
        var id = await ScannedAsync(package);
        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(ReviewOf(id), DecisionAction.Reject));

        Assert.Equal(SubmissionState.Rejected, StateOf(id));
        Assert.Empty(Database.Read(db => db.AvailableReleases().ToList()));

        var again = await ScannedAsync(package);
        Assert.Equal(SubmissionState.InReview, StateOf(again));
        Assert.NotEqual(ReviewOf(id), ReviewOf(again));
        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(ReviewOf(again), DecisionAction.Approve));
        Assert.True(Assert.IsType<IntakeOutcome.Exists>(await ReceiveAsync(Packages.Package("Acme.Mail", host: "[2.0,3.0)"))).IsReleased);
    }

    [Fact]
    public async Task What_needs_changes_is_submitted_again_as_the_same_version_and_takes_the_place_of_the_first()
    {
        var first = await ScannedAsync(Packages.Package("Acme.Mail"));
        await DecideAsync(ReviewOf(first), DecisionAction.RequestChanges);

        var second = await ScannedAsync(Packages.Package("Acme.Mail", host: "[2.0,3.0)"));

        Assert.Equal((SubmissionState.Superseded, SubmissionState.InReview), (StateOf(first), StateOf(second)));
        Assert.IsType<DecideOutcome.AlreadyDecided>(await DecideAsync(ReviewOf(first), DecisionAction.Approve));
        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(ReviewOf(second), DecisionAction.Approve));
    }

    [Fact]
    public async Task A_newer_version_takes_the_place_of_an_older_one_that_waits_for_changes()
    {
        var older = await ScannedAsync(Packages.Package("Acme.Mail"));
        await DecideAsync(ReviewOf(older), DecisionAction.RequestChanges);

        var newer = await ScannedAsync(Packages.Package("acme.mail", "1.1.0"));

        Assert.Equal((SubmissionState.Superseded, SubmissionState.InReview), (StateOf(older), StateOf(newer)));
        Assert.IsType<DecideOutcome.AlreadyDecided>(await DecideAsync(ReviewOf(older), DecisionAction.Approve));
    }

    [Fact]
    public async Task Whoever_loses_the_right_to_publish_while_the_package_comes_publishes_nothing()
    {
        using var slow = new Slow(Packages.Package("Acme.Mail"), () => Database.Read(db => db.Memberships.ExecuteDelete()));

        Assert.IsType<IntakeOutcome.NotPublisher>(await _portal.Get<PackageIntake>().ReceiveAsync(_publisher, null, slow, Cancel));

        Assert.Equal(0, Database.Read(db => db.Submissions.Count()));
    }

    [Fact]
    public async Task A_released_version_stays_taken_when_it_is_suspended_or_unlisted()
    {
        var id = await ScannedAsync(Packages.Package("Acme.Mail"));
        await DecideAsync(ReviewOf(id), DecisionAction.Approve);
        await _portal.Get<Listings>().YankAsync(_publisher, "Acme.Mail", "1.0.0", "Old.", Cancel);
        await _portal.Get<Suspensions>().SuspendAsync(_moderator, ReviewOf(id), "Calls home.", Cancel);

        Assert.True(Assert.IsType<IntakeOutcome.Exists>(await ReceiveAsync(Packages.Package("Acme.Mail", host: "[2.0,3.0)"))).IsReleased);
    }

    [Theory, InlineData("01.0.0"), InlineData("1.0"), InlineData("1.0.0+other")]
    public async Task A_version_that_normalises_to_an_existing_one_is_that_one(string version)
    {
        Assert.IsType<IntakeOutcome.Received>(await ReceiveAsync(Packages.Package("Acme.Mail")));
        var same = Attack.Replace(Attack.Sound, Attack.Nuspec, "<version>1.0.0</version>", $"<version>{version}</version>").Write();

        Assert.IsType<IntakeOutcome.Exists>(await ReceiveAsync(same));
    }

    [Fact]
    public async Task What_waits_for_its_checks_is_due_until_a_worker_holds_it()
    {
        var received = Assert.IsType<IntakeOutcome.Received>(await ReceiveAsync(Packages.Package("Acme.Mail")));
        var pipeline = _portal.Get<SubmissionPipeline>();
        Assert.Equal([received.SubmissionId], await pipeline.DueAsync(10, Cancel));

        await pipeline.ScanAsync(received.SubmissionId, Cancel);

        Assert.Empty(await pipeline.DueAsync(10, Cancel));
    }

    private async Task<long> ScannedAsync(byte[] package)
    {
        var received = Assert.IsType<IntakeOutcome.Received>(await ReceiveAsync(package));
        await _portal.Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, Cancel);
        return received.SubmissionId;
    }

    private async Task<IntakeOutcome> ReceiveAsync(byte[] package)
    {
        using var stream = new MemoryStream(package);
        return await _portal.Get<PackageIntake>().ReceiveAsync(_publisher, null, stream, Cancel);
    }

    private Task<DecideOutcome> DecideAsync(long review, DecisionAction action) =>
        _portal.Get<ReviewDecisions>().DecideAsync(_moderator, review, action, "quality", "Please say what it does.", Cancel);

    private long ReviewOf(long id) => Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.ReviewId!.Value).Single());

    private SubmissionState StateOf(long id) => Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.State).Single());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    /// <summary>A package during whose way something happens.</summary>
    private sealed class Slow(byte[] package, Action during) : MemoryStream(package)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position is 0)
            {
                during();
            }

            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
