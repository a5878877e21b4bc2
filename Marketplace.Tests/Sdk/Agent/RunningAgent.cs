using Marketplace.Modules;
using Marketplace.Tests.Sdk.TestModules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Sdk.Agent;

/// <summary>The agent of a running host, and a marketplace that a test holds in its hand.</summary>
public abstract class RunningAgent : IAsyncLifetime
{
    internal static readonly ModulePackage Base = new("Acme.Base"), Plain = new("Test.Plain", Entry: typeof(Plain));

    private HostedSite? _site;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal FakeMarketplace Marketplace { get; } = new();

    internal HostedSite Site => _site!;

    internal SiteAgentOptions Options { get; } = new()
    {
        Address = new Uri("https://marketplace.example"), Token = "mst_test", HealthWithin = TimeSpan.FromSeconds(20),
    };

    public async ValueTask InitializeAsync() => _site = await HostedSite.StartAsync(Cancel);

    protected async Task RefusesAsync(AgentFailure failure, int stays = 0)
    {
        Assert.False(await TurnAsync());

        Assert.Equal(failure, Marketplace.Results[^1].Result.Failure);
        Assert.Equal(stays, Site.Store.Current().Number);
        Assert.False(File.Exists(Site.Store.Layout.Journal) || Directory.Exists(Site.Store.Layout.Incoming));
    }

    // A new agent each time, as after a restart: it knows only what lies in the folder.
    protected async Task<bool> TurnAsync()
    {
        await using var services = new ServiceCollection().AddSingleton(new MarketplaceClient(Options, Marketplace)).BuildServiceProvider();
        var hostOptions = new OptionsWrapper<ModuleHostOptions>(new ModuleHostOptions { HostVersion = SiteChange.HostVersion });
        using var agent = new SiteAgent(new OptionsWrapper<SiteAgentOptions>(Options), hostOptions, Site.Host, services, NullLogger<SiteAgent>.Instance);
        return await agent.TurnAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        Marketplace.Dispose();
        GC.SuppressFinalize(this);
    }
}
