using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Delivery;

/// <summary>Agents that fall silent while they switch their site, and what becomes of it when they come back, or do not.</summary>
public sealed class AbsentAgentTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly PortalHost _portal;
    private readonly Client _client;
    private ClientSite _site = null!;
    private AgentSite _agent = null!;
    private long _operation;

    public AbsentAgentTests()
    {
        _portal = new PortalHost { Clock = _clock };
        _client = new Client(_portal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AbsentAgents Agents => _portal.Get<AbsentAgents>();

    [Fact]
    public async Task Only_an_agent_that_has_been_silent_since_its_switch_can_be_given_up()
    {
        await SwitchingAsync();
        Assert.Null((await ReadAsync()).AgentSilentSince);
        Assert.False(await Agents.GiveUpAsync(_client.Actor, _operation, Cancel));

        _clock.Advance(TimeSpan.FromSeconds(80));
        await _agent.ReportAsync(1, Cancel, new AgentStep(AgentStepKind.Load, "Acme.Base", AgentStepState.Done, null));
        _clock.Advance(TimeSpan.FromSeconds(80));
        Assert.False(await Agents.GiveUpAsync(_client.Actor, _operation, Cancel));

        _clock.Advance(TimeSpan.FromSeconds(20));
        Assert.NotNull((await ReadAsync()).AgentSilentSince);
        Assert.False(await Agents.GiveUpAsync(_portal.Database.Stranger(), _operation, Cancel));
        Assert.True(await Agents.GiveUpAsync(_client.Actor, _operation, Cancel));
    }

    [Fact]
    public async Task What_was_given_up_ends_as_failed_and_says_that_nobody_knows_yet()
    {
        await GivenUpAsync();

        var operation = await ReadAsync();
        Assert.Equal((OperationState.Failed, FailureCategory.Timeout), (operation.State, operation.Failure!.Category));
        Assert.Contains("Whether it did shows when it comes back.", operation.Failure.Sentence, StringComparison.Ordinal);
        Assert.NotNull(operation.AgentSilentSince);
        // The next one waits for the agent: nobody knows what it would follow.
        var next = await _site.StartAsync(ChangeRequest.Install("Acme.Base"), Cancel);
        await _portal.Get<OperationRunner>().RunAsync(next, Cancel);
        Assert.Empty(_site.Operation(next).Steps);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_that_comes_back_switched_makes_it_done_after_all(bool saysSo)
    {
        await GivenUpAsync();

        if (saysSo)
        {
            await _agent.EndAsync(1, new AgentResult(null, null), Cancel);
        }

        Assert.Null(await _agent.NextAsync(1, 1, Cancel));

        var operation = await ReadAsync();
        Assert.Equal((OperationState.Done, 1, null, null), (operation.State, operation.ToRevision, operation.Failure, operation.AgentSilentSince));
        Assert.All(operation.Steps, step => Assert.Equal(StepState.Done, step.State));
        var site = (await _portal.Get<SiteQueries>().ReadAsync(_client.Actor, _site.Id, Cancel))!;
        Assert.Equal((1, _operation, "Acme.Base 1.0.0"), (site.Revision, site.Revisions[0].OperationId!.Value, Assert.Single(site.Revisions[0].Modules)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_that_comes_back_as_it_was_leaves_it_failed_and_takes_up_what_comes_next(bool saysSo)
    {
        await GivenUpAsync();

        if (saysSo)
        {
            await _agent.EndAsync(1, new AgentResult(AgentFailure.HealthCheck, "Acme.Base fails its health check."), Cancel);
        }

        Assert.Null(await _agent.NextAsync(0, 1, Cancel));

        Assert.Equal((OperationState.Failed, null), ((await ReadAsync()).State, (await ReadAsync()).AgentSilentSince));
        var next = await _site.StartAsync(ChangeRequest.Install("Acme.Base"), Cancel);
        await _portal.Get<OperationRunner>().RunAsync(next, Cancel);
        var document = (await _agent.NextAsync(0, 1, Cancel))!;
        Assert.Equal((2, $"operation-{next}"), (document.Revision, document.Operation));
    }

    // An agent that has said that it switches its site, and has not been heard of since.
    private async Task SwitchingAsync()
    {
        _site = await _client.EmptySiteAsync("Shop", Cancel);
        _agent = await AgentSite.OfAsync(_portal, _client.Actor, _site.Id, Cancel);
        await _agent.AnnounceAsync(new AgentAnnouncement("2.0.0", 0, 0, null), Cancel);
        _operation = await _site.StartAsync(ChangeRequest.Install("Acme.Base", new("1.0.0")), Cancel);
        await _portal.Get<OperationRunner>().RunAsync(_operation, Cancel);
        await _agent.NextAsync(0, 0, Cancel);
        await _agent.ReportAsync(1, Cancel, new AgentStep(AgentStepKind.Activate, null, AgentStepState.Begun, null));
        await WakeAsync();
    }

    private async Task GivenUpAsync()
    {
        await SwitchingAsync();
        _clock.Advance(AgentContact.SilenceAllowed + TimeSpan.FromSeconds(1));
        Assert.Empty(await _portal.Get<ParkedOperations>().WakeAsync(Cancel));
        Assert.True(await Agents.GiveUpAsync(_client.Actor, _operation, Cancel));
        await WakeAsync();
    }

    private async Task WakeAsync()
    {
        Assert.Equal(_operation, Assert.Single(await _portal.Get<ParkedOperations>().WakeAsync(Cancel)));
        await _portal.Get<OperationRunner>().RunAsync(_operation, Cancel);
    }

    private async Task<OperationDetail> ReadAsync() => (await _portal.Get<OperationQueries>().ReadAsync(_client.Actor, _operation, Cancel))!;

    public async ValueTask DisposeAsync()
    {
        _agent.Dispose();
        await _portal.DisposeAsync();
    }
}
