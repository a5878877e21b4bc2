using Marketplace.Accounts;
using Marketplace.Insight;
using Marketplace.Moderation;
using Marketplace.Publishing;
using Marketplace.Tests.Support;
using Marketplace.Tests.Updates;
using Marketplace.Updates;

namespace Marketplace.Tests.Insight;

public sealed class MenuCountsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly WaitingUpdates _updates;
    private readonly MenuCountQueries _counts;

    public MenuCountsTests()
    {
        _updates = new(_database, _database.Clock);
        _counts = new(_database, _updates, _database.Clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_has_sites_to_update_and_operations_that_run_or_wait_for_another_member()
    {
        var site = new SiteWithUpdates(_database);
        site.Has(site.Release("Acme.Mail", "1.0.0"), site.Release("Acme.Zip", "1.0.0"));
        site.Release("Acme.Mail", "1.1.0");
        site.Release("Acme.Zip", "1.1.0", security: "A zip could write outside its folder.");
        var (past, colleague) = (new PastOperations(_database), _database.Member(site.Organization));
        past.Open(site.Id);
        past.Open(site.Id);
        past.Open(site.Id, by: colleague, change: operation => operation.AwaitApproval());

        var counts = await _counts.ReadAsync(site.Member, Cancel);

        Assert.Equal(MenuCounts.None with { SitesToUpdate = 1, SecurityUpdates = 1, Operations = 2, Approvals = 1 }, counts);
        Assert.Equal(counts with { Approvals = 0 }, await _counts.ReadAsync(colleague, Cancel));
        Assert.Equal(MenuCounts.None, await _counts.ReadAsync(_database.Member(_database.Client()), Cancel));
    }

    [Fact]
    public async Task A_publisher_has_submissions_that_are_not_decided()
    {
        var acme = _database.Publisher();
        var member = _database.Member(acme);
        var (rejected, changes) = (Submission("1.0.0"), Submission("2.0.0"));
        rejected.FailChecks(A.Day);
        changes.Decide(SubmissionState.ChangesRequested, A.Day);
        _database.Save(rejected, changes, Submission("3.0.0"));

        Assert.Equal(MenuCounts.None with { Submissions = 2, ChangeRequests = 1 }, await _counts.ReadAsync(member, Cancel));
        Assert.Equal(MenuCounts.None, await _counts.ReadAsync(_database.Member(_database.Publisher()), Cancel));

        Submission Submission(string version) => new(acme.Id, member, "Acme.Mail", version, A.Hash(), 1000, A.Day);
    }

    [Fact]
    public async Task A_moderator_has_the_queue_and_only_with_a_second_factor()
    {
        var acme = _database.Publisher();
        _database.Save(
            new Review(acme.Id, "Acme.Mail", "1.0.0", A.Hash(), "New module", A.Day, _database.Now.AddHours(-1)),
            new Review(acme.Id, "Acme.Zip", "1.0.0", A.Hash(), "New module", A.Day, _database.Now.AddHours(1)),
            new Report(_database.Available(acme, "Acme.Mail").ModuleId, "1.0.0", ReportKind.Broken, "No.", _database.Stranger().UserId, A.Day));
        var moderator = _database.Staff(StaffRole.Moderator);

        Assert.Equal(MenuCounts.None with { NeedsReview = 2, Overdue = 1, Reports = 1 }, await _counts.ReadAsync(moderator, Cancel));
        Assert.Equal(MenuCounts.None, await _counts.ReadAsync(moderator with { HasSecondFactor = false }, Cancel));
        Assert.Equal(MenuCounts.None, await _counts.ReadAsync(_database.Member(acme), Cancel));
    }

    public void Dispose()
    {
        _updates.Dispose();
        _database.Dispose();
    }
}
