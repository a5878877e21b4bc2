using System.Net.Http.Headers;
using System.Net.Http.Json;
using Marketplace.Accounts;
using Marketplace.Delivery;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Portal;
using Marketplace.Sites;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Delivery;

/// <summary>A site whose host would run an agent; the tests say what the agent would say.</summary>
internal sealed class AgentSite : IDisposable
{
    private AgentSite(PortalHost portal, Actor owner, long id, string token) =>
        (Portal, Owner, Id, Token, Http) = (portal, owner, id, token, Client(portal, token));

    public PortalHost Portal { get; }

    public Actor Owner { get; }

    public long Id { get; }

    public string Token { get; }

    public HttpClient Http { get; }

    public static async Task<AgentSite> OfAsync(PortalHost portal, Client client, string name, CancellationToken cancel)
    {
        var site = await client.EmptySiteAsync(name, cancel);
        return await OfAsync(portal, client.Actor, site.Id, cancel);
    }

    public static async Task<AgentSite> OfAsync(PortalHost portal, Actor owner, long siteId, CancellationToken cancel)
    {
        Assert.Null(await portal.Get<SiteDeliveries>().ChooseAsync(owner, siteId, SiteDelivery.Agent, cancel));
        return new AgentSite(portal, owner, siteId, (await portal.Get<SiteTokens>().MakeAsync(owner, siteId, cancel))!);
    }

    public static HttpClient Client(PortalHost portal, string token)
    {
        var client = portal.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public Task<HttpResponseMessage> AskAsync(int have, int highest, CancellationToken cancel, int wait = 0) =>
        Http.GetAsync($"{PortalUrls.Agent}/revision?have={have}&highest={highest}&wait={wait}", cancel);

    /// <summary>The next lock file, verified; null if there is none.</summary>
    public async Task<LockDocument?> NextAsync(int have, int highest, CancellationToken cancel, int wait = 0)
    {
        using var answer = await AskAsync(have, highest, cancel, wait);
        answer.EnsureSuccessStatusCode();
        if (answer.StatusCode is System.Net.HttpStatusCode.NoContent)
        {
            return null;
        }

        var keys = await Portal.Get<SigningKeys>().PublicAsync(cancel);
        var signed = await answer.Content.ReadFromJsonAsync<SignedLock>(AgentFormat.Json, cancel);
        return Assert.IsType<LockOutcome.Genuine>(signed!.Open(KeyRing.Of([keys[0].Id], keys))).Document;
    }

    public Task<HttpResponseMessage> AnnounceAsync(AgentAnnouncement said, CancellationToken cancel) =>
        Http.PutAsJsonAsync($"{PortalUrls.Agent}/host", said, AgentFormat.Json, cancel);

    public Task<HttpResponseMessage> ReportAsync(int number, CancellationToken cancel, params AgentStep[] steps) =>
        Http.PostAsJsonAsync($"{PortalUrls.Agent}/revisions/{number}/steps", steps, AgentFormat.Json, cancel);

    public Task<HttpResponseMessage> EndAsync(int number, AgentResult result, CancellationToken cancel) =>
        Http.PutAsJsonAsync($"{PortalUrls.Agent}/revisions/{number}/result", result, AgentFormat.Json, cancel);

    /// <summary>A revision on its way to the site, without an operation.</summary>
    public void Deliver(int number, int previous, params LockedModule[] modules)
    {
        using var db = Portal.Database.CreateDbContext();
        db.Deliveries.Add(new DeliveryOrder(
            Id, null, number, new LockDocument(Id, number, previous, null, "by hand", "2.0.0", A.Day, modules).ToText(), A.Day));
        db.Changed(LiveTopic.Delivery(Id), A.Day);
        db.SaveChanges();
    }

    public Site Row() => Portal.Database.Read(db => db.Sites.Single(s => s.Id == Id));

    public DeliveryOrder Last() =>
        Portal.Database.Read(db => db.Deliveries.Include(d => d.Log).Where(d => d.SiteId == Id).OrderByDescending(d => d.Id).First());

    public void Dispose() => Http.Dispose();
}
