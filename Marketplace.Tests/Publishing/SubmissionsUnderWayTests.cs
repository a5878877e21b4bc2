using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishing;

public sealed class SubmissionsUnderWayTests : IDisposable
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task What_waits_for_the_publisher_stands_first_and_what_is_decided_is_left_out()
    {
        var acme = _database.Publisher();
        var member = _database.Member(acme);
        Submission[] all = [.. Enumerable.Range(1, 4).Select(n => new Submission(acme.Id, member, "Acme.Mail", $"{n}.0.0", A.Hash(), 1000, A.Day))];
        all[0].FailChecks(A.Day);
        all[3].Decide(SubmissionState.ChangesRequested, A.Day);
        _database.Save([.. all]);
        var queries = new SubmissionQueries(_database);

        var page = await queries.UnderWayAsync(member, 2, TestContext.Current.CancellationToken);

        Assert.Equal(["4.0.0", "2.0.0"], page.Rows.Select(row => row.Version));
        Assert.Equal(3, page.Total);
        Assert.Empty((await queries.UnderWayAsync(_database.Member(_database.Publisher()), 2, TestContext.Current.CancellationToken)).Rows);
    }

    public void Dispose() => _database.Dispose();
}
