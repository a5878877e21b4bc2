using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Operations;

/// <summary>One request carried out on many sites, ring after ring.</summary>
public sealed class BatchTests : IAsyncDisposable
{
    private static readonly ChangeRequest Shop = ChangeRequest.Install("Acme.Shop");

    private readonly PortalHost _portal = new PortalHost().With("Installs:HealthSeconds", "1");
    private readonly Client _client;

    public BatchTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Batches Batches => _portal.Get<Batches>();

    [Fact]
    public async Task A_ring_begins_when_the_one_before_has_ended()
    {
        var sites = await SitesAsync(3);
        var batch = await StartAsync(Shop, 0, (sites[0], 1), (sites[1], 4), (sites[2], 4));

        await AdvanceAsync();
        Assert.Equal(["1 Queued", "2 AwaitingRing", "2 AwaitingRing"], await StatesAsync(batch));
        await WorkAsync();
        Assert.Equal(["Acme.Base 1.0.0"], sites[1].Modules);
        await AdvanceAsync();
        Assert.Equal(["1 Done", "2 Queued", "2 Queued"], await StatesAsync(batch));
        await AdvanceAsync();
        Assert.Equal((BatchState.Running, 2), await StateAsync(batch));
        await WorkAsync();
        await AdvanceAsync();

        Assert.Equal(["1 Done", "2 Done", "2 Done"], await StatesAsync(batch));
        Assert.Equal(BatchState.Done, (await StateAsync(batch)).State);
        Assert.All(sites, site => Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], site.Modules));
        Assert.Equal("Carried out: Install Acme.Shop on 3 sites", (await NewsAsync())[0]);
        Assert.Equal((3, 3, 0), (await ListAsync(_client.Actor)).Select(b => (b.Operations, b.Done, b.Failed)).Single());
    }

    [Fact]
    public async Task When_the_canary_is_not_well_the_others_stay_as_they_were()
    {
        var sites = await SitesAsync(3);
        new SiteHost(sites[0].Store).Serves(2, SiteHost.Well("Acme.Base", "2.0.0"), SiteHost.Broken("Acme.Shop", "1.0.0"));
        var batch = await StartAsync(Shop, 0, (sites[0], 1), (sites[1], 2), (sites[2], 3));

        await WorkAsync();
        await AdvanceAsync();

        Assert.Equal(["1 Failed", "2 Cancelled", "3 Cancelled"], await StatesAsync(batch));
        var halted = (await _portal.Get<BatchQueries>().ReadAsync(_client.Actor, batch, Cancel))!;
        Assert.Equal((BatchState.Halted, "1 of its operations failed", 3), (halted.State, halted.Reason, halted.Left.Count()));
        Assert.All(sites, site => Assert.Equal(["Acme.Base 1.0.0"], site.Modules));
        Assert.StartsWith("Halted: Install Acme.Shop on 3 sites", (await NewsAsync())[0], StringComparison.Ordinal);
        await AdvanceAsync();
        Assert.Empty(await _portal.Get<OperationRunner>().DueAsync(100, Cancel));
    }

    [Fact]
    public async Task As_many_failures_as_were_allowed_do_not_halt_it()
    {
        var sites = await SitesAsync(2);
        new SiteHost(sites[0].Store).Serves(2, SiteHost.Well("Acme.Base", "2.0.0"), SiteHost.Broken("Acme.Shop", "1.0.0"));
        var batch = await StartAsync(Shop, 1, (sites[0], 1), (sites[1], 2));

        await WorkAsync();
        await AdvanceAsync();
        await WorkAsync();
        await AdvanceAsync();

        Assert.Equal(["1 Failed", "2 Done"], await StatesAsync(batch));
        Assert.Equal("Carried out: Install Acme.Shop on 2 sites, 1 failed", (await NewsAsync())[0]);
    }

    [Fact]
    public async Task The_plan_says_for_each_site_what_would_happen_and_only_that_is_started()
    {
        var sites = await SitesAsync(3);
        await sites[1].DoneAsync(Shop, Cancel);
        await sites[2].DoneAsync(ChangeRequest.Uninstall("Acme.Base"), Cancel);
        Assert.Null(await _portal.Get<SiteCommands>().MoveAsync(_client.Actor, sites[2].Id, "9.0.0", Cancel));

        var plan = await PlanAsync(Shop, (sites[0], 1), (sites[1], 1), (sites[2], 2));

        Assert.Equal([typeof(PlanOutcome.Ready), typeof(PlanOutcome.NothingToDo), typeof(PlanOutcome.Refused)],
            plan.Sites.Select(site => site.Outcome.GetType()));
        var batch = Assert.IsType<StartBatchOutcome.Started>(
            await Batches.StartAsync(_client.Actor, Shop, Targets((sites[0], 1), (sites[1], 1), (sites[2], 2)), 0, false, plan.Hash, Cancel))
            .BatchId;
        Assert.Equal(["1 Queued"], await StatesAsync(batch));
    }

    [Fact]
    public async Task What_moved_since_it_was_looked_at_starts_nothing()
    {
        var sites = await SitesAsync(2);
        var targets = new[] { (sites[0], 1), (sites[1], 2) };
        var plan = await PlanAsync(Shop, targets);
        await sites[1].DoneAsync(ChangeRequest.Update("Acme.Base"), Cancel);

        Assert.IsType<StartBatchOutcome.PlanChanged>(await Batches.StartAsync(_client.Actor, Shop, Targets(targets), 0, false, plan.Hash, Cancel));
        Assert.NotEqual(plan.Hash, (await PlanAsync(Shop, (sites[0], 2), (sites[1], 1))).Hash);
        Assert.Empty(_portal.Database.Read(db => db.Batches.ToList()));
    }

    [Fact]
    public async Task A_site_that_moved_while_it_waited_gets_the_same_changes_or_none()
    {
        var sites = await SitesAsync(2);
        var batch = await StartAsync(Shop, 0, (sites[0], 1), (sites[1], 2));
        await sites[1].DoneAsync(ChangeRequest.Update("Acme.Base"), Cancel);

        await WorkAsync();
        await AdvanceAsync();
        await WorkAsync();
        await AdvanceAsync();

        Assert.Equal(["1 Done", "2 Failed"], await StatesAsync(batch));
        Assert.Equal(["Acme.Base 2.0.0"], sites[1].Modules);
        Assert.Contains(
            "Acme.Base would stay as it is",
            (await _portal.Get<BatchQueries>().ReadAsync(_client.Actor, batch, Cancel))!.Operations[1].Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_halts_it_and_others_can_neither_see_nor_start_nor_halt()
    {
        var sites = await SitesAsync(2);
        var batch = await StartAsync(Shop, 0, (sites[0], 1), (sites[1], 2));
        var stranger = _portal.Database.Member(_portal.Database.Client("Initech"), MemberRole.Owner);

        Assert.Null(await _portal.Get<BatchQueries>().ReadAsync(stranger, batch, Cancel));
        Assert.Empty(await ListAsync(stranger));
        Assert.Empty(await _portal.Get<BatchQueries>().InstalledAsync(stranger, Cancel));
        Assert.IsType<BatchPlanOutcome.Invalid>(await _portal.Get<BatchPlans>().PlanAsync(stranger, Shop, Targets((sites[0], 1)), Cancel));
        Assert.False(await Batches.HaltAsync(stranger, batch, Cancel));
        Assert.True(await Batches.HaltAsync(_client.Actor, batch, Cancel));
        Assert.False(await Batches.HaltAsync(_client.Actor, batch, Cancel));

        Assert.Equal(["1 Cancelled", "2 Cancelled"], await StatesAsync(batch));
        Assert.Equal(["Acme.Base"], await _portal.Get<BatchQueries>().InstalledAsync(_client.Actor, Cancel));
    }

    [Fact]
    public async Task A_site_that_asks_for_approval_is_waited_for_and_its_ring_still_counts()
    {
        var sites = await SitesAsync(2);
        var other = _portal.Database.Member(_client.Organization, MemberRole.Member);
        Assert.Null(await _portal.Get<SitePlanning>().RequireApprovalAsync(_client.Actor, sites[1].Id, true, Cancel));
        var batch = await StartAsync(Shop, 0, (sites[0], 1), (sites[1], 2));
        var waiting = (await _portal.Get<BatchQueries>().ReadAsync(_client.Actor, batch, Cancel))!.Operations[1].Id;

        Assert.Equal(["1 Queued", "2 AwaitingApproval"], await StatesAsync(batch));
        Assert.Equal(ApprovalOutcome.Done, await _portal.Get<Approvals>().ApproveAsync(other, waiting, Cancel));
        Assert.Equal(["1 Queued", "2 AwaitingRing"], await StatesAsync(batch));
        await WorkAsync();
        await AdvanceAsync();
        await WorkAsync();
        Assert.Equal(["1 Done", "2 Done"], await StatesAsync(batch));
    }

    [Fact]
    public async Task Many_workers_at_once_move_it_on_once()
    {
        var sites = await SitesAsync(4);
        var batch = await StartAsync(Shop, 0, [.. sites.Select((site, i) => (site, i + 1))]);
        for (var ring = 1; ring <= 4; ring++)
        {
            await WorkAsync();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(AdvanceAsync, Cancel)));
            Assert.Equal(ring, (await StatesAsync(batch)).Count(state => state.EndsWith("Done", StringComparison.Ordinal)));
        }

        await AdvanceAsync();
        Assert.Equal(BatchState.Done, (await StateAsync(batch)).State);
        Assert.Single(await NewsAsync());
    }

    [Fact]
    public async Task Bad_input_is_named_and_starts_nothing()
    {
        var sites = await SitesAsync(1);
        var plan = await PlanAsync(Shop, (sites[0], 1));

        Assert.IsType<BatchPlanOutcome.Invalid>(await _portal.Get<BatchPlans>().PlanAsync(_client.Actor, Shop, [], Cancel));
        Assert.IsType<BatchPlanOutcome.Invalid>(await _portal.Get<BatchPlans>().PlanAsync(_client.Actor, Shop, Targets((sites[0], 11)), Cancel));
        Assert.IsType<StartBatchOutcome.Invalid>(await Batches.StartAsync(_client.Actor, Shop, Targets((sites[0], 1)), -1, false, plan.Hash, Cancel));
        await sites[0].StartAsync(Shop, Cancel);
        var busy = Assert.IsType<StartBatchOutcome.Invalid>(await Batches.StartAsync(_client.Actor, Shop, Targets((sites[0], 1)), 0, false, plan.Hash, Cancel));
        Assert.Contains("on Site 0 already", busy.Problem, StringComparison.Ordinal);
        Assert.Empty(_portal.Database.Read(db => db.Batches.ToList()));
    }

    private async Task<List<ClientSite>> SitesAsync(int count)
    {
        var sites = new List<ClientSite>();
        for (var i = 0; i < count; i++)
        {
            sites.Add(await _client.SiteAsync($"Site {i}", Cancel));
        }

        return sites;
    }

    private static BatchTarget[] Targets(params IEnumerable<(ClientSite Site, int Ring)> targets) =>
        [.. targets.Select(target => new BatchTarget(target.Site.Id, target.Ring))];

    private async Task<BatchPlan> PlanAsync(ChangeRequest request, params (ClientSite, int)[] targets) =>
        Assert.IsType<BatchPlanOutcome.Planned>(await _portal.Get<BatchPlans>().PlanAsync(_client.Actor, request, Targets(targets), Cancel)).Plan;

    private async Task<long> StartAsync(ChangeRequest request, int mostFailures, params (ClientSite, int)[] targets)
    {
        var plan = await PlanAsync(request, targets);
        return Assert.IsType<StartBatchOutcome.Started>(
            await Batches.StartAsync(_client.Actor, request, Targets(targets), mostFailures, false, plan.Hash, Cancel)).BatchId;
    }

    // All that is due now; nothing else.
    private async Task WorkAsync()
    {
        foreach (var operation in await _portal.Get<OperationRunner>().DueAsync(100, Cancel))
        {
            await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        }
    }

    private Task AdvanceAsync() => _portal.Get<BatchAdvance>().RunAsync(Cancel);
    private async Task<IReadOnlyList<BatchRow>> ListAsync(Actor actor) => (await _portal.Get<BatchQueries>().ListAsync(actor, ListQuery.First, Cancel)).Rows;

    private async Task<IEnumerable<string>> StatesAsync(long batch) =>
        (await _portal.Get<BatchQueries>().ReadAsync(_client.Actor, batch, Cancel))!.Operations.Select(operation => $"{operation.Ring} {operation.State}");

    private async Task<(BatchState State, int Ring)> StateAsync(long batch) =>
        await _portal.Get<BatchQueries>().ReadAsync(_client.Actor, batch, Cancel) is { } read ? (read.State, read.Ring) : throw new InvalidOperationException();

    private async Task<IReadOnlyList<string>> NewsAsync() =>
        [.. (await _portal.Get<Inbox>().ListAsync(_client.Actor, ListQuery.First, Cancel)).Rows.Select(row => row.Text)];

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
