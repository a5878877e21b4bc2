using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Moderation;
using Marketplace.Publishing;
using Marketplace.Tests.Sdk.Packages;
using Marketplace.Tests.Support;

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

        var review = Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.ReviewId!.Value).Single());
        Assert.True(await _portal.Get<ReviewDecisions>().ClaimAsync(_moderator, review, Cancel));
        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(review, DecisionAction.Approve));

        Assert.Equal("Acme.Mail", Database.Read(db => db.AvailableReleases().Select(r => r.Module.PackageId).Single()));
        Assert.Equal(SubmissionState.Approved, StateOf(id));
        Assert.IsType<DecideOutcome.AlreadyDecided>(await DecideAsync(review, DecisionAction.Reject));
    }

    [Fact]
    public async Task A_rejected_package_stays_away_and_its_version_is_taken_for_ever()
    {
        var package = Packages.Package("Acme.Mail");
        var id = await ScannedAsync(package);
        var review = Database.Read(db => db.Reviews.Select(r => r.Id).Single());

        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(review, DecisionAction.Reject));

        Assert.Equal(SubmissionState.Rejected, StateOf(id));
        Assert.Empty(Database.Read(db => db.AvailableReleases().ToList()));
        Assert.IsType<IntakeOutcome.Exists>(await ReceiveAsync(Packages.Package("Acme.Mail", host: "[2.0,3.0)")));
    }

    [Theory, InlineData("01.0.0"), InlineData("1.0"), InlineData("1.0.0+other")]
    public async Task A_version_that_normalises_to_an_existing_one_is_that_one(string version)
    {
        Assert.IsType<IntakeOutcome.Received>(await ReceiveAsync(Packages.Package("Acme.Mail")));
        var same = Attack.Replace(Attack.Sound, Attack.Nuspec, "<version>1.0.0</version>", $"<version>{version}</version>").Write();

        Assert.IsType<IntakeOutcome.Exists>(await ReceiveAsync(same));
    }

    [Fact]
    public async Task A_package_that_needs_what_is_not_there_fails_its_checks()
    {
        var id = await ScannedAsync(Packages.Package("Acme.Mail", needs: "Acme.Nowhere [1.0,2.0)"));

        Assert.Equal(SubmissionState.Rejected, StateOf(id));
        Assert.Empty(Database.Read(db => db.Reviews.ToList()));
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

    private SubmissionState StateOf(long id) => Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.State).Single());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
