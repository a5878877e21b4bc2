using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Usage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Marketplace.Tests.Insight;

public sealed class SightingsTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Actor _person;
    private readonly Site _site;

    public SightingsTests()
    {
        var client = _database.Client();
        _person = _database.Member(client);
        _site = _database.Saved(A.Site(client.Id, hostVersion: "2.4.1"));
        _database.Available(_database.Publisher(), "Acme.Mail");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HostOutcomes HostOutcomes => new(_database, _database.Clock, NullLogger<HostOutcomes>.Instance);

    [Fact]
    public async Task Installs_that_stayed_and_those_taken_back_are_counted_apart_and_once()
    {
        End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0"));
        End(null, o => o.Fail(new(FailureCategory.HealthCheck, "It did not answer."), A.Day), Change(null, "1.0.0"));
        End(null, o => o.Fail(new(FailureCategory.Disk, "The disk is full."), A.Day), Change(null, "1.0.0"));
        End(0, o => o.Finish(2, A.Day), Change("1.0.0", null));

        await HostOutcomes.CountAsync(Cancel);
        await HostOutcomes.CountAsync(Cancel);

        var seen = Assert.Single(_database.Read(db => db.Set<HostOutcome>().ToList()));
        Assert.Equal(("acme.mail", "1.0.0", "2.4.1", 1, 2), (seen.NormalizedId, seen.Version, seen.HostVersion, seen.Succeeded, seen.RolledBack));
    }

    [Fact]
    public async Task An_install_is_one_event_and_the_sites_that_have_it_are_read_from_their_revisions()
    {
        var release = _database.Read(db => db.Releases.Single());
        Revise(1, release);
        End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0") with { Hash = release.PackageHash });

        await HostOutcomes.CountAsync(Cancel);
        await HostOutcomes.CountAsync(Cancel);

        Assert.Equal(
            (release.Id, 1, 0),
            Assert.Single(
                _database.Read(db => db.UsageEvents.Select(e => ValueTuple.Create(e.ReleaseId, e.Installs, e.Downloads)).ToList())));
        Assert.Equal(1, _database.Read(db => db.ModuleFigures.Single().ActiveSites));
        Assert.Equal(1, Assert.Single(_database.Read(db => db.ReleaseAdoptions.ToList())).Sites);

        _database.Clock.Advance(TimeSpan.FromDays(2));
        Revise(2);
        End(null, o => o.Finish(2, A.Day), Change("1.0.0", null));
        await HostOutcomes.CountAsync(Cancel);

        Assert.Equal(0, _database.Read(db => db.ModuleFigures.Single().ActiveSites));
        Assert.Equal([1, 0], _database.Read(db => db.ReleaseAdoptions.OrderBy(a => a.Day).Select(a => a.Sites).ToList()));
    }

    [Fact]
    public async Task Host_versions_that_differ_by_case_are_counted_apart()
    {
        End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0"), "3.0.0-RC.1");
        End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0"), "3.0.0-rc.1");

        await HostOutcomes.CountAsync(Cancel);

        var hosts = _database.Read(db => db.Set<HostOutcome>().Select(s => s.HostVersion).ToList());
        Assert.Equal(["3.0.0-RC.1", "3.0.0-rc.1"], hosts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_operation_that_the_database_will_not_count_does_not_hold_up_the_others()
    {
        Assert.SkipWhen(TestDatabase.IsSqlServer, "An index over an expression stands for a collation that knows no case.");
        _database.Read(db => db.Database.ExecuteSqlRaw("CREATE UNIQUE INDEX Likeness ON HostOutcomes (NormalizedId, Version, lower(HostVersion))"));
        End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0"), "3.0.0-RC.1");
        for (var more = 0; more < 60; more++)
        {
            End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0"), "3.0.0-rc.1");
        }

        End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0"));
        await HostOutcomes.CountAsync(Cancel);
        await HostOutcomes.CountAsync(Cancel);

        var seen = _database.Read(db => db.Set<HostOutcome>().ToList());
        Assert.Equal([("2.4.1", 1), ("3.0.0-RC.1", 1)], seen.Select(s => (s.HostVersion, s.Succeeded)).Order());
    }

    [Fact]
    public async Task What_has_not_ended_is_not_counted()
    {
        End(null, _ => { }, Change(null, "1.0.0"));

        await HostOutcomes.CountAsync(Cancel);

        Assert.Empty(_database.Read(db => db.Set<HostOutcome>().ToList()));
    }

    [Fact]
    public async Task The_matrix_keeps_what_is_declared_checked_and_seen_apart()
    {
        End(null, o => o.Finish(1, A.Day), Change(null, "1.0.0"));
        await HostOutcomes.CountAsync(Cancel);

        var matrix = await new Compatibility(_database).ReadAsync(null, "Acme.Mail", Cancel);

        Assert.Equal(["1.0", "2.0", "2.4", "3.0"], matrix.Hosts);
        var row = Assert.Single(matrix.Rows);
        Assert.Equal(("1.0.0", Verdict.Passed), (row.Version, row.Checked));
        Assert.Equal([new HostCell(true, 0, 0), new(true, 0, 0), new(true, 1, 0), new(false, 0, 0)], row.Cells);
    }

    private static PlanChange Change(string? from, string? to) =>
        new(to is null ? ChangeKind.Remove : ChangeKind.Add, "Acme.Mail", from, to, "", "", 0, [], [], []);

    private void End(int? restores, Action<Operation> end, PlanChange change, string? host = null)
    {
        var document = new PlanDocument(_site.Id, host ?? _site.HostVersion, 0, restores, [change]);
        var plan = new Plan(_site.Id, A.Hash(), "x", "", document.ToJson(), 0, _person.UserId, A.Day);
        var operation = new Operation(plan, _person.UserId, keepsOthers: false, A.Day);
        end(operation);
        _database.Save(operation);
    }

    private void Revise(int number, params Release[] releases)
    {
        using var db = _database.CreateDbContext();
        var revision = new Revision(_site.Id, number, null, "2.4.1", null, A.Day);
        foreach (var release in releases)
        {
            revision.Modules.Add(new RevisionModule("Acme.Mail", release.Version, release.PackageHash));
        }

        db.Add(revision);
        db.Sites.Single(s => s.Id == _site.Id).Activate(number);
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();
}
