using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

public sealed class OperationsTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public OperationsTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private OperationCommands Operations => _portal.Get<OperationCommands>();

    private Planner Planner => _portal.Get<Planner>();

    [Fact]
    public async Task Another_organizations_member_can_neither_plan_nor_start_nor_cancel_nor_see()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var request = ChangeRequest.Install("Acme.Shop");
        var plan = Assert.IsType<PlanOutcome.Ready>(await Planner.PlanAsync(_client.Actor, site.Id, request, Cancel));
        var operation = await site.StartAsync(request, Cancel);

        foreach (var other in new[] { _portal.Database.Member(_portal.Database.Client("Initech"), MemberRole.Owner),
            _portal.Database.Stranger(), _portal.Database.Staff(StaffRole.Moderator) })
        {
            Assert.IsType<PlanOutcome.NotFound>(await Planner.PlanAsync(other, site.Id, request, Cancel));
            Assert.IsType<PlanOutcome.NotFound>(await Planner.RollBackAsync(other, site.Id, 0, Cancel));
            Assert.IsType<StartOutcome.NotFound>(await Operations.StartAsync(other, site.Id, request, plan.Hash, false, Cancel));
            Assert.IsType<StartOutcome.NotFound>(await Operations.RollBackAsync(other, site.Id, 0, plan.Hash, Cancel));
            Assert.False(await Operations.CancelAsync(other, operation, Cancel));
            Assert.Null(await _portal.Get<OperationQueries>().ReadAsync(other, operation, Cancel));
            Assert.Empty((await _portal.Get<OperationQueries>().ListAsync(other, ListQuery.First, Cancel)).Rows);
            Assert.NotNull(await _portal.Get<SiteCommands>().MoveAsync(other, site.Id, "3.0.0", Cancel));
            Assert.IsType<CreateSiteOutcome.NotClient>(await _portal.Get<SiteCommands>().CreateAsync(other, _client.Organization.Id, "Mine", "2.0.0", Cancel));
        }

        Assert.Equal(OperationState.Queued, site.Operation(operation).State);
        Assert.Null(site.Operation(operation).CancelRequestedAt);
    }

    [Fact]
    public async Task A_plan_confirmed_after_the_site_changed_is_not_carried_out()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var plan = Assert.IsType<PlanOutcome.Ready>(await Planner.PlanAsync(_client.Actor, site.Id, ChangeRequest.Install("Acme.Shop"), Cancel));
        await site.DoneAsync(ChangeRequest.Update("Acme.Base"), Cancel);

        Assert.IsType<StartOutcome.PlanChanged>(await Operations.StartAsync(_client.Actor, site.Id, ChangeRequest.Install("Acme.Shop"), plan.Hash, false,
            Cancel));
    }

    [Fact]
    public async Task Whoever_uninstalls_chooses_whether_the_data_is_kept()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var keeping = Assert.IsType<PlanOutcome.Ready>(await Planner.PlanAsync(_client.Actor, site.Id, ChangeRequest.Uninstall("Acme.Shop"), Cancel));
        var request = ChangeRequestText.Read(ChangeRequestText.Write(ChangeRequest.Uninstall("Acme.Shop")
            .And(ChangeRequest.Forgotten("acme.shop", "Acme.Base"))))!;
        var forgetting = Assert.IsType<PlanOutcome.Ready>(await Planner.PlanAsync(_client.Actor, site.Id, request, Cancel));

        Assert.Null(keeping.Document.Forgets);
        Assert.Equal(["Acme.Shop"], forgetting.Document.Forgets);
        Assert.NotEqual(keeping.Hash, forgetting.Hash);
        await site.DoneAsync(request, Cancel);

        Assert.Equal("acme.shop@3", site.Store.Current().Data!["acme.shop"]);
        Assert.Equal(["Acme.Base 2.0.0"], site.Modules);
    }

    [Fact]
    public async Task A_site_goes_back_to_any_revision_exactly()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await site.DoneAsync(ChangeRequest.Uninstall("Acme.Shop"), Cancel);
        Assert.Equal(["Acme.Base 2.0.0"], site.Modules);

        foreach (var (revision, modules) in new[] { (2, new[] { "Acme.Base 2.0.0", "Acme.Shop 1.0.0" }),
            (1, ["Acme.Base 1.0.0"]), (0, []), (3, ["Acme.Base 2.0.0"]) })
        {
            await _portal.Get<OperationRunner>().RunAsync(await site.StartRollbackAsync(revision, Cancel), Cancel);
            Assert.Equal(modules, site.Modules);
            Assert.Equal(revision, site.Store.Current().RestoredFrom);
            site.AssertWhole();
        }

        Assert.IsType<PlanOutcome.NotFound>(await Planner.RollBackAsync(_client.Actor, site.Id, 99, Cancel));
        Assert.IsType<PlanOutcome.NothingToDo>(await Planner.RollBackAsync(_client.Actor, site.Id, 7, Cancel));
    }

    [Fact]
    public async Task One_operation_asked_of_many_workers_at_once_is_carried_out_once()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _portal.Get<OperationRunner>().RunAsync(operation, Cancel))));

        Assert.Equal((OperationState.Done, 1, 1), (site.Operation(operation).State, site.Operation(operation).Attempts, site.Operation(operation).LeaseNumber));
        site.AssertWhole();
    }

    [Fact]
    public async Task Once_the_site_is_switched_nobody_can_cancel()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var host = new SiteHost(site.Store);
        host.Serves(1, SiteHost.Well("Acme.Base", "1.0.0"));
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var run = Task.Run(() => _portal.Get<OperationRunner>().RunAsync(operation, Cancel), Cancel);
        await Eventually.TrueAsync(() => site.Store.Current().Number == 2, "the site is switched", Cancel);

        Assert.False(await Operations.CancelAsync(_client.Actor, operation, Cancel));
        host.Stops();
        await run;

        Assert.Equal(OperationState.Done, site.Operation(operation).State);
    }

    [Theory]
    [InlineData("", "2.0.0")]
    [InlineData("   ", "2.0.0")]
    [InlineData("A name that goes on and on, much longer than any name of a site may be", "2.0.0")]
    [InlineData("Shop", "")]
    [InlineData("Shop", "two")]
    [InlineData("Shop", "2")]
    [InlineData("SHOP 1", "2.0.0")]
    public async Task A_site_that_cannot_be_is_refused_with_the_remedy(string name, string hostVersion)
    {
        await _client.EmptySiteAsync("Shop 1", Cancel);

        var refused = Assert.IsType<CreateSiteOutcome.Invalid>(
            await _portal.Get<SiteCommands>().CreateAsync(_client.Actor, _client.Organization.Id, name, hostVersion, Cancel));

        Assert.Matches("Give|Enter|Choose", refused.Problem);
        Assert.Single((await _portal.Get<SiteQueries>().ListAsync(_client.Actor, ListQuery.First, Cancel)).Rows);
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
