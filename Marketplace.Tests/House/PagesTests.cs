using System.Net;
using Marketplace.Accounts;
using Marketplace.Installs;
using Marketplace.Moderation;
using Marketplace.Portal;
using Marketplace.Portal.Demo;
using Marketplace.Publishing;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.House;

/// <summary>The portal with the whole demo in it.</summary>
public sealed class DemoPortal : IAsyncLifetime
{
    public PortalHost Host { get; } = new() { IsDemo = true };

    // Starting it fills the demo.
    public ValueTask InitializeAsync()
    {
        _ = Host.Services;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>Every page is drawn once for whom it is meant, which also puts each of its questions to the database.</summary>
public sealed class PagesTests(DemoPortal demo) : IClassFixture<DemoPortal>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestDatabase Database => demo.Host.Database;

    [Fact]
    public Task Nobody_in_particular_sees_the_open_pages() => ShowsAsync(null, PortalUrls.SignIn, PortalUrls.NoAccess, PortalUrls.Register, PortalUrls.ForgotPassword, PortalUrls.TwoFactor);

    [Fact]
    public Task A_client_finds_modules_and_reads_about_one() => ShowsAsync(
        DemoPeople.Client,
        [PortalUrls.Home, PortalUrls.Browse(q: "invoice pdf"), PortalUrls.Browse(category: "finance") + "&sort=updated&page=2&without=network",
         PortalUrls.Module("Acme.Invoicing"), PortalUrls.Module("acme.invoicing", version: "2.3.0"), PortalUrls.ReportModule("Acme.Invoicing", "2.4.0"), PortalUrls.Notifications, PortalUrls.Collections, PortalUrls.Collection("nothing"), PortalUrls.Compare([]), PortalUrls.Compare(["Acme.Invoicing", "Contoso.PdfExport", "Nobody.Knows"]),
         .. Tabs(PortalUrls.Module("Contoso.PdfExport"), "versions", "changelog", "dependencies", "capabilities", "compatibility", "quality")]);

    [Fact]
    public async Task A_client_sees_its_sites_plans_and_operations()
    {
        var operation = Database.Read(db => db.Operations.Where(o => o.Site.Organization.Name == DemoPeople.Client.Organization).Select(o => o.Id).First());
        var site = Database.Read(db => db.Operations.Where(o => o.Id == operation).Select(o => o.SiteId).Single());

        await ShowsAsync(
            DemoPeople.Client,
            [PortalUrls.Sites, PortalUrls.NewSite, PortalUrls.Operations, PortalUrls.Operation(operation), PortalUrls.Site(site),
             .. Tabs(PortalUrls.Site(site), "updates", "history", "settings"),
             PortalUrls.Plan(site, install: "Acme.Shop"), PortalUrls.Plan(site, install: "Nobody.Knows"), PortalUrls.RollBack(site, 1)]);
    }

    [Fact]
    public async Task A_publisher_sees_its_submissions()
    {
        var own = Database.Read(db => db.Submissions.Where(s => s.Publisher.Name == DemoPeople.Publisher.Organization).Select(s => s.Id).First());

        await ShowsAsync(DemoPeople.Publisher, PortalUrls.Submissions, PortalUrls.Submissions + "?page=2", PortalUrls.Submit, PortalUrls.Listing("Acme.Invoicing"), PortalUrls.Publisher("Acme Software"), PortalUrls.Publisher("Nobody"), PortalUrls.Domains, PortalUrls.Submission(own), PortalUrls.ApiKeys, PortalUrls.Members, PortalUrls.Account, PortalUrls.InvitationFor("none"));
    }

    [Fact]
    public async Task A_moderator_sees_the_queue_and_every_tab_of_a_review()
    {
        var open = Database.Read(db => db.Reviews.Where(r => r.State == ReviewState.NeedsReview).Select(r => r.Id).First());
        var newer = Database.Read(db => db.Reviews.Where(r => r.PackageId == "Acme.Invoicing").OrderByDescending(r => r.Id).Select(r => r.Id).First());

        await ShowsAsync(
            DemoPeople.Moderator,
            [PortalUrls.Queue, PortalUrls.Queue + "?q=acme", .. Tabs(PortalUrls.Queue, "scanning", "waiting", "reports", "decided"),
             PortalUrls.Review(open), .. Tabs(PortalUrls.Review(newer), "capabilities", "dependencies", "files")]);
    }

    [Fact]
    public async Task A_client_sees_no_page_of_staff()
    {
        using var client = await ClientAsync(DemoPeople.Client);

        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(PortalUrls.Queue, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync(PortalUrls.Jobs, Cancel)).StatusCode);
    }

    private async Task ShowsAsync(DemoPerson? person, params string[] addresses)
    {
        using var client = person is null ? demo.Host.Client() : await ClientAsync(person);
        foreach (var address in addresses)
        {
            using var answer = await client.GetAsync(address, Cancel);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{address} is answered by {(int)answer.StatusCode} {answer.Headers.Location}");
        }
    }

    private Task<HttpClient> ClientAsync(DemoPerson person) =>
        demo.Host.ClientAsync(new Actor(Database.Read(db => db.Users.Where(u => u.Email == person.Email).Select(u => u.Id).Single())));

    private static IEnumerable<string> Tabs(string address, params string[] tabs) => tabs.Select(tab => $"{address}?tab={tab}");
}
