using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Community;
using Marketplace.Data;
using Marketplace.Insight;
using Marketplace.Licensing;
using Marketplace.Moderation;
using Marketplace.Operations;
using Marketplace.Portal;
using Marketplace.Pricing;
using Marketplace.Publishing;
using Marketplace.Resolution;
using Marketplace.Search;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Catalog;

/// <summary>Wherever a module is named with its icon, it is the one that it brings.</summary>
public sealed class ModuleIconPagesTests : IAsyncDisposable
{
    private static readonly byte[] Icon = Pictures.Png(64, 64);
    private static readonly string Address = PortalUrls.ModuleIcon(Packages.HashOf(Icon));
    private readonly PortalHost _portal = new();
    private readonly Organization _acme;
    private readonly Actor _owner;

    public ModuleIconPagesTests()
    {
        _acme = _portal.Database.Publisher();
        _owner = _portal.Database.Member(_acme, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Strangers_and_feeds_see_it()
    {
        await ReleaseAsync();
        _portal.Database.Available(_acme, "Acme.Plug", needs: ("Acme.Mail", "[1.0,2.0)"));
        await _portal.Get<CatalogIndex>().RebuildAsync(Cancel);

        await AssertShownAsync(
            _portal.Client(),
            PortalUrls.Browse("mail"), PortalUrls.Module("Acme.Mail"), PortalUrls.Module("Acme.Plug", "dependencies"), PortalUrls.Compare(["Acme.Mail"]),
            PortalUrls.Publisher(_acme.Name), "/v3/query?q=mail", "/v3/registrations/acme.mail/index.json");
    }

    [Fact]
    public async Task Clients_see_it_on_their_sites_plans_operations_licenses_and_among_what_they_follow()
    {
        await ReleaseAsync();
        var client = new Client(_portal);
        var site = await client.EmptySiteAsync("Shop", Cancel);
        var operation = await site.StartAsync(ChangeRequest.Install("Acme.Mail"), Cancel);
        await _portal.Get<OperationRunner>().RunAsync(operation, Cancel);
        await _portal.Get<Follows>().SetAsync(client.Actor, "Acme.Mail", true, Cancel);
        await _portal.Get<Offers>().OfferAsync(_owner, "Acme.Mail", new(OfferTier.Basic, OfferModel.Monthly, 1, [new(900, "EUR")]), Cancel);
        await _portal.Get<Licenses>().IssueAsync(_owner, "Acme.Mail", new(client.Organization.Name, OfferTier.Basic, null, null), Cancel);
        using var browser = await _portal.ClientAsync(client.Actor);

        await AssertShownAsync(
            browser,
            PortalUrls.Plan(site.Id, uninstall: "Acme.Mail"), PortalUrls.Operation(operation), PortalUrls.Notifications);
        // The pages of a site, of statistics and of licenses list them once their circuit is there.
        var scope = new StatisticsScope.OfClient(client.Organization.Id);
        var versions = await _portal.Get<VersionsInUse>().ReadAsync(client.Actor, scope, ListQuery.First, Cancel);
        Assert.Equal(Packages.HashOf(Icon), Assert.Single(versions!.Rows).Icon);
        var shop = await _portal.Get<SiteQueries>().ReadAsync(client.Actor, site.Id, Cancel);
        Assert.Equal(Packages.HashOf(Icon), shop!.Icons.Of("Acme.Mail"));
        var licenses = await _portal.Get<LicenseQueries>().OwnAsync(client.Actor, ListQuery.First, Cancel);
        Assert.Equal(Packages.HashOf(Icon), Assert.Single(licenses.Rows).Icon);
        var icons = await _portal.Get<ModuleIcons>().OfAsync(client.Actor, ["ACME.MAIL", "Acme.Base"], Cancel);
        Assert.Equal((Packages.HashOf(Icon), null, null), (icons.Of("Acme.Mail"), icons.Of("Acme.Base"), icons.Of("Acme.None")));
    }

    [Fact]
    public async Task Publishers_see_it_where_they_manage_the_module()
    {
        await ReleaseAsync();
        using var browser = await _portal.ClientAsync(_owner);
        var submission = _portal.Database.Read(db => db.Submissions.Single().Id);

        await AssertShownAsync(
            browser,
            PortalUrls.Submission(submission), PortalUrls.Listing("Acme.Mail"), PortalUrls.Offers("Acme.Mail"),
            PortalUrls.Licenses("Acme.Mail"), PortalUrls.ModuleStatistics("Acme.Mail"));
    }

    [Fact]
    public async Task A_moderator_sees_what_the_package_brings_before_anybody_else_does()
    {
        using var package = new MemoryStream(PackagesWithIcons.Package("1.0.0", Icon));
        var received = Assert.IsType<IntakeOutcome.Received>(await _portal.Get<PackageIntake>().ReceiveAsync(_owner, null, package, Cancel));
        await _portal.Get<SubmissionPipeline>().ScanAsync(received.SubmissionId, Cancel);
        using var browser = await _portal.ClientAsync(_portal.Database.Staff(StaffRole.Moderator));

        var page = await browser.GetStringAsync(PortalUrls.Review(_portal.Database.Read(db => db.Reviews.Single().Id)), Cancel);

        Assert.Contains($"src=\"data:image/png;base64,{Convert.ToBase64String(Icon)}\"", page, StringComparison.Ordinal);
        Assert.False(await _portal.Get<ModuleIcons>().IsShownAsync(_owner, Packages.HashOf(Icon), Cancel));
    }

    private Task ReleaseAsync() => _portal.ReleaseAsync(_owner, PackagesWithIcons.Package("1.0.0", Icon), Cancel);

    private static async Task AssertShownAsync(HttpClient browser, params string[] pages)
    {
        foreach (var page in pages)
        {
            Assert.True((await browser.GetStringAsync(page, Cancel)).Contains(Address, StringComparison.Ordinal), page);
        }
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();
}
