using Marketplace.Accounts;
using Marketplace.Moderation;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Moderation;

public sealed class ReviewQueriesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Organization _acme;
    private readonly Actor _moderator;

    public ReviewQueriesTests() => (_acme, _moderator) = (_database.Publisher(), _database.Staff(StaffRole.Moderator));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ReviewQueries Reviews => new(_database);

    private ReviewDecisions Decisions => new(_database, [], _database.Clock);

    [Fact]
    public async Task A_review_knows_its_place_in_the_queue_and_its_neighbors()
    {
        var (second, first, third) = (Review("Acme.Mail", due: 2), Review("Acme.Chat", due: 1), Review("Acme.Shop", due: 2));

        Assert.Equal(new QueuePlace(2, 3, first, third), (await ReadAsync(second)).Place);
        Assert.Equal(new QueuePlace(1, 3, null, second), (await ReadAsync(first)).Place);
        await Decisions.DecideAsync(_moderator, first, DecisionAction.Reject, "Other", "No.", Cancel);
        Assert.Null((await ReadAsync(first)).Place);
        Assert.Equal(new QueuePlace(2, 2, second, null), (await ReadAsync(third)).Place);
    }

    [Fact]
    public async Task Other_open_versions_of_the_module_are_named()
    {
        var review = Review("Acme.Mail", version: "2.0.0");
        var candidate = Review("Acme.Mail", version: "2.1.0-rc.1");
        var decided = Review("Acme.Mail", version: "1.9.0");
        Review("Acme.Chat", version: "3.0.0");
        await Decisions.DecideAsync(_moderator, decided, DecisionAction.Reject, "Other", "No.", Cancel);

        Assert.Equal([new ReviewVersion(candidate, "2.1.0-rc.1")], (await ReadAsync(review)).Others);
    }

    [Fact]
    public async Task What_is_escalated_waits_for_an_operator_and_its_publisher_does_not_see_it()
    {
        var (review, operators) = (Review("Acme.Mail"), _database.Staff(StaffRole.Operator));
        Assert.IsType<DecideOutcome.Invalid>(await DecideAsync(_moderator, DecisionAction.Escalate, " "));

        Assert.IsType<DecideOutcome.Decided>(await DecideAsync(_moderator, DecisionAction.Escalate, "Is this license one of ours?"));

        var read = await ReadAsync(review);
        Assert.Equal((ReviewState.NeedsReview, true), (read.State, read.IsEscalated));
        Assert.IsType<DecideOutcome.OperatorDecides>(await DecideAsync(_moderator, DecisionAction.Approve, ""));
        Assert.False(await Decisions.ClaimAsync(_moderator, review, Cancel));
        Assert.True(await Decisions.ClaimAsync(operators, review, Cancel));
        var told = _database.Read(db => db.Set<Marketplace.Notifications.Notification>().Single());
        Assert.Equal(
            (operators.UserId, $"review/{review}", "Acme.Mail 1.0.0 was escalated: Is this license one of ours?"),
            (told.UserId, told.Subject, told.Text));
        Assert.Equal($"/moderation/{review}", Marketplace.Notifications.NotificationSubject.Address(told.Subject));
        Assert.IsType<DecideOutcome.Decided>(await Decisions.DecideAsync(operators, review, DecisionAction.Reject, "Other", "It is not.", Cancel));

        Task<DecideOutcome> DecideAsync(Actor actor, DecisionAction action, string message) =>
            Decisions.DecideAsync(actor, review, action, "", message, Cancel);
    }

    private async Task<ReviewDetail> ReadAsync(long review)
    {
        var read = await Reviews.ReadAsync(_moderator, review, Cancel);
        Assert.NotNull(read);
        return read;
    }

    private long Review(string module, string version = "1.0.0", int due = 1) =>
        _database.Saved(new Review(_acme.Id, module, version, A.Hash(), "New module", A.Day, A.Day.AddDays(2).AddHours(due))).Id;

    public void Dispose() => _database.Dispose();
}
