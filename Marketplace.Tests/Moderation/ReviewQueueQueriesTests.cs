using Marketplace.Accounts;
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

    [Theory]
    [InlineData(QueueSort.Due, "Alpha.Shop Alpha.Blog Zeta.Mail")]
    [InlineData(QueueSort.Oldest, "Zeta.Mail Alpha.Blog Alpha.Shop")]
    [InlineData(QueueSort.Module, "Alpha.Blog Alpha.Shop Zeta.Mail")]
    [InlineData(QueueSort.Publisher, "Alpha.Shop Alpha.Blog Zeta.Mail")]
    public async Task Stands_in_the_order_that_was_chosen(QueueSort sort, string ids) =>
        Assert.Equal(ids.Split(' '), await IdsAsync(new QueueQuery(QueueTab.NeedsReview, Sort: sort)));

    [Fact]
    public async Task Shows_mine_or_what_nobody_holds_until_a_claim_runs_out()
    {
        var decisions = new ReviewDecisions(_database, [], _database.Clock);
        var shop = _database.Read(db => db.Reviews.Single(r => r.PackageId == "Alpha.Shop").Id);
        Assert.True(await decisions.ClaimAsync(_moderator, shop, Cancel));
        var (mine, unclaimed) = (
            new QueueQuery(QueueTab.NeedsReview, Claims: QueueClaims.Mine),
            new QueueQuery(QueueTab.NeedsReview, Claims: QueueClaims.Unclaimed));

        Assert.Equal(["Alpha.Shop"], await IdsAsync(mine));
        Assert.Equal(["Alpha.Blog", "Zeta.Mail"], await IdsAsync(unclaimed));

        _database.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await IdsAsync(mine));
        Assert.Equal(3, (await IdsAsync(unclaimed)).Count);
    }

    [Fact]
    public async Task Finds_by_module_or_publisher_and_shows_nothing_to_others()
    {
        Assert.Equal(["Alpha.Shop", "Alpha.Blog"], await IdsAsync(new QueueQuery(QueueTab.NeedsReview, "Alpha")));
        Assert.Empty((await _queue.ListAsync(_database.Stranger(), new QueueQuery(QueueTab.NeedsReview), Cancel)).Rows);
    }

    private async Task<List<string>> IdsAsync(QueueQuery query) => [.. (await _queue.ListAsync(_moderator, query, Cancel)).Rows.Select(row => row.PackageId)];

    private void Review(Organization publisher, string id, int opened, int due) =>
        _database.Save(new Review(publisher.Id, id, "1.0.0", A.Hash(), "New module", A.Day.AddHours(opened), A.Day.AddHours(due)));

    public void Dispose() => _database.Dispose();
}
