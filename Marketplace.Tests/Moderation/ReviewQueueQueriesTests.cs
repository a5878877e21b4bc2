using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Moderation;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Moderation;

public sealed class ReviewQueueQueriesTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly ReviewQueueQueries _queue;
    private readonly Actor _moderator;

    public ReviewQueueQueriesTests()
    {
        _queue = new ReviewQueueQueries(_database, _database.Clock);
        _moderator = _database.Staff(StaffRole.Moderator);
        var (zeta, alpha) = (_database.Publisher("Zeta"), _database.Publisher("Alpha"));
        Review(zeta, "Zeta.Mail", opened: 1, due: 9);
        Review(alpha, "Alpha.Shop", opened: 3, due: 5);
        Review(alpha, "Alpha.Blog", opened: 2, due: 7);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ReviewDecisions Decisions => new(_database, [], _database.Clock);

    [Theory]
    [InlineData("", "Alpha.Shop Alpha.Blog Zeta.Mail")]
    [InlineData("opened", "Zeta.Mail Alpha.Blog Alpha.Shop")]
    [InlineData("module", "Alpha.Blog Alpha.Shop Zeta.Mail")]
    [InlineData("publisher,-due", "Alpha.Blog Alpha.Shop Zeta.Mail")]
    public async Task Stands_in_the_order_that_was_chosen_or_by_what_is_due(string sort, string ids) =>
        Assert.Equal(ids.Split(' '), await IdsAsync(sorts: sort));

    [Fact]
    public async Task Shows_mine_or_what_nobody_holds_until_a_claim_runs_out()
    {
        Assert.True(await Decisions.ClaimAsync(_moderator, IdOf("Alpha.Shop"), Cancel));
        Assert.True(await Decisions.ClaimAsync(_database.Staff(StaffRole.Moderator), IdOf("Zeta.Mail"), Cancel));

        Assert.Equal(["Alpha.Shop"], await IdsAsync(("holder", "Me")));
        Assert.Equal(["Alpha.Blog"], await IdsAsync(("holder", "Nobody")));
        Assert.Equal(["Alpha.Blog", "Zeta.Mail"], await IdsAsync(("holder", "Nobody,Others")));

        _database.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await IdsAsync(("holder", "Me")));
        Assert.Equal(3, (await IdsAsync(("holder", "Nobody"))).Count);
    }

    [Fact]
    public async Task Finds_by_module_or_publisher_and_shows_nothing_to_others()
    {
        Assert.Equal(["Alpha.Shop", "Alpha.Blog"], await IdsAsync(("module", "alpha ")));
        Assert.Equal(["Alpha.Shop"], await IdsAsync(("module", "shop")));
        Assert.Empty((await _queue.ListAsync(_database.Stranger(), QueueTab.NeedsReview, ListQuery.First, Cancel)).Rows);
    }

    [Fact]
    public async Task What_is_decided_moves_to_its_tab_and_can_be_narrowed_to_an_outcome()
    {
        await Decisions.DecideAsync(_moderator, IdOf("Alpha.Shop"), DecisionAction.Reject, "Unsafe code", "It opens a port.", Cancel);
        await Decisions.DecideAsync(_moderator, IdOf("Zeta.Mail"), DecisionAction.RequestChanges, "Other", "Please add a readme.", Cancel);

        Assert.Equal(["Alpha.Blog"], await IdsAsync());
        Assert.Equal(["Zeta.Mail"], await IdsAsync(QueueTab.WaitingOnPublisher));
        Assert.Equal(["Alpha.Shop"], await IdsAsync(QueueTab.Decided, ("state", "Rejected")));
        Assert.Empty(await IdsAsync(QueueTab.Decided, ("state", "Approved")));
        Assert.Equal(new QueueCounts(1, 1, 0), await _queue.CountsAsync(_moderator, Cancel));
    }

    [Fact]
    public async Task A_file_of_the_queue_holds_every_row_in_its_order()
    {
        var ids = new List<string>();
        await foreach (var row in _queue.StreamAsync(_moderator, QueueTab.NeedsReview, ListQuery.First with { Size = 1 }, Cancel))
        {
            ids.Add(row.PackageId);
        }

        Assert.Equal(["Alpha.Shop", "Alpha.Blog", "Zeta.Mail"], ids);
    }

    private Task<List<string>> IdsAsync(params (string Column, string Text)[] filters) => IdsAsync(QueueTab.NeedsReview, filters);

    private Task<List<string>> IdsAsync(QueueTab tab, params (string Column, string Text)[] filters) => IdsAsync("", tab, filters);

    private async Task<List<string>> IdsAsync(string sorts, QueueTab tab = QueueTab.NeedsReview, params (string Column, string Text)[] filters)
    {
        var query = new ListQuery(
            [.. sorts.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ListSort.Parse)], filters.ToDictionary(one => one.Column, one => one.Text));
        return [.. (await _queue.ListAsync(_moderator, tab, query, Cancel)).Rows.Select(row => row.PackageId)];
    }

    private long IdOf(string module) => _database.Read(db => db.Reviews.Single(r => r.PackageId == module).Id);

    private void Review(Organization publisher, string id, int opened, int due) =>
        _database.Save(new Review(publisher.Id, id, "1.0.0", A.Hash(), "New module", A.Day.AddDays(2).AddHours(opened), A.Day.AddDays(2).AddHours(due)));

    public void Dispose() => _database.Dispose();
}
