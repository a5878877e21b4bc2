using Marketplace.Accounts;
using Marketplace.Moderation;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Moderation;

public sealed class QueueGlanceTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly QueueGlances _glances;
    private readonly Organization _acme;
    private readonly Actor _moderator;

    public QueueGlanceTests()
    {
        _glances = new(_database, _database.Clock);
        _acme = _database.Publisher();
        _moderator = _database.Staff(StaffRole.Moderator);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_how_much_waits_how_late_it_is_and_what_is_due_next()
    {
        Review("Acme.Late", openedHoursAgo: 30, dueInHours: -6);
        var mine = Review("Acme.Soon", openedHoursAgo: 5, dueInHours: 1);
        Review("Acme.Then", openedHoursAgo: 1, dueInHours: 23);
        var waits = Review("Acme.Waits", openedHoursAgo: 50, dueInHours: -40);
        Assert.True(await new ReviewDecisions(_database, [], _database.Clock).ClaimAsync(_moderator, mine.Id, Cancel));
        Decide(waits, DecisionAction.RequestChanges, _database.Now.AddDays(-1));
        Report(_database.Available(_acme, "Acme.Mail").ModuleId);

        var glance = (await _glances.ReadAsync(_moderator, Cancel))!;

        Assert.Equal((3, 1, 1, 1, 1), (glance.NeedsReview, glance.Overdue, glance.Claimed, glance.WaitingOnPublisher, glance.OpenReports));
        Assert.Equal(_database.Now.AddHours(-30), glance.OldestAt);
        Assert.Equal(["Acme.Late", "Acme.Soon", "Acme.Then"], glance.Next.Select(row => row.PackageId));
        Assert.Equal(1, (await _glances.ReadAsync(_database.Staff(StaffRole.Operator), Cancel))!.OpenReports);
    }

    [Fact]
    public async Task The_median_is_that_of_what_was_decided_today()
    {
        Decide(Review("Acme.A", openedHoursAgo: 2), DecisionAction.Approve, _database.Now);
        Decide(Review("Acme.B", openedHoursAgo: 4), DecisionAction.Reject, _database.Now);
        Decide(Review("Acme.C", openedHoursAgo: 9), DecisionAction.RequestChanges, _database.Now);
        Decide(Review("Acme.D", openedHoursAgo: 99), DecisionAction.Approve, _database.Now.AddDays(-1));

        var glance = (await _glances.ReadAsync(_moderator, Cancel))!;

        Assert.Equal((3, TimeSpan.FromHours(4)), (glance.Decided, glance.Median));
    }

    [Fact]
    public async Task An_empty_queue_has_no_oldest_and_no_median()
    {
        var glance = (await _glances.ReadAsync(_moderator, Cancel))!;

        Assert.Equal((0, null, 0, null), (glance.NeedsReview, glance.OldestAt, glance.Decided, glance.Median));
        Assert.Empty(glance.Next);
    }

    [Fact]
    public async Task Nobody_but_moderators_sees_the_queue()
    {
        Review("Acme.Late", openedHoursAgo: 30);

        Assert.Null(await _glances.ReadAsync(_database.Member(_acme), Cancel));
        Assert.Null(await _glances.ReadAsync(_moderator with { HasSecondFactor = false }, Cancel));
    }

    private Review Review(string id, int openedHoursAgo, int dueInHours = 24) => _database.Saved(
        new Review(_acme.Id, id, "1.0.0", A.Hash(), "New module", _database.Now.AddHours(-openedHoursAgo), _database.Now.AddHours(dueInHours)));

    private void Decide(Review review, DecisionAction action, DateTime at)
    {
        using var db = _database.CreateDbContext();
        db.Reviews.Single(r => r.Id == review.Id).Decide(action, _moderator.UserId, "", "", at);
        db.SaveChanges();
    }

    private void Report(long module) =>
        _database.Save(new Report(module, "1.0.0", ReportKind.Broken, "It does not start.", _database.Stranger().UserId, A.Day));

    public void Dispose() => _database.Dispose();
}
