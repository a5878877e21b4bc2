using Bunit;
using Marketplace.Accounts;
using Marketplace.Delivery;
using Marketplace.Live;
using Marketplace.Operations;
using Marketplace.Planning;
using Marketplace.Portal;
using Marketplace.Portal.Operations;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Operations;

/// <summary>The page of an operation in each of its states.</summary>
public sealed class OperationPageTests : PageTest
{
    private readonly PortalHost _portal;
    private readonly Client _client;

    public OperationPageTests()
        : this(new PortalHost().With("Installs:HealthSeconds", "1"))
    {
    }

    private OperationPageTests(PortalHost portal)
        : base(portal)
    {
        (_portal, _client) = (portal, new Client(portal));
        SignIn(_client.Actor);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_waits_can_be_cancelled_and_says_then_that_nothing_changed()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var page = Open(await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel));
        page.WaitForAssertion(() => Assert.Contains("Waiting for a worker", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Safe to close this page", page.Markup, StringComparison.Ordinal);
        Assert.Contains("If a step fails, Shop returns to revision 1 automatically.", page.Markup, StringComparison.Ordinal);

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Cancel").Click();

        page.WaitForAssertion(() => Assert.Contains("Cancelling", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_at_work_shows_how_far_it_is()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var id = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Contains("Waiting for a worker", page.Markup, StringComparison.Ordinal));

        Database.Read(db => Begin(db.Operations.Include(o => o.Plan).Single(o => o.Id == id), db));
        Changed(LiveTopic.Operation(id));

        page.WaitForAssertion(() => Assert.Contains("Download Acme.Base · step 2 of", page.Markup, StringComparison.Ordinal));
        Assert.Equal("1", page.Find("[role=progressbar][aria-label=Steps]").GetAttribute("aria-valuenow"));
        Assert.Equal(["Preflight", "Download"], page.FindAll("[aria-label=Steps] [role=listitem] strong").Take(2).Select(step => step.TextContent));
        Assert.Equal("2", page.Find("#modules + .dim").TextContent);
        Assert.Contains("Live", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_done_says_what_changed_and_how_to_undo_it_until_the_site_goes_on()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var id = Database.Read(db => db.Operations.Max(o => o.Id));
        var page = Open(id);

        page.WaitForAssertion(() => Assert.Equal("What changed", page.Find("#modules").TextContent));
        Assert.Equal(["Acme.Base", "Acme.Shop"], page.FindAll("tbody strong").Select(module => module.TextContent));
        Assert.Contains("Undo returns Shop to revision 1.", page.Find(".bottom-bar").TextContent, StringComparison.Ordinal);
        Assert.Equal(PortalUrls.RollBack(site.Id, 1), page.FindAll(".bottom-bar a")[0].GetAttribute("href"));
        Assert.Contains(PortalUrls.OperationLog($"{id}"), page.Markup, StringComparison.Ordinal);

        await site.StartRollbackAsync(1, Cancel);
        await _portal.Get<OperationRunner>().RunAsync(id + 1, Cancel);
        Changed(LiveTopic.Site(site.Id));

        page.WaitForAssertion(() => Assert.Contains("Shop is in revision 3 now.", page.Find(".bottom-bar").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("Undo", page.FindAll(".bottom-bar a").Select(link => link.TextContent.Trim()));
    }

    [Fact]
    public async Task One_that_failed_says_why_and_offers_to_go_on_without_what_fails()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        new SiteHost(site.Store).Serves(2, SiteHost.Well("Acme.Base", "2.0.0"), SiteHost.Broken("Acme.Shop", "1.0.0"));
        var id = await site.StartAsync(ChangeRequest.Install("Acme.Shop").And(ChangeRequest.Update("Acme.Base")), Cancel);
        await _portal.Get<OperationRunner>().RunAsync(id, Cancel);

        var page = Open(id);

        page.WaitForAssertion(() => Assert.Contains("A module failed its health check", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Acme.Shop", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("a"), link => link.TextContent.Trim() == "Go on without Acme.Shop");
        Assert.Contains("Shop is in revision 1, as before", page.Markup, StringComparison.Ordinal);
        Assert.Contains("there is nothing to undo", page.Find(".bottom-bar").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_awaits_approval_is_approved_by_another_member()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var other = Database.Member(_client.Organization, MemberRole.Owner);
        Assert.Null(await _portal.Get<SitePlanning>().RequireApprovalAsync(other, site.Id, true, Cancel));
        var id = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var own = Open(id);
        own.WaitForAssertion(() => Assert.Contains("The other members of Shop were asked.", own.Markup, StringComparison.Ordinal));

        SignIn(other);
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Contains("asks for your approval", page.Markup, StringComparison.Ordinal));
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Approve").Click();

        page.WaitForAssertion(() => Assert.Contains("Waiting for a worker", page.Markup, StringComparison.Ordinal));
        Assert.Equal(OperationState.Queued, site.Operation(id).State);
    }

    [Fact]
    public async Task One_of_others_is_not_there_nor_is_its_log()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var id = await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        using var owner = await _portal.ClientAsync(_client.Actor);
        Assert.NotEmpty(await owner.GetStringAsync("/operations.csv", Cancel));
        Database.Read(db => Say(db.Operations.Single(o => o.Id == id), db, 150));
        var log = (await owner.GetStringAsync(PortalUrls.OperationLog($"{id}"), Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, 150).Select(number => $"Line {number}"), log.Select(line => line.TrimEnd('\r')[22..]).TakeLast(150));

        SignIn(Database.Stranger());
        var page = Open(id);

        page.WaitForAssertion(() => Assert.Contains("There is no such operation on a site of yours.", page.Markup, StringComparison.Ordinal));
        using var stranger = await _portal.ClientAsync(Database.Stranger());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await stranger.GetAsync(PortalUrls.OperationLog($"{id}"), Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_list_has_the_newest_first_and_is_filtered_by_state()
    {
        var page = Draw<OperationsPage>();
        page.WaitForAssertion(() => Assert.Contains("No operations yet.", page.Markup, StringComparison.Ordinal));

        var site = await _client.SiteAsync("Shop", Cancel);
        await site.StartAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        Changed(LiveTopic.Operations(_client.Organization.Id));
        page.WaitForAssertion(() => Assert.Equal(
            ["Install Acme.Shop on Shop", "Install Acme.Base on Shop"], page.FindAll("tbody a[href^='/operations/']").Select(link => link.TextContent)));

        Navigation.NavigateTo($"{PortalUrls.Operations}?state=Done");
        page = Draw<OperationsPage>();

        page.WaitForAssertion(() => Assert.Equal(
            ["Install Acme.Base on Shop"], page.FindAll("tbody a[href^='/operations/']").Select(link => link.TextContent)));
    }

    private static int Begin(Operation operation, DbContext db)
    {
        var steps = OperationStep.For(PlanDocument.Parse(operation.Plan.Json));
        operation.Begin(steps, DateTime.UtcNow);
        steps[0].Finish(null, DateTime.UtcNow);
        steps[1].Start(DateTime.UtcNow);
        db.SaveChanges();
        return db.Set<Operation>().Where(o => o.Id == operation.Id).ExecuteUpdate(set => set.SetProperty(o => o.State, OperationState.Running));
    }

    private static int Say(Operation operation, DbContext db, int lines)
    {
        for (var line = 1; line <= lines; line++)
        {
            operation.Say($"Line {line}", DateTime.UtcNow);
        }

        return db.SaveChanges();
    }

    private IRenderedComponent<OperationPage> Open(long id) => Draw<OperationPage>(page => page.Add(p => p.Id, id));
}
