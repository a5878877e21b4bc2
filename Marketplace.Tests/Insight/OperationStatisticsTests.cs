using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Insight;

public sealed class OperationStatisticsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly PastOperations _past;
    private readonly Actor _operator, _publisher;
    private readonly (Actor Member, Site Site) _globex, _initech, _hooli;

    public OperationStatisticsTests()
    {
        _past = new(_database);
        var acme = _database.Publisher();
        (_operator, _publisher) = (_database.Staff(StaffRole.Operator), _database.Member(acme));
        _database.Available(acme, "Acme.Mail");
        (_globex, _initech, _hooli) = (_past.Client("Globex"), _past.Client("Initech"), _past.Client("Hooli"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rates_causes_and_days_are_those_of_the_operations_that_ended_in_the_period()
    {
        _past.Add(_globex.Site, daysAgo: 0);
        _past.Add(_globex.Site, daysAgo: 1);
        _past.Add(_initech.Site, daysAgo: 1, attempts: 2);
        _past.Add(_initech.Site, daysAgo: 1, failure: FailureCategory.Disk);
        _past.Add(_hooli.Site, daysAgo: 6, failure: FailureCategory.Disk);
        _past.Add(_hooli.Site, daysAgo: 6, failure: FailureCategory.HealthCheck, unwell: true);
        _past.Add(_hooli.Site, daysAgo: 7);
        _past.Cancelled(_hooli.Site);

        var figures = await ReadAsync(_operator, new StatisticsScope.AllSites(), 7);

        Assert.Equal((3, 3, 1, 2), (figures.Succeeded, figures.Failed, figures.Cancelled, figures.AtFirstAttempt));
        Assert.Equal((3 / 6d, 2 / 6d), (figures.SuccessRate, figures.FirstAttemptRate));
        Assert.Equal([new(FailureCategory.Disk, 2), new(FailureCategory.HealthCheck, 1)], figures.Causes);
        Assert.Equal([(0, 2), (0, 0), (0, 0), (0, 0), (0, 0), (2, 1), (1, 0)], figures.ByDay.Select(d => (d.Succeeded, d.Failed)));
        Assert.Equal(4, (await ReadAsync(_operator, new StatisticsScope.AllSites(), 30)).Succeeded);
    }

    [Fact]
    public async Task Durations_are_those_of_steps_that_were_done_each_in_its_place()
    {
        foreach (var seconds in new[] { 40, 10, 30, 20 })
        {
            _past.Add(_globex.Site, daysAgo: 0, fetch: seconds);
        }

        _past.Add(_globex.Site, daysAgo: 0, fetch: 50, failure: FailureCategory.HealthCheck, unwell: true);

        var figures = await ReadAsync(_operator, new StatisticsScope.AllSites(), 7);

        Assert.Equal(
            [
                StepKind.Preflight, StepKind.Download, StepKind.Verify, StepKind.Unpack, StepKind.Inspect, StepKind.Write,
                StepKind.Activate, StepKind.Load, StepKind.Health, StepKind.Commit,
            ],
            figures.Steps.Select(s => s.Kind));
        Assert.Equal(Seconds(5, 30, 50), figures.Steps[1].Duration);
        Assert.Equal(Seconds(4, 1, 1), figures.Steps[8].Duration);
        Assert.Equal(Seconds(4, 29, 49), figures.Whole);
    }

    [Fact]
    public async Task A_client_counts_its_own_sites_alone_and_no_other()
    {
        _past.Add(_globex.Site, daysAgo: 0);
        _past.Add(_initech.Site, daysAgo: 0, failure: FailureCategory.Network);

        Assert.Equal((1, 0), Ended(await ReadAsync(_globex.Member, new StatisticsScope.OfClient(), 7)));
        Assert.Equal((0, 1), Ended(await ReadAsync(_initech.Member, new StatisticsScope.OfClient(_initech.Site.OrganizationId), 7)));
        Assert.Null(await Statistics.ReadAsync(_globex.Member, new StatisticsScope.OfClient(_initech.Site.OrganizationId), 7, Cancel));
        Assert.Null(await Statistics.ReadAsync(_publisher, new StatisticsScope.OfClient(), 7, Cancel));
    }

    [Fact]
    public async Task Only_operators_in_person_count_all_sites()
    {
        foreach (var actor in new[] { _globex.Member, _publisher, _database.Staff(StaffRole.Moderator), _operator with { ApiKeyId = 1 } })
        {
            Assert.Null(await Statistics.ReadAsync(actor, new StatisticsScope.AllSites(), 7, Cancel));
            Assert.Null(await Versions.ReadAsync(actor, new StatisticsScope.AllSites(), ListQuery.First, Cancel));
        }
    }

    [Fact]
    public async Task A_publisher_counts_the_operations_with_its_module_and_only_the_modules_own_steps()
    {
        _past.Add(_globex.Site, daysAgo: 0, fetch: 5);
        _past.Add(_initech.Site, daysAgo: 0, fetch: 6);
        _past.Add(_hooli.Site, daysAgo: 0, fetch: 7, failure: FailureCategory.HealthCheck, unwell: true);
        _past.Add(_hooli.Site, daysAgo: 0, failure: FailureCategory.Disk);
        _past.Add(_hooli.Site, daysAgo: 0, module: "Fabrikam.Chat");

        var figures = await ReadAsync(_publisher, OfMail, 7);

        Assert.Equal((2, 2), Ended(figures));
        Assert.Equal((1, "Acme Mail", false), (figures.FailedByModule, figures.Module, figures.IsWithheld));
        Assert.Equal([StepKind.Download, StepKind.Verify, StepKind.Unpack, StepKind.Load, StepKind.Health], figures.Steps.Select(s => s.Kind));
        Assert.Equal([new(null, 2)], figures.Causes);
        Assert.Empty(figures.ByDay);
        Assert.Equal([new(FailureCategory.Disk, 1), new(FailureCategory.HealthCheck, 1)], (await ReadAsync(_operator, OfMail, 7)).Causes);
        Assert.Null(await Statistics.ReadAsync(_database.Member(_database.Publisher("Fabrikam")), OfMail, 7, Cancel));
        Assert.Null(await Statistics.ReadAsync(_globex.Member, OfMail, 7, Cancel));
    }

    [Fact]
    public async Task A_publisher_is_told_nothing_of_two_clients_and_operators_are()
    {
        _past.Add(_globex.Site, daysAgo: 0);
        _past.Add(_initech.Site, daysAgo: 0, failure: FailureCategory.Disk);
        _past.Add(_hooli.Site, daysAgo: 20);

        var week = await ReadAsync(_publisher, OfMail, 7);

        Assert.True(week.IsWithheld);
        Assert.Equal((0, 0), Ended(week));
        Assert.Equal((2, 1), Ended(await ReadAsync(_publisher, OfMail, 30)));
        Assert.Equal((1, 1), Ended(await ReadAsync(_operator, OfMail, 7)));
    }

    [Fact]
    public async Task Where_nothing_ended_there_is_no_rate()
    {
        var figures = await ReadAsync(_publisher, OfMail, 7);

        Assert.Equal((null, null, false), (figures.SuccessRate, figures.FirstAttemptRate, figures.IsWithheld));
        Assert.Empty(figures.Steps);
        Assert.Null(figures.Whole);
    }

    private static StatisticsScope OfMail => new StatisticsScope.OfModule("acme.mail");

    private OperationStatistics Statistics => new(_database, _database.Clock);

    private VersionsInUse Versions => new(_database);

    private static (int, int) Ended(OperationFigures figures) => (figures.Succeeded, figures.Failed);

    private static DurationFigure Seconds(int count, int p50, int p95) => new(count, TimeSpan.FromSeconds(p50), TimeSpan.FromSeconds(p95));

    private async Task<OperationFigures> ReadAsync(Actor actor, StatisticsScope scope, int days) => (await Statistics.ReadAsync(actor, scope, days, Cancel))!;

    public void Dispose() => _database.Dispose();
}
