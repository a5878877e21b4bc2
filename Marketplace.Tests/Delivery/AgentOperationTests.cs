using System.Net;
using Marketplace.Catalog;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Delivery;

/// <summary>Operations on a site with an agent. No worker runs on its own: each run stands here, and the agent says what the tests let it say.</summary>
public sealed class AgentOperationTests : IAsyncDisposable
{
    private static readonly AgentStep Activate = new(AgentStepKind.Activate, null, AgentStepState.Begun, null);

    private readonly PortalHost _portal = new();
    private readonly Client _client;
    private ClientSite _site = null!;

    public AgentOperationTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private OperationRunner Runner => _portal.Get<OperationRunner>();

    [Fact]
    public async Task The_revision_is_handed_over_and_what_the_agent_does_is_the_operations_steps()
    {
        using var agent = await AgentAsync();
        var operation = await StartAsync(ChangeRequest.Install("Acme.Shop"));

        var document = (await agent.NextAsync(0, 0, Cancel))!;
        Assert.Equal(["Acme.Base 2.0.0", "Acme.Shop 1.0.0"], document.Modules.Select(m => $"{m.Id} {m.Version}"));
        Assert.Equal((1, 0, $"operation-{operation}"), (document.Revision, document.Previous, document.Operation));
        await agent.ReportAsync(
            1, Cancel,
            new AgentStep(AgentStepKind.Download, "Acme.Shop", AgentStepState.Begun, null),
            new AgentStep(AgentStepKind.Download, "Acme.Shop", AgentStepState.Done, "3 KB"));
        await WakeAsync(operation);
        var running = _site.Operation(operation);
        Assert.Equal(
            (OperationState.Running, "3 KB"),
            (running.State, running.Steps.Single(s => s is { Kind: StepKind.Download, PackageId: "Acme.Shop" }).Detail));
        await agent.ReportAsync(1, Cancel, Activate);
        await agent.EndAsync(1, new AgentResult(null, null), Cancel);
        await WakeAsync(operation);

        var done = _site.Operation(operation);
        Assert.Equal((OperationState.Done, 1), (done.State, done.ToRevision));
        Assert.NotNull(done.SwitchedAt);
        Assert.All(done.Steps, step => Assert.Equal(StepState.Done, step.State));
        Assert.Equal(["Acme.Base", "Acme.Shop"], (await ReadAsync()).Modules.Select(m => m.Id));
        Assert.Null(await agent.NextAsync(1, 1, Cancel));
        Assert.False(Directory.Exists(_site.Store.Folder));
    }

    [Fact]
    public async Task What_is_given_up_is_part_of_what_is_signed_also_for_who_missed_it()
    {
        using var agent = await AgentAsync();
        foreach (var (number, request) in new[] { (1, ChangeRequest.Install("Acme.Shop")),
            (2, ChangeRequest.Uninstall("Acme.Shop").And(ChangeRequest.Forgotten("Acme.Shop"))) })
        {
            var operation = await StartAsync(request);
            Assert.Equal(number is 1 ? null : ["Acme.Shop"], (await agent.NextAsync(number - 1, number - 1, Cancel))!.Forgets);
            await agent.ReportAsync(number, Cancel, Activate);
            await agent.EndAsync(number, new AgentResult(null, null), Cancel);
            await WakeAsync(operation);
        }

        Assert.Equal(["Acme.Shop"], (await agent.NextAsync(1, 1, Cancel))!.Forgets);
    }

    [Fact]
    public async Task While_the_agent_is_away_no_worker_waits_and_none_is_woken()
    {
        using var agent = await AgentAsync();
        var operation = await StartAsync(ChangeRequest.Install("Acme.Shop"));

        Assert.Empty(await Runner.DueAsync(10, Cancel));
        Assert.Empty(await Parked.WakeAsync(Cancel));
        Assert.Contains(_site.Operation(operation).Log, line => line.Text.Contains("agent is away", StringComparison.Ordinal));
        Assert.Equal(StepState.Running, _site.Operation(operation).Steps.Single(s => s.Kind is StepKind.Preflight).State);
    }

    [Fact]
    public async Task It_can_be_cancelled_until_the_agent_switches_the_site_and_not_after()
    {
        using var agent = await AgentAsync();
        var first = await StartAsync(ChangeRequest.Install("Acme.Shop"));
        await agent.NextAsync(0, 0, Cancel);
        await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, first, Cancel);
        await WakeAsync(first);
        Assert.Equal(OperationState.Cancelled, _site.Operation(first).State);
        Assert.Equal(HttpStatusCode.Gone, (await agent.ReportAsync(1, Cancel, Activate)).StatusCode);

        var second = await StartAsync(ChangeRequest.Install("Acme.Base", new("1.0.0")));
        var number = (await agent.NextAsync(0, 0, Cancel))!.Revision;
        await agent.ReportAsync(number, Cancel, Activate);
        await _portal.Get<OperationCommands>().CancelAsync(_client.Actor, second, Cancel);
        await WakeAsync(second);
        Assert.Equal(OperationState.Running, _site.Operation(second).State);
        await agent.EndAsync(number, new AgentResult(null, null), Cancel);
        await WakeAsync(second);
        Assert.Equal(OperationState.Done, _site.Operation(second).State);
    }

    [Fact]
    public async Task What_the_agent_could_not_take_up_fails_the_operation_and_names_the_module()
    {
        using var agent = await AgentAsync();
        var operation = await StartAsync(ChangeRequest.Install("Acme.Shop"));
        await agent.NextAsync(0, 0, Cancel);
        await agent.ReportAsync(1, Cancel, Activate, new AgentStep(AgentStepKind.Load, "Acme.Shop", AgentStepState.Failed, "No coffee."));
        await agent.EndAsync(1, new AgentResult(AgentFailure.HealthCheck, "Acme.Shop could not be loaded: No coffee."), Cancel);
        await WakeAsync(operation);

        var failed = _site.Operation(operation);
        Assert.Equal((OperationState.Failed, FailureCategory.HealthCheck), (failed.State, failed.Failure!.Category));
        Assert.Equal("No coffee.", failed.Steps.Single(s => s.State is StepState.Failed && s.PackageId == "Acme.Shop").Detail);
        Assert.Equal(0, agent.Row().CurrentRevision);
        Assert.Null(await agent.NextAsync(0, 1, Cancel));
    }

    [Fact]
    public async Task An_agent_that_died_after_the_switch_begins_again_under_a_number_that_is_free()
    {
        using var agent = await AgentAsync();
        var operation = await StartAsync(ChangeRequest.Install("Acme.Shop"));
        await agent.NextAsync(0, 0, Cancel);
        await agent.ReportAsync(1, Cancel, Activate);

        // The site was put back, but number 1 is used up.
        Assert.Equal((2, 0), ((await agent.NextAsync(0, 1, Cancel))!.Revision, (await agent.NextAsync(0, 1, Cancel))!.Previous));
        Assert.Null(await agent.NextAsync(2, 2, Cancel));
        await WakeAsync(operation);

        Assert.Equal((OperationState.Done, 2, 2), (_site.Operation(operation).State, _site.Operation(operation).ToRevision, agent.Row().CurrentRevision));
    }

    [Fact]
    public async Task Operations_that_wait_come_to_the_site_in_order_and_a_rollback_says_that_it_is_one()
    {
        using var agent = await AgentAsync();
        await DoneAsync(agent, await StartAsync(ChangeRequest.Install("Acme.Base", new("1.0.0"))), 0);
        var update = await StartAsync(ChangeRequest.Update("Acme.Base"));
        var back = await _site.StartRollbackAsync(0, Cancel);
        await Runner.RunAsync(back, Cancel);
        Assert.Equal(OperationState.Queued, _site.Operation(back).State);

        await DoneAsync(agent, update, 1);
        await Runner.RunAsync(back, Cancel);
        var document = (await agent.NextAsync(2, 2, Cancel))!;

        Assert.Equal((3, 0), (document.Revision, document.Restores));
        Assert.Empty(document.Modules);
    }

    [Fact]
    public async Task A_release_that_is_taken_away_before_it_is_handed_over_is_not()
    {
        using var agent = await AgentAsync();
        var operation = await _site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        _portal.Database.Read(db => db.Set<Check>().ExecuteDelete());

        await Runner.RunAsync(operation, Cancel);

        Assert.Equal((OperationState.Failed, FailureCategory.Verification), (_site.Operation(operation).State, _site.Operation(operation).Failure!.Category));
        Assert.Null(await agent.NextAsync(0, 0, Cancel));
    }

    [Fact]
    public async Task How_much_of_a_download_has_come_is_shown_and_no_more_than_there_is()
    {
        using var agent = await AgentAsync();
        var operation = await StartAsync(ChangeRequest.Install("Acme.Base", new("1.0.0")));
        var size = Assert.Single((await agent.NextAsync(0, 0, Cancel))!.Modules).Size;
        await agent.ReportAsync(1, Cancel, new AgentStep(AgentStepKind.Download, "Acme.Base", AgentStepState.Begun, null));

        foreach (var (said, shown) in new[] { (100L, 100L), (200, 200), (-5, 0), (long.MaxValue, size) })
        {
            await agent.ReportAsync(1, Cancel, new AgentStep(AgentStepKind.Download, "Acme.Base", AgentStepState.Begun, null, said));
            await WakeAsync(operation);
            var step = _site.Operation(operation).Steps.Single(s => s.Kind is StepKind.Download);
            Assert.Equal((StepState.Running, shown, size), (step.State, step.Bytes, step.TotalBytes));
        }

        Assert.Single(agent.Last().Log);
    }

    [Fact]
    public async Task Others_stay_where_a_module_is_not_well_on_a_site_with_an_agent()
    {
        using var agent = await AgentAsync();
        await DoneAsync(agent, await StartAsync(ChangeRequest.Install("Acme.Base", new("1.0.0"))), 0);
        var operation = await _site.StartAsync(ChangeRequest.Update("Acme.Base").And(ChangeRequest.Install("Acme.Shop")), Cancel, keepOthers: true);
        await Runner.RunAsync(operation, Cancel);
        await agent.NextAsync(1, 1, Cancel);
        await agent.ReportAsync(2, Cancel, Activate, new AgentStep(AgentStepKind.Health, "Acme.Shop", AgentStepState.Failed, "It answered 503."));
        await agent.EndAsync(2, new AgentResult(AgentFailure.HealthCheck, "Acme.Shop fails its health check: it answered 503."), Cancel);
        await WakeAsync(operation);

        var other = _site.Operation(operation).ContinuedById!.Value;
        await Runner.RunAsync(other, Cancel);
        var document = (await agent.NextAsync(1, 2, Cancel))!;
        Assert.Equal((3, 1, "Acme.Base 2.0.0"), (document.Revision, document.Previous, string.Join(", ", document.Modules.Select(m => $"{m.Id} {m.Version}"))));
        await agent.EndAsync(3, new AgentResult(null, null), Cancel);
        await WakeAsync(other);
        Assert.Equal((OperationState.Done, 3), (_site.Operation(other).State, agent.Row().CurrentRevision));
    }

    private ParkedOperations Parked => _portal.Get<ParkedOperations>();

    private async Task<AgentSite> AgentAsync()
    {
        _site = await _client.EmptySiteAsync("Shop", Cancel);
        return await AgentSite.OfAsync(_portal, _client.Actor, _site.Id, Cancel);
    }

    private async Task<long> StartAsync(ChangeRequest request)
    {
        var operation = await _site.StartAsync(request, Cancel);
        await Runner.RunAsync(operation, Cancel);
        return operation;
    }

    private async Task DoneAsync(AgentSite agent, long operation, int have)
    {
        var number = (await agent.NextAsync(have, have, Cancel))!.Revision;
        await agent.EndAsync(number, new AgentResult(null, null), Cancel);
        await WakeAsync(operation);
        Assert.Equal(OperationState.Done, _site.Operation(operation).State);
    }

    // As the sweep does it.
    private async Task WakeAsync(long operation)
    {
        Assert.Equal(operation, Assert.Single(await Parked.WakeAsync(Cancel)));
        Assert.Equal([operation], await Runner.DueAsync(10, Cancel));
        await Runner.RunAsync(operation, Cancel);
        Assert.Empty(await Parked.WakeAsync(Cancel));
    }

    private async Task<SiteDetail> ReadAsync() => (await _portal.Get<SiteQueries>().ReadAsync(_client.Actor, _site.Id, Cancel))!;

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
