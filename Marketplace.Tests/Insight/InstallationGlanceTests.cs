using Marketplace.Accounts;
using Marketplace.Insight;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Publishing;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Insight;

public sealed class InstallationGlanceTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly PastOperations _past;
    private readonly Actor _operator;
    private readonly InstallationGlances _glances;

    public InstallationGlanceTests()
    {
        _past = new(_database);
        _operator = _database.Staff(StaffRole.Operator);
        _glances = new(_database, _database.Clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counts_what_runs_now_and_what_ended_in_a_day_with_the_causes_of_failures()
    {
        var (_, site) = _past.Client("Globex");
        _past.Add(site, daysAgo: 0);
        _past.Add(site, daysAgo: 0, failure: FailureCategory.Disk);
        _past.Add(site, daysAgo: 0, failure: FailureCategory.HealthCheck);
        _past.Add(site, daysAgo: 0, failure: FailureCategory.HealthCheck);
        _past.Add(site, daysAgo: 2, failure: FailureCategory.Disk);
        Run(_past.Open(site.Id), _database.Now.AddSeconds(5));
        _past.Open(site.Id, change: o => o.Retry(new(FailureCategory.Disk, "Full."), _database.Now.AddMinutes(1), _database.Now));

        var glance = await ReadAsync();

        Assert.Equal((1, 1, 1, 1, 3), (glance.Running, glance.Queued, glance.Retrying, glance.Done, glance.Failed));
        Assert.Equal([new CauseFigure(FailureCategory.HealthCheck, 2), new(FailureCategory.Disk, 1)], glance.Causes);
        Assert.Null(glance.OperationDueSince);
    }

    [Fact]
    public async Task An_operation_waits_for_a_worker_since_its_turn_came_not_since_it_was_confirmed()
    {
        var (_, site) = _past.Client("Globex");
        var first = _past.Open(site.Id, minutesAgo: 60);
        _past.Open(site.Id, minutesAgo: 50);
        Assert.Equal(_database.Now.AddMinutes(-60), (await ReadAsync()).OperationDueSince);

        using (var db = _database.CreateDbContext())
        {
            db.Operations.Single(o => o.Id == first.Id).Withdraw(_database.Now.AddMinutes(-3));
            db.SaveChanges();
        }

        Assert.Equal(_database.Now.AddMinutes(-3), (await ReadAsync()).OperationDueSince);
    }

    [Fact]
    public async Task One_whose_worker_died_waits_since_its_lease_ran_out()
    {
        var (_, site) = _past.Client("Globex");
        Run(_past.Open(site.Id, minutesAgo: 60), _database.Now.AddMinutes(-7));

        Assert.Equal(_database.Now.AddMinutes(-7), (await ReadAsync()).OperationDueSince);
    }

    [Fact]
    public async Task Counts_packages_that_are_checked_or_could_not_be_and_since_when_one_waits()
    {
        var acme = _database.Publisher();
        var member = _database.Member(acme);
        var again = Submission("2.0.0", 90);
        again.ScanAgain(_database.Now.AddMinutes(-30));
        _database.Save(Submission("1.0.0", 10), again);

        var glance = await ReadAsync();

        Assert.Equal((0, 1), (glance.Checking, glance.Unchecked));
        Assert.Equal(_database.Now.AddMinutes(-29), glance.SubmissionDueSince);

        Submission Submission(string version, int minutesAgo) =>
            new(acme.Id, member, "Acme.Mail", version, A.Hash(), 1000, _database.Now.AddMinutes(-minutesAgo));
    }

    [Fact]
    public async Task Counts_mails_that_have_not_left_and_those_that_the_server_refused()
    {
        var refused = new OutgoingMail("ada@example.com", "Hello", "Text", _database.Now.AddHours(-1));
        refused.Claim(_database.Now.AddMinutes(5));
        _database.Save(refused, new OutgoingMail("bob@example.com", "Hello", "Text", _database.Now.AddMinutes(-2)));

        var glance = await ReadAsync();

        Assert.Equal((2, 1), (glance.Mails, glance.Refused));
        Assert.Equal(_database.Now.AddMinutes(-2), glance.MailDueSince);
    }

    [Fact]
    public async Task Nothing_waits_where_there_is_nothing()
    {
        var glance = await ReadAsync();

        Assert.Equal(new InstallationGlance(0, 0, 0, 0, 0, 0, 0, 0, 0) { Causes = glance.Causes }, glance);
        Assert.Empty(glance.Causes);
    }

    [Fact]
    public async Task Only_operators_see_it()
    {
        Assert.Null(await _glances.ReadAsync(_database.Staff(StaffRole.Moderator), Cancel));
        Assert.Null(await _glances.ReadAsync(_operator with { HasSecondFactor = false }, Cancel));
        Assert.Null(await _glances.ReadAsync(_database.Stranger(), Cancel));
    }

    private async Task<InstallationGlance> ReadAsync() => (await _glances.ReadAsync(_operator, Cancel))!;

    private void Run(Operation operation, DateTime leaseUntil)
    {
        using var db = _database.CreateDbContext();
        db.Operations.Where(o => o.Id == operation.Id)
            .ExecuteUpdate(set => set.SetProperty(o => o.State, OperationState.Running).SetProperty(o => o.LeaseUntil, leaseUntil));
    }

    public void Dispose() => _database.Dispose();
}
