using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Portal;
using Marketplace.Portal.Planning;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Tests.Planning;

/// <summary>What a plan says before it is confirmed, and the ways out where it cannot be.</summary>
public sealed class PlanPageTests : PageTest
{
    private readonly PortalHost _portal;
    private readonly Client _client;

    public PlanPageTests()
        : this(new PortalHost())
    {
    }

    private PlanPageTests(PortalHost portal)
        : base(portal)
    {
        (_portal, _client) = (portal, new Client(portal));
        SignIn(_client.Actor);
    }

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_changes_stand_in_groups_with_their_count_and_confirming_starts_them()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        var page = Open(PortalUrls.Plan(site.Id, install: "Acme.Shop"), site);

        page.WaitForAssertion(() => Assert.Equal(["Add 1", "Update 1"], Groups(page)));
        Assert.Equal(["1.0.0to2.0.0"], page.FindAll("tbody .versions").Select(version => Squeezed(version.TextContent)));
        Assert.Contains("Add 1 · Update 1", page.Find(".bottom-bar").TextContent, StringComparison.Ordinal);
        Assert.Contains("Due today", page.Find("aside").TextContent, StringComparison.Ordinal);
        Confirm(page, "Confirm and install").Click();

        page.WaitForAssertion(() => Assert.Matches("^operations/[0-9]+$", Address));
    }

    [Fact]
    public async Task A_rollback_is_called_one()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);

        var page = Open(PortalUrls.RollBack(site.Id, 1), site);

        page.WaitForAssertion(() => Assert.Equal(["Roll back 1", "Remove 1"], Groups(page)));
        Assert.NotNull(Confirm(page, "Roll back to revision 1"));
        Assert.Contains("Nothing to download", page.Find(".bottom-bar").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stays_is_folded()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        await site.DoneAsync(ChangeRequest.Install("Acme.Shop"), Cancel);
        var page = Open(PortalUrls.Plan(site.Id, uninstall: "Acme.Shop"), site);
        page.WaitForAssertion(() => Assert.Equal(["Remove 1", "Keep 1 Acme.Base 2.0.0"], Groups(page)));
        Assert.Single(page.FindAll("tbody a[href^='/modules/']"));

        page.Find("button[aria-expanded=false]").Click();

        Assert.Equal(2, page.FindAll("tbody a[href^='/modules/']").Count);
        page.FindAll("label").Single(label => label.TextContent.Trim() == "Delete it").QuerySelector("input")!.Click();
        page.WaitForAssertion(() => Assert.Contains("forget=Acme.Shop", Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_that_a_pin_stands_against_offers_to_unpin()
    {
        var site = await _client.SiteAsync("Shop", Cancel);
        Assert.True(await _portal.Get<SitePolicies>().PinAsync(_client.Actor, site.Id, "Acme.Base", pinned: true, Cancel));
        var page = Open(PortalUrls.Plan(site.Id, install: "Acme.Shop"), site);
        page.WaitForAssertion(() => Assert.Contains("Acme.Base is pinned to 1.0.0.", page.Markup, StringComparison.Ordinal));

        page.FindAll("button").Single(button => button.TextContent.Trim() == "Unpin Acme.Base and plan again").Click();

        page.WaitForAssertion(() => Assert.Equal(["Add 1", "Update 1"], Groups(page)));
        Assert.Null(Database.Read(db => db.ModuleRules.Single().PinnedAt));
    }

    [Fact]
    public async Task A_plan_that_takes_an_earlier_release_for_want_of_a_license_says_which_one_was_left_out()
    {
        var publisher = Database.Read(db => db.Modules.Where(m => m.PackageId == "Acme.Shop").Select(m => m.Publisher).Single());
        var owner = Database.Member(publisher, MemberRole.Owner);
        Assert.IsType<ListingOutcome.Done>(await _portal.Get<Offers>().OfferAsync(
            owner, "Acme.Shop", new(OfferTier.Basic, OfferModel.Monthly, null, [new(1200, "EUR")]), Cancel));
        var module = Database.Read(db => db.Modules.Single(m => m.PackageId == "Acme.Shop").Id);
        Database.Save(new License(module, _client.Organization.Id, null, OfferTier.Basic, null, null, owner.UserId, A.Day) { UpdatesUntil = Database.Now });
        _portal.Publish(publisher, "Acme.Shop", "1.1.0", "Acme.Base [2.0.0,3.0.0)");
        Database.Read(db => db.Releases.Where(r => r.Version == "1.1.0")
            .ExecuteUpdate(set => set.SetProperty(r => r.ApprovedAt, Database.Now.AddDays(1))));
        var site = await _client.SiteAsync("Shop", Cancel);

        var page = Open(PortalUrls.Plan(site.Id, install: "Acme.Shop"), site);

        page.WaitForAssertion(() => Assert.Contains("Your license does not cover version 1.1.0", page.Markup, StringComparison.Ordinal));
        Assert.Contains("The newest release that your license covers.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Acme.Shop@1.1.0", page.Find("a[aria-label='Use this: Get a license for Acme.Shop 1.1.0 first']").GetAttribute("href"),
            StringComparison.Ordinal);
        Assert.False(Confirm(page, "Confirm and install").HasAttribute("disabled"));
    }

    [Fact]
    public async Task What_cannot_be_planned_says_why()
    {
        var site = await _client.SiteAsync("Shop", Cancel);

        var page = Open(PortalUrls.Plan(site.Id, install: "Nobody.Knows"), site);
        page.WaitForAssertion(() => Assert.Contains("Nobody.Knows", page.Find("h2.title").TextContent, StringComparison.Ordinal));

        page = Open(PortalUrls.RollBack(site.Id, 1), site);
        page.WaitForAssertion(() => Assert.Contains("Shop is in revision 1 already.", page.Markup, StringComparison.Ordinal));

        page = Open(PortalUrls.RollBack(site.Id, 9), site);
        page.WaitForAssertion(() => Assert.Contains("There is no such site of yours, or no such revision.", page.Markup, StringComparison.Ordinal));
    }

    private IRenderedComponent<PlanPage> Open(string address, ClientSite site)
    {
        Navigation.NavigateTo(address);
        return Draw<PlanPage>(page => page.Add(p => p.SiteId, site.Id));
    }

    private static IEnumerable<string> Groups(IRenderedComponent<PlanPage> page) => page.FindAll("tr.group").Select(group => Squeezed(group.TextContent));

    private static AngleSharp.Dom.IElement Confirm(IRenderedComponent<PlanPage> page, string words) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == words);

    private static string Squeezed(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
