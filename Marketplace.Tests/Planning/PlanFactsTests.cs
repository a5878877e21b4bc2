using Marketplace.Catalog;
using Marketplace.Insight;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Planning;

/// <summary>What a plan tells beside the versions.</summary>
public sealed class PlanFactsTests : IAsyncDisposable
{
    private const string Old = """
        { "capabilities": { "network": ["api.acme.example"], "storage": "own", "endpoints": ["/base"] },
          "settings": { "type": "object", "properties": { "currency": { "type": "string" } } } }
        """;
    private const string New = """
        { "capabilities": { "storage": "own", "network": ["api.acme.example", "mail.acme.example"], "background": true, "endpoints": ["/base"] },
          "settings": {
            "type": "object", "required": ["sender"],
            "properties": {
              "currency": { "type": "string" }, "sender": { "type": "string" }, "retries": { "type": "integer", "default": 3 } } } }
        """;

    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public PlanFactsTests()
    {
        _client = new Client(_portal);
        Declare("1.0.0", Old);
        Declare("2.0.0", New);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_says_what_is_gained_and_which_settings_are_new()
    {
        var site = await _client.SiteAsync("Shop", Cancel);

        var change = Assert.Single((await PlanAsync(site, ChangeRequest.Update("Acme.Base"))).Changes);

        Assert.Equal(["network mail.acme.example", "background"], change.Capabilities);
        Assert.Empty(change.Lost);
        Assert.Equal([new("sender", "string", null, true), new("retries", "integer", "3", false)], change.Settings);
    }

    [Fact]
    public async Task A_rollback_and_a_removal_say_what_is_lost()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Update("Acme.Base"), Cancel);

        var back = Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().RollBackAsync(_client.Actor, site.Id, 1, Cancel)).Document;

        Assert.Equal(["network mail.acme.example", "background"], Assert.Single(back.Changes).Lost);
        Assert.Equal(
            ["storage", "network api.acme.example", "network mail.acme.example", "background"],
            Assert.Single((await PlanAsync(site, ChangeRequest.Uninstall("Acme.Base"))).Changes).Lost);
    }

    [Fact]
    public async Task The_time_it_takes_is_told_once_enough_operations_have_shown_it()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var plan = await PlanAsync(site, ChangeRequest.Install("Acme.Shop"));
        Assert.Null(await _portal.Get<OperationQueries>().EstimateAsync(plan, Cancel));
        for (var i = 0; i < 4; i++)
        {
            await _client.SiteAsync($"Shop {i}", Cancel);
        }

        // One module brings ten steps, two bring fifteen; each step took a second.
        _portal.Database.Read(db => db.Operations.ExecuteUpdate(
            set => set.SetProperty(o => o.StartedAt, A.Day).SetProperty(o => o.EndedAt, A.Day.AddSeconds(10))));

        // What is known of the pace is kept for a while; another process asks for itself.
        Assert.Equal(TimeSpan.FromSeconds(15), await new OperationQueries(_portal.Database, TimeProvider.System).EstimateAsync(plan, Cancel));
    }

    private async Task<PlanDocument> PlanAsync(ClientSite site, ChangeRequest request) =>
        Assert.IsType<PlanOutcome.Ready>(await _portal.Get<Planner>().PlanAsync(_client.Actor, site.Id, request, Cancel)).Document;

    private void Declare(string version, string manifest) =>
        _portal.Database.Read(db => db.Releases.Where(r => r.Module.PackageId == "Acme.Base" && r.Version == version)
            .ExecuteUpdate(set => set.SetProperty(r => r.ManifestJson, manifest)));

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
