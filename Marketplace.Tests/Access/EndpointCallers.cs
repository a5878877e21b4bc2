using Marketplace.Accounts;
using Marketplace.Delivery;
using Marketplace.Sites;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Access;

/// <summary>The same world from outside: a client for everybody who may call, people by a cookie and programs by a key or a token.</summary>
public sealed class EndpointCallers : IAsyncLifetime
{
    private static CancellationToken Cancel => CancellationToken.None;

    public World World { get; } = new();

    public Dictionary<string, (Who Who, HttpClient Client)> All { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await World.InitializeAsync();
        All["anonymous"] = (Who.Anonymous, World.Portal.Client());
        foreach (var (name, (who, actor)) in World.Callers.Where(caller => caller.Value.Actor.SessionId is not null))
        {
            All[name] = (who, await World.Portal.ClientAsync(actor, actor.SessionId!.Value));
        }

        All["key that reads"] = (Who.ReadKey, Program(await KeyAsync("Read", ApiKeyScopes.Read)));
        All["key that pushes"] = (Who.PushKey, Program(await KeyAsync("Push", ApiKeyScopes.Push)));
        All["key that installs"] = (Who.Key, Program(await KeyAsync("Install", ApiKeyScopes.Install)));
        All["key for billing"] = (Who.BillingKey, Program(await KeyAsync("Billing", ApiKeyScopes.Billing)));
        var scopes = Enum.GetValues<ApiKeyScopes>().Aggregate((all, one) => all | one);
        All["revoked key"] = (Who.Revoked, Program(await KeyAsync("Gone", scopes)));
        var gone = World.Database.Read(db => db.ApiKeys.Single(key => key.Name == "Gone").Id);
        Assert.True(await World.Get<ApiKeys>().RevokeAsync(World.Owner, gone, Cancel));
        await AgentsAsync();
        // When a session, key or token was last used is written down once in a while, whatever it asked for.
        foreach (var (_, client) in All.Values)
        {
            foreach (var address in (string[])["/no-access", "/api/v1/categories", "/api/agent/v1/revision?have=2&highest=2"])
            {
                using var answer = await client.GetAsync(address, Cancel);
            }
        }

        World.Keep();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, client) in All.Values)
        {
            client.Dispose();
        }

        await World.DisposeAsync();
    }

    private async Task AgentsAsync()
    {
        var other = World.Callers["owner of another organization"].Actor;
        var elsewhere = World.Database.Saved(A.Site(World.OtherId, "Elsewhere")).Id;
        All["agent whose token was revoked"] = (Who.Revoked, Program(await TokenAsync(World.Owner, World.Site)));
        Assert.True(await World.Get<SiteTokens>().RevokeAsync(World.Owner, World.Site, Cancel));
        All["agent"] = (Who.Agent, Program(await TokenAsync(World.Owner, World.Site)));
        All["agent of another organization"] = (Who.OtherAgent, Program(await TokenAsync(other, elsewhere)));
    }

    private async Task<string> TokenAsync(Actor owner, long site)
    {
        await World.Get<SiteDeliveries>().ChooseAsync(owner, site, SiteDelivery.Agent, Cancel);
        return (await World.Get<SiteTokens>().MakeAsync(owner, site, Cancel))!;
    }

    private async Task<string> KeyAsync(string name, ApiKeyScopes scopes) =>
        Assert.IsType<CreateKeyOutcome.Created>(await World.Get<ApiKeys>().CreateAsync(World.Owner, World.HomeId, name, scopes, null, Cancel)).Text;

    private HttpClient Program(string secret)
    {
        var client = World.Portal.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        client.DefaultRequestHeaders.Add("X-NuGet-ApiKey", secret);
        return client;
    }
}
