using System.Text.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Tests.Updates;
using Marketplace.Updates;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Insight;

public sealed class ClientHomeTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly SiteWithUpdates _site;
    private readonly WaitingUpdates _updates;
    private readonly SiteFolders _folders;
    private readonly ClientHomes _homes;

    public ClientHomeTests()
    {
        _site = new(_database);
        _updates = new(_database, _database.Clock);
        var data = new DataFolder(
            Options.Create(new DataOptions { Folder = _database.Folder }), new HostingEnvironment { ContentRootPath = _database.Folder });
        _folders = new(data, Options.Create(new InstallsOptions()), _database.Clock);
        _homes = new(_database, _updates, _folders, _database.Clock);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2.0.0", null, true, SiteHealth.Healthy)]
    [InlineData("2.1.0", null, true, SiteHealth.OtherHost)]
    [InlineData("2.1.0", null, false, SiteHealth.ModulesFail)]
    [InlineData("2.1.0", "A file is missing.", false, SiteHealth.HostFails)]
    public async Task A_site_is_as_its_agents_host_says(string host, string? problem, bool isHealthy, SiteHealth health)
    {
        Report(_site.Id, host, problem, isHealthy, _database.Now);

        var site = Assert.Single((await ReadAsync()).Sites.Rows);

        Assert.Equal((health, host, isHealthy ? 0 : 1), (site.Health, site.RunningHost, site.Failing));
    }

    [Fact]
    public async Task A_site_whose_agent_is_away_is_not_running_and_a_suspended_module_is_worse_than_that()
    {
        Report(_site.Id, "2.0.0", null, true, _database.Now.AddMinutes(-2));
        Assert.Equal(SiteHealth.NotRunning, Assert.Single((await ReadAsync()).Sites.Rows).Health);

        var release = _site.Release("Acme.Mail", "1.0.0");
        _site.Has(release);
        using (var db = _database.CreateDbContext())
        {
            db.Releases.Single(r => r.Id == release.Id).Suspend(new Suspension("It steals.", _site.Member.UserId, A.Day));
            db.SaveChanges();
        }

        var site = Assert.Single((await ReadAsync()).Sites.Rows);
        Assert.Equal((SiteHealth.HasSuspended, 1), (site.Health, site.Modules));
    }

    [Fact]
    public async Task A_site_without_an_agent_is_as_the_host_on_its_folder_says()
    {
        var folder = _folders.PathOf(_database.Read(db => db.Sites.Single().Folder));
        new Disk().Write(new StoreLayout(folder).Status, Status("2.0.0", null, false));

        Assert.Equal(SiteHealth.ModulesFail, Assert.Single((await ReadAsync()).Sites.Rows).Health);
    }

    [Fact]
    public async Task Sites_that_need_attention_stand_first_and_all_are_counted()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0", security: "Mail could be read by others.");
        var healthy = _database.Saved(A.Site(_site.Organization.Id, "Blog"));
        var other = _database.Saved(A.Site(_site.Organization.Id, "Wiki"));
        Report(healthy.Id, "2.0.0", null, true, _database.Now);

        var home = await ReadAsync(size: 2);

        Assert.Equal([("Shop", 1, 1), ("Wiki", 0, 0)], home.Sites.Rows.Select(s => (s.Name, s.Updates, s.SecurityUpdates)));
        Assert.Equal((3, 1), (home.Sites.Total, home.Updates.Total));
        Assert.Equal(other.Id, home.Sites.Rows[1].Id);
    }

    [Fact]
    public async Task What_happened_is_what_began_or_ended_in_these_days_or_still_runs()
    {
        var past = new PastOperations(_database);
        var site = _database.Read(db => db.Sites.Single(s => s.Id == _site.Id));
        var recent = past.Add(site, daysAgo: 2);
        past.Open(_site.Id, minutesAgo: 60 * 24 * 30);
        using (var db = _database.CreateDbContext())
        {
            var old = past.Add(site, daysAgo: 0);
            db.Entry(db.Operations.Single(o => o.Id == old.Id)).Property(o => o.EndedAt).CurrentValue = _database.Now.AddDays(-8);
            db.Entry(db.Operations.Single(o => o.Id == old.Id)).Property(o => o.QueuedAt).CurrentValue = _database.Now.AddDays(-8);
            db.SaveChanges();
        }

        var home = await ReadAsync();

        Assert.Equal([OperationState.Queued, OperationState.Done], home.Operations.Rows.Select(o => o.State));
        Assert.Equal(recent.Id, home.Operations.Rows[1].Id);
    }

    [Fact]
    public async Task Nobody_else_sees_anything_of_it()
    {
        _site.Has(_site.Release("Acme.Mail", "1.0.0"));
        _site.Release("Acme.Mail", "1.1.0");
        new PastOperations(_database).Open(_site.Id);

        var home = await _homes.ReadAsync(_database.Staff(StaffRole.Operator), 7, 10, Cancel);

        Assert.Equal((0, 0, 0), (home.Sites.Total, home.Updates.Total, home.Operations.Total));
    }

    private Task<ClientHome> ReadAsync(int size = 10) => _homes.ReadAsync(_site.Member, 7, size, Cancel);

    private void Report(long siteId, string host, string? problem, bool isHealthy, DateTime seenAt)
    {
        var contact = new AgentContact(siteId);
        contact.See(host, 1, 1, JsonSerializer.Serialize(Status(host, problem, isHealthy), AgentFormat.Json), seenAt);
        _database.Save(contact);
        using var db = _database.CreateDbContext();
        db.Sites.Single(s => s.Id == siteId).Deliver(SiteDelivery.Agent);
        db.SaveChanges();
    }

    private HostStatus Status(string host, string? problem, bool isHealthy) => new(
        1, host, 1, _database.Now, _database.Now, null,
        [new("Acme.Mail", "1.0.0", ModuleState.Loaded, null, new ModuleHealth(isHealthy, 200, null, _database.Now))], [], problem);

    public void Dispose()
    {
        _updates.Dispose();
        _database.Dispose();
    }
}
