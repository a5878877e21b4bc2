using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Delivery;
using Marketplace.Insight;
using Marketplace.Modules;
using Marketplace.Operations;
using Marketplace.Notifications;
using Marketplace.Portal;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Delivery;

public sealed class AgentEndpointTests : IAsyncDisposable
{
    private readonly PortalHost _portal = new();
    private readonly Client _client;

    public AgentEndpointTests() => _client = new Client(_portal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_of_a_site_nothing_is_answered()
    {
        using var site = await SiteAsync();
        await _portal.Get<SiteTokens>().RevokeAsync(site.Owner, site.Id, Cancel);

        foreach (var client in new[] { _portal.Client(), site.Http, AgentSite.Client(_portal, "mst_nobody"), AgentSite.Client(_portal, "mkt_nobody") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"{PortalUrls.Agent}/revision?have=0&highest=0", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"{PortalUrls.Agent}/packages/{A.Hash()}", Cancel)).StatusCode);
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await client.PutAsJsonAsync($"{PortalUrls.Agent}/revisions/1/result", new AgentResult(null, null), Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task A_token_revoked_while_its_agent_waits_sends_it_away()
    {
        using var site = await SiteAsync();
        var waiting = site.AskAsync(0, 0, Cancel, wait: 60);

        await _portal.Get<SiteTokens>().RevokeAsync(site.Owner, site.Id, Cancel);
        await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, (await waiting).StatusCode);
    }

    [Fact]
    public async Task A_token_ends_when_its_creator_leaves_the_organization()
    {
        using var site = await SiteAsync();
        Assert.True((await site.AskAsync(0, 0, Cancel)).IsSuccessStatusCode);

        using var db = _portal.Database.CreateDbContext();
        await db.Memberships.Where(m => m.UserId == site.Owner.UserId).ExecuteDeleteAsync(Cancel);

        using var answer = await site.AskAsync(0, 0, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("agent.token", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Null((await _portal.Get<SiteDeliveries>().ReadAsync(_portal.Database.Member(_client.Organization), site.Id, Cancel))!.TokenHint);
    }

    [Fact]
    public async Task A_site_that_gets_its_modules_into_a_folder_has_nothing_for_an_agent()
    {
        using var site = await SiteAsync();
        Assert.Null(await _portal.Get<SiteDeliveries>().ChooseAsync(site.Owner, site.Id, SiteDelivery.Folder, Cancel));

        Assert.Equal(HttpStatusCode.Conflict, (await site.AskAsync(0, 0, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await site.AnnounceAsync(new("2.0.0", 0, 0, null), Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_agent_says_which_host_runs_and_how_its_modules_fare()
    {
        using var site = await SiteAsync();
        var status = new HostStatus(0, "2.1.0", 1, A.Day, A.Day, null, [SiteHost.Unwell("Acme.Base", "1.0.0")], [], null);

        var answer = await site.AnnounceAsync(new AgentAnnouncement("2.1.0", 0, 0, status), Cancel);

        Assert.Equal(new AgentWelcome(site.Id, "Shop"), await answer.Content.ReadFromJsonAsync<AgentWelcome>(AgentFormat.Json, Cancel));
        Assert.Equal("2.1.0", site.Row().HostVersion);
        Assert.Equal(
            "Shop runs on host 2.1.0 now. New plans are made for that version.",
            Assert.Single((await _portal.Get<Inbox>().ListAsync(site.Owner, ListQuery.First, Cancel)).Rows).Text);
        var seen = (await _portal.Get<SiteQueries>().ReadAsync(site.Owner, site.Id, Cancel))!;
        Assert.False(Assert.Single(seen.Host!.Modules).IsHealthy);
        Assert.Equal("2.1.0", Assert.Single((await _portal.Get<SiteQueries>().ListAsync(site.Owner, ListQuery.First, Cancel)).Rows).RunningHost);
        Assert.True((await _portal.Get<SiteDeliveries>().ReadAsync(site.Owner, site.Id, Cancel))!.IsPresent);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Http.PutAsync($"{PortalUrls.Agent}/host", new StringContent("{"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_agent_that_waits_is_woken_by_what_comes_for_its_site()
    {
        using var site = await SiteAsync();
        Assert.Null(await site.NextAsync(0, 0, Cancel));
        var waiting = site.NextAsync(0, 0, Cancel, wait: 60);

        site.Deliver(1, 0);
        await waiting.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        Assert.Equal((1, 0), ((await waiting)!.Revision, (await waiting)!.Previous));
    }

    [Fact]
    public async Task A_site_may_fetch_the_packages_of_its_revisions_in_parts_and_no_others()
    {
        using var site = await SiteAsync();
        var (mine, other) = (HashOf("Acme.Base", "1.0.0"), HashOf("Acme.Shop", "1.0.0"));
        Assert.Equal(HttpStatusCode.NotFound, (await PackageAsync(site, mine)).StatusCode);
        site.Deliver(1, 0, new LockedModule("Acme.Base", "1.0.0", mine, 1));

        var whole = await (await PackageAsync(site, mine)).Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal(mine, Packages.HashOf(whole));
        var part = await PackageAsync(site, mine, from: 100);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[100..], await part.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await PackageAsync(site, other)).StatusCode);

        _portal.Database.Read(db => db.Set<Check>().Where(c => c.PackageHash == mine).ExecuteDelete());
        Assert.Equal(HttpStatusCode.NotFound, (await PackageAsync(site, mine)).StatusCode);
        await site.EndAsync(1, new AgentResult(null, null), Cancel);
        Assert.Equal(HttpStatusCode.OK, (await PackageAsync(site, mine)).StatusCode);
    }

    [Fact]
    public async Task A_site_that_was_offline_takes_up_what_it_missed_in_order()
    {
        var earlier = await _client.SiteAsync("Shop", Cancel);
        await earlier.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        using var site = await AgentSite.OfAsync(_portal, _client.Actor, earlier.Id, Cancel);

        var first = (await site.NextAsync(0, 0, Cancel))!;
        var second = (await site.NextAsync(1, 1, Cancel))!;

        Assert.Equal((1, 0, 1), (first.Revision, first.Previous, first.Modules.Count));
        Assert.Equal((2, 1, 2), (second.Revision, second.Previous, second.Modules.Count));
        Assert.True((await site.ReportAsync(2, Cancel, new AgentStep(AgentStepKind.Activate, null, AgentStepState.Begun, null))).IsSuccessStatusCode);
        Assert.Null(await site.NextAsync(2, 2, Cancel));
    }

    [Fact]
    public async Task A_number_that_the_site_has_used_up_is_not_handed_out_again()
    {
        var earlier = await _client.SiteAsync("Shop", Cancel);
        using var site = await AgentSite.OfAsync(_portal, _client.Actor, earlier.Id, Cancel);

        // It took up revision 1 and was put back.
        var again = (await site.NextAsync(0, 1, Cancel))!;

        Assert.Equal((2, 0, 1), (again.Revision, again.Previous, again.Restores));
        Assert.Equal(3, (await site.NextAsync(0, 2, Cancel))!.Revision);
        await site.EndAsync(3, new AgentResult(null, null), Cancel);
        Assert.Equal((3, DeliveryState.Committed), (site.Row().CurrentRevision, site.Last().State));
        Assert.Equal(1, _portal.Database.Read(db => db.Revisions.Single(r => r.SiteId == site.Id && r.Number == 3).RestoredFrom));
    }

    [Fact]
    public async Task A_revision_that_the_site_has_counts_as_kept_also_if_nobody_said_so()
    {
        using var site = await SiteAsync();
        site.Deliver(1, 0);
        await site.NextAsync(0, 0, Cancel);

        Assert.Null(await site.NextAsync(1, 1, Cancel));

        Assert.Equal((1, DeliveryState.Committed), (site.Row().CurrentRevision, site.Last().State));
    }

    [Fact]
    public async Task What_the_agent_does_is_written_down_and_what_was_taken_back_stops_it()
    {
        using var site = await SiteAsync();
        site.Deliver(1, 0);

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await site.ReportAsync(1, Cancel, new AgentStep(AgentStepKind.Download, "Acme.Base", AgentStepState.Done, "3 KB"))).StatusCode);
        Assert.Equal("3 KB", Assert.Single(site.Last().Log).Detail);
        await using (var db = _portal.Database.CreateDbContext())
        {
            db.Deliveries.Single(d => d.SiteId == site.Id).Withdraw(A.Day);
            await db.SaveChangesAsync(Cancel);
        }

        Assert.Equal(
            HttpStatusCode.Gone,
            (await site.ReportAsync(1, Cancel, new AgentStep(AgentStepKind.Activate, null, AgentStepState.Begun, null))).StatusCode);
        Assert.Null(site.Last().SwitchedAt);
        Assert.Null(await site.NextAsync(0, 0, Cancel));
    }

    [Fact]
    public async Task A_revision_that_the_site_refuses_outside_of_an_operation_is_shown_on_its_page()
    {
        using var site = await SiteAsync();
        site.Deliver(1, 0);

        await site.EndAsync(1, new AgentResult(AgentFailure.UnknownKey, "It is signed with a key that nobody here knows."), Cancel);

        Assert.Equal((DeliveryState.Failed, FailureCategory.Verification), (site.Last().State, site.Last().Failure!.Category));
        Assert.Equal("It is signed with a key that nobody here knows.", (await _portal.Get<SiteDeliveries>().ReadAsync(site.Owner, site.Id, Cancel))!.Problem);
    }

    [Fact]
    public async Task The_delivery_cannot_be_changed_under_an_operation_nor_by_others_nor_to_a_folder_that_lacks_the_site()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var deliveries = _portal.Get<SiteDeliveries>();
        Assert.NotNull(await deliveries.ChooseAsync(_portal.Database.Stranger(), site.Id, SiteDelivery.Agent, Cancel));
        Assert.Null(await deliveries.ReadAsync(_portal.Database.Stranger(), site.Id, Cancel));
        await site.StartAsync(ChangeRequest.Update("Acme.Base"), Cancel);
        Assert.Contains("operation is open", await deliveries.ChooseAsync(_client.Actor, site.Id, SiteDelivery.Agent, Cancel), StringComparison.Ordinal);

        using var other = await SiteAsync("Other");
        other.Deliver(1, 0);
        await other.EndAsync(1, new AgentResult(null, null), Cancel);
        Assert.Contains("revision 1", await deliveries.ChooseAsync(_client.Actor, other.Id, SiteDelivery.Folder, Cancel), StringComparison.Ordinal);
    }

    private Task<AgentSite> SiteAsync(string name = "Shop") => AgentSite.OfAsync(_portal, _client, name, Cancel);

    private static async Task<HttpResponseMessage> PackageAsync(AgentSite site, string hash, long? from = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{PortalUrls.Agent}/packages/{hash}");
        request.Headers.Range = from is null ? null : new RangeHeaderValue(from, null);
        return await site.Http.SendAsync(request, Cancel);
    }

    private string HashOf(string id, string version) =>
        _portal.Database.Read(db => db.Set<Release>().Where(r => r.Module.PackageId == id && r.Version == version).Select(r => r.PackageHash).Single());

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
