using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Notifications;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishing;

/// <summary>What happens to a submission reaches every member of its publisher, at the bell and by mail.</summary>
public sealed class PublisherNewsTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new PortalHost().With("Portal:Address", "https://modules.example");
    private readonly Organization _acme;
    private readonly Actor _owner;
    private readonly Actor _member;
    private readonly Actor _stranger;

    public PublisherNewsTests()
    {
        _acme = _portal.Database.Publisher();
        (_owner, _member, _stranger) = (_portal.Database.Member(_acme, MemberRole.Owner), _portal.Database.Member(_acme), _portal.Database.Stranger());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DecisionAction.Approve, "Acme.Mail 1.0.0 was approved and is available.")]
    [InlineData(DecisionAction.Reject, "Acme.Mail 1.0.0 was rejected: Say what it does.")]
    [InlineData(DecisionAction.RequestChanges, "Changes were requested for Acme.Mail 1.0.0: Say what it does.")]
    public async Task Every_decision_is_told(DecisionAction action, string text)
    {
        var id = await ScannedAsync(Packages.Package("Acme.Mail"));

        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(id, action));

        await AssertToldAsync(text, $"/submissions/{id}");
    }

    [Fact]
    public async Task A_check_that_fails_is_told()
    {
        var id = await ScannedAsync(Packages.Package("Acme.Mail", host: "(,4.0)"));

        await AssertToldAsync("Acme.Mail 1.0.0 was rejected: a check failed", $"/submissions/{id}");
    }

    [Fact]
    public async Task A_suspension_and_its_end_are_told()
    {
        var id = await ScannedAsync(Packages.Package("Acme.Mail"));
        await DecideAsync(id, DecisionAction.Approve);
        var moderator = _portal.Database.Staff(StaffRole.Moderator);

        await _portal.Get<Suspensions>().SuspendAsync(moderator, ReviewOf(id), "It calls home.", Cancel);
        await _portal.Get<Suspensions>().RestoreAsync(moderator, ReviewOf(id), Cancel);

        await AssertToldAsync("Acme.Mail 1.0.0 was suspended: It calls home.", "/modules/Acme.Mail");
        await AssertToldAsync("Acme.Mail 1.0.0 is available again", "/modules/Acme.Mail");
    }

    [Fact]
    public async Task A_notification_that_is_opened_is_read_and_only_by_whom_it_is_for()
    {
        await ScannedAsync(Packages.Package("Acme.Mail", host: "(,4.0)"));
        var inbox = _portal.Get<Inbox>();
        var news = Assert.Single((await inbox.ListAsync(_owner, ListQuery.First, Cancel)).Rows);

        await inbox.ReadAsync(_member, [news.Id], Cancel);
        Assert.Equal(1, await inbox.UnreadAsync(_owner, Cancel));

        await inbox.ReadAsync(_owner, [news.Id], Cancel);
        Assert.Equal((0, 1), (await inbox.UnreadAsync(_owner, Cancel), await inbox.UnreadAsync(_member, Cancel)));
    }

    private async Task AssertToldAsync(string text, string page)
    {
        foreach (var person in (Actor[])[_owner, _member])
        {
            Assert.Contains((await _portal.Get<Inbox>().ListAsync(person, ListQuery.First, Cancel)).Rows, row => row.Text == text);
        }

        Assert.Empty((await _portal.Get<Inbox>().ListAsync(_stranger, ListQuery.First, Cancel)).Rows);
        await _portal.Get<NotificationMail>().WriteAsync(Cancel);
        var mail = _portal.Database.Read(db => db.Set<OutgoingMail>().ToList());
        Assert.Equal(2, mail.Count(m => m.Text.Contains($"{text}\nhttps://modules.example{page}", StringComparison.Ordinal)));
    }

    private async Task<long> ScannedAsync(byte[] package)
    {
        using var stream = new MemoryStream(package);
        var received = Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(_owner, null, stream, Cancel));
        await _portal.Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, Cancel);
        return received.SubmissionId;
    }

    private Task<DecideOutcome> DecideAsync(long id, DecisionAction action) =>
        _portal.Get<ReviewDecisions>().DecideAsync(_portal.Database.Staff(StaffRole.Moderator), ReviewOf(id), action, "quality", "Say what it does.", Cancel);

    private long ReviewOf(long id) => _portal.Database.Read(db => db.Submissions.Where(s => s.Id == id).Select(s => s.ReviewId!.Value).Single());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
