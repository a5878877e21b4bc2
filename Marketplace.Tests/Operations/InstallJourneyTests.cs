using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Usage;

namespace Marketplace.Tests.Operations;

/// <summary>A client plans, installs, looks and takes back, on a site no host runs on.</summary>
public sealed class InstallJourneyTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Actor _client;
    private readonly Organization _globex;

    public InstallJourneyTests()
    {
        _globex = Database.Client();
        _client = Database.Member(_globex, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => _portal.Database;

    private async Task<(long Installs, int ActiveSites)> FiguresAsync(string id)
    {
        await _portal.Get<HostOutcomes>().CountAsync(Cancel);
        await _portal.Get<Statistics>().RollUpAsync(Cancel);
        var figures = Database.Read(db => db.Modules.Where(m => m.NormalizedId == id).Select(m => m.Figures).Single());
        return (figures.Installs, figures.ActiveSites);
    }

    [Fact]
    public async Task A_module_comes_with_what_it_needs_and_goes_again_by_rolling_back()
    {
        var site = await SiteAsync();
        await PublishAsync();

        var installed = await RunAsync(site, ChangeRequest.Install("Acme.Shop"));

        Assert.Equal((OperationState.Done, 1), (installed.State, installed.ToRevision));
        Assert.Equal(["Acme.Core", "Acme.Shop"], await ModulesAsync(site));
        Assert.Equal((1, 1), await FiguresAsync("acme.shop"));

        var plan = Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().RollBackAsync(_client, site, 0, Cancel));
        var started = Assert.IsType<StartOutcome.Started>(await _portal.Get<OperationCommands>().RollBackAsync(_client, site, 0, plan.Hash, Cancel));
        await _portal.Get<OperationRunner>().RunAsync(started.OperationId, Cancel);

        Assert.Empty(await ModulesAsync(site));
        Assert.Equal((1, 0), await FiguresAsync("acme.shop"));
        Assert.Equal(2, (await _portal.Get<OperationQueries>().ListAsync(_client, ListQuery.First, Cancel)).Total);
    }

    [Fact]
    public async Task A_plan_that_is_not_the_one_confirmed_and_a_site_of_others_are_left_alone()
    {
        var site = await SiteAsync();
        await PublishAsync();
        var stranger = Database.Member(Database.Client("Initech"), MemberRole.Owner);

        Assert.IsType<StartOutcome.PlanChanged>(
            await _portal.Get<OperationCommands>().StartAsync(_client, site, ChangeRequest.Install("Acme.Shop"), new string('0', 64), false, Cancel));
        Assert.IsType<PlanOutcome.NotFound>(await _portal.Get<Planner>().PlanAsync(stranger, site, ChangeRequest.Install("Acme.Shop"), Cancel));
        Assert.Null(await _portal.Get<SiteQueries>().ReadAsync(stranger, site, Cancel));
        Assert.Empty((await _portal.Get<SiteQueries>().ListAsync(stranger, ListQuery.First, Cancel)).Rows);
        Assert.Empty(Database.Read(db => db.Operations.ToList()));
    }

    [Fact]
    public async Task An_operation_that_waits_is_due_keeps_others_out_and_can_be_cancelled()
    {
        var site = await SiteAsync();
        await PublishAsync();
        var operation = await StartAsync(site, ChangeRequest.Install("Acme.Core"));

        Assert.Equal([operation], await _portal.Get<OperationRunner>().DueAsync(10, Cancel));
        var plan = Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().PlanAsync(_client, site, ChangeRequest.Install("Acme.Shop"), Cancel));
        var waiting = Assert.IsType<StartOutcome.Started>(
            await _portal.Get<OperationCommands>().StartAsync(_client, site, ChangeRequest.Install("Acme.Shop"), plan.Hash, false, Cancel)).OperationId;
        Assert.Equal([operation], await _portal.Get<OperationRunner>().DueAsync(10, Cancel));
        await _portal.Get<OperationRunner>().RunAsync(waiting, Cancel);
        Assert.Equal((OperationState.Queued, operation), ((await ReadAsync(waiting)).State, (await ReadAsync(waiting)).Ahead!.Id));

        Assert.True(await _portal.Get<OperationCommands>().CancelAsync(_client, operation, Cancel));
        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);

        Assert.Equal(OperationState.Cancelled, (await ReadAsync(operation)).State);
        Assert.Empty(await ModulesAsync(site));
        Assert.False(await _portal.Get<OperationCommands>().CancelAsync(_client, operation, Cancel));
    }

    [Fact]
    public async Task What_waited_goes_on_with_the_same_changes_on_the_site_as_it_is_then()
    {
        var site = await SiteAsync();
        await PublishAsync();
        var first = await StartAsync(site, ChangeRequest.Install("Acme.Core"));
        var waiting = await StartAsync(site, ChangeRequest.Install("Acme.Blog"));

        await _portal.Get<OperationRunner>().RunAsync(first, Cancel);
        await _portal.Get<OperationRunner>().RunAsync(waiting, Cancel);

        var done = await ReadAsync(waiting);
        Assert.Equal((OperationState.Done, 1, 2), (done.State, done.FromRevision, done.ToRevision));
        Assert.Equal(["Acme.Blog", "Acme.Core"], await ModulesAsync(site));
        Assert.Contains(done.Log, line => line.Text == "Planned again for revision 1: the same changes");
    }

    [Fact]
    public async Task What_waited_ends_where_it_would_do_anything_else_than_was_confirmed()
    {
        var site = await SiteAsync();
        await PublishAsync();
        var first = await StartAsync(site, ChangeRequest.Install("Acme.Core"));
        var waiting = await StartAsync(site, ChangeRequest.Install("Acme.Shop"));

        await _portal.Get<OperationRunner>().RunAsync(first, Cancel);
        await _portal.Get<OperationRunner>().RunAsync(waiting, Cancel);

        var failed = await ReadAsync(waiting);
        Assert.Equal(OperationState.Failed, failed.State);
        Assert.Equal(
            "The site has moved to revision 1 since the plan was confirmed. Acme.Core would stay as it is. Make a new plan.",
            failed.Failure!.Sentence);
        Assert.Equal(["Acme.Core"], await ModulesAsync(site));
    }

    [Fact]
    public async Task A_plan_confirmed_by_many_hands_at_once_is_one_operation()
    {
        var site = await SiteAsync();
        await PublishAsync();
        var plan = Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().PlanAsync(_client, site, ChangeRequest.Install("Acme.Shop"), Cancel));

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            _portal.Get<OperationCommands>().StartAsync(_client, site, ChangeRequest.Install("Acme.Shop"), plan.Hash, false, Cancel))));

        var operation = Assert.Single(Database.Read(db => db.Operations.Select(o => o.Id).ToList()));
        Assert.All(started, outcome => Assert.Equal(operation, Assert.IsType<StartOutcome.Started>(outcome).OperationId));
    }

    [Fact]
    public async Task A_site_moves_to_another_host_version()
    {
        var site = await SiteAsync();

        Assert.Null(await _portal.Get<SiteCommands>().MoveAsync(_client, site, "2.5.0", Cancel));
        Assert.NotNull(await _portal.Get<SiteCommands>().MoveAsync(_client, site, "not a version", Cancel));

        Assert.Equal("2.5.0", Assert.Single((await _portal.Get<SiteQueries>().ListAsync(_client, ListQuery.First, Cancel)).Rows).HostVersion);
    }

    private async Task<long> SiteAsync() =>
        Assert.IsType<CreateSiteOutcome.Created>(await _portal.Get<SiteCommands>().CreateAsync(_client, _globex.Id, "Shop", "2.0.0", Cancel)).Id;

    private async Task PublishAsync()
    {
        var acme = Database.Member(Database.Publisher(), MemberRole.Owner);
        await _portal.ReleaseAsync(acme, Packages.Package("Acme.Core"), Cancel);
        await _portal.ReleaseAsync(acme, Packages.Package("Acme.Shop", needs: "Acme.Core [1.0,2.0)"), Cancel);
        await _portal.ReleaseAsync(acme, Packages.Package("Acme.Blog"), Cancel);
    }

    private async Task<long> StartAsync(long site, ChangeRequest request)
    {
        var plan = Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().PlanAsync(_client, site, request, Cancel));
        return Assert.IsType<StartOutcome.Started>(
            await _portal.Get<OperationCommands>().StartAsync(_client, site, request, plan.Hash, false, Cancel)).OperationId;
    }

    private async Task<OperationDetail> RunAsync(long site, ChangeRequest request)
    {
        var operation = await StartAsync(site, request);
        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        return await ReadAsync(operation);
    }

    private async Task<OperationDetail> ReadAsync(long operation) =>
        Assert.IsType<OperationDetail>(await _portal.Get<OperationQueries>().ReadAsync(_client, operation, Cancel));

    private async Task<IEnumerable<string>> ModulesAsync(long site) =>
        Assert.IsType<SiteDetail>(await _portal.Get<SiteQueries>().ReadAsync(_client, site, Cancel)).Modules.Select(m => m.Id).Order();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
