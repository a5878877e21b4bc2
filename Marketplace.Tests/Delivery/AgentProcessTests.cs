using System.Net;
using Marketplace.Delivery;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Delivery;

/// <summary>The real portal and the real sample host, each a process of its own, with only HTTP between them.</summary>
public sealed class AgentProcessTests : IAsyncDisposable
{
    // In this process only what a person at the browser would do; jobs and endpoints are the portal process's.
    private readonly PortalHost _here = new();
    private readonly TemporaryFolder _modules = new();
    private readonly Client _client;

    public AgentProcessTests() => _client = new Client(_here);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ModuleStore Store => new(_modules.Path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_that_is_killed_in_the_middle_catches_up_when_it_is_back(bool hasBegunToSwitch)
    {
        _here.Publish(_here.Database.Publisher("Initrode"), "Initrode.Blog", "1.0.0");
        await using var portal = await RunningProgram.PortalAsync(_here.Database.Folder, Cancel);
        var site = await _client.EmptySiteAsync("Shop", Cancel);
        using var agent = await AgentSite.OfAsync(_here, _client.Actor, site.Id, Cancel);
        var first = await site.StartAsync(ChangeRequest.Install("Acme.Base", new("1.0.0")), Cancel);
        await using (var host = await HostAsync(portal, agent.Token))
        {
            await EndsAsync(site, first, OperationState.Done);
            using var http = new HttpClient { BaseAddress = host.Address };
            Assert.Contains("Acme.Base", await http.GetStringAsync("/", Cancel), StringComparison.Ordinal);

            var second = await site.StartAsync(ChangeRequest.Install("Initrode.Blog"), Cancel);
            await Eventually.TrueAsync(
                () => agent.Last() is var last
                    && last.OperationId == second
                    && (hasBegunToSwitch ? last.SwitchedAt : last.TakenAt) is not null,
                "the agent is at it",
                Cancel);
            host.Kill();
        }

        // What is asked while it is down waits its turn.
        var third = await site.StartAsync(ChangeRequest.Update("Acme.Base"), Cancel);
        await using var again = await HostAsync(portal, agent.Token);
        await EndsAsync(site, third, OperationState.Done);

        Assert.Equal(["Acme.Base 2.0.0", "Initrode.Blog 1.0.0"], Store.Current().Modules.Select(m => $"{m.Id} {m.Version}"));
        Assert.Equal(agent.Row().CurrentRevision, Store.Current().Number);
        Assert.Equal(Store.Revisions().Order(), _here.Database.Read(db => db.Revisions.Where(r => r.SiteId == site.Id).Select(r => r.Number).Order().ToList()));
        await Eventually.TrueAsync(() => HostStatus.Read(_modules.Path)!.Revision == Store.Current().Number, "the host serves it", Cancel);
        Assert.Equal(3, _here.Database.Read(db => db.Revisions.Count(r => r.SiteId == site.Id)));
        Assert.False(File.Exists(Path.Combine(_modules.Path, "journal")));
    }

    [Fact]
    public async Task A_host_whose_token_is_revoked_goes_on_as_it_is_and_gets_nothing_more()
    {
        await using var portal = await RunningProgram.PortalAsync(_here.Database.Folder, Cancel);
        var site = await _client.EmptySiteAsync("Shop", Cancel);
        using var agent = await AgentSite.OfAsync(_here, _client.Actor, site.Id, Cancel);
        await using var host = await HostAsync(portal, agent.Token);
        await EndsAsync(site, await site.StartAsync(ChangeRequest.Install("Acme.Base", new("1.0.0")), Cancel), OperationState.Done);

        await _here.Get<SiteTokens>().RevokeAsync(_client.Actor, site.Id, Cancel);
        await Eventually.TrueAsync(() => host.Output.Contains("does not know the token", StringComparison.Ordinal), "the agent was sent away", Cancel);
        var waiting = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        await Eventually.TrueAsync(() => agent.Last().OperationId == waiting, "it is handed over", Cancel);

        using var http = new HttpClient { BaseAddress = host.Address };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/", Cancel)).StatusCode);
        Assert.Equal(1, Store.Current().Number);
        Assert.Null(agent.Last().TakenAt);
        await _here.Get<OperationCommands>().CancelAsync(_client.Actor, waiting, Cancel);
        await EndsAsync(site, waiting, OperationState.Cancelled);
    }

    private Task<RunningProgram> HostAsync(RunningProgram portal, string token) => RunningProgram.SampleHostAsync(_modules.Path, Cancel,
        ("Modules:HostVersion", "2.0.0"), ("Marketplace:Address", portal.Address.ToString()), ("Marketplace:Token", token));

    private static Task EndsAsync(ClientSite site, long operation, OperationState state) =>
        Eventually.TrueAsync(() => site.Operation(operation).State == state, $"operation {operation} is {state}", Cancel, 90);

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _modules.Dispose();
    }
}
