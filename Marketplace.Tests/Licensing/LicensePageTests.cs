using Bunit;
using Marketplace.Accounts;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Licensing.Metering;
using Marketplace.Planning;
using Marketplace.Portal.Licensing;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using MudBlazor;

namespace Marketplace.Tests.Licensing;

/// <summary>The page of one license, for its client and for its publisher.</summary>
public sealed class LicensePageTests : PageTest
{
    private readonly PortalHost _portal;

    public LicensePageTests()
        : this(new PortalHost())
    {
    }

    private LicensePageTests(PortalHost portal)
        : base(portal) => _portal = portal;

    private static CancellationToken Cancel => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_sees_where_a_license_is_used_and_how_much_and_gives_places_free()
    {
        var shop = await LicensedShop.OfAsync(_portal, 3, Cancel);
        await shop.InstalledAsync("Shop", Cancel);
        await _portal.Get<KeyActivations>().ActivateAsync(new(new(shop.Key, null, null), "0123456789abcdef0123", "Till 1"), Cancel);
        var now = DateTime.UtcNow;
        await _portal.Get<UsageReports>().RecordAsync(
            shop.Client.Organization.Id, "test", [new(Guid.NewGuid(), LicensedShop.Id, LicensedShop.Documents, 1040, now, now)], Cancel);
        SignIn(shop.Client.Actor);

        var page = Draw(shop.License);
        page.Says("2 of 3 sites");
        page.Says("0123456789");
        page.Says("1,040 of 1,000");
        page.Says("40 beyond what is included, charged");
        page.Says("Turned off, data kept");

        page.Press("Deactivate Till 1");
        Floating.Submit();
        Floating.Says("Acme Shop was deactivated on Till 1.");
        page.Says("1 of 3 sites");
        page.Press("Deactivate on Shop");
        Floating.Submit();
        page.Says("0 of 3 sites");

        page.Press("Activate on Shop");
        Floating.Says("Acme Shop is active on Shop.");
        page.Says("1 of 3 sites");
    }

    [Fact]
    public async Task A_place_that_is_taken_meanwhile_says_why_and_changes_nothing()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var site = await shop.InstalledAsync("Shop", Cancel);
        await _portal.Get<SiteActivations>().DeactivateAsync(shop.Client.Actor, site.Id, LicensedShop.Id, Cancel);
        SignIn(shop.Client.Actor);
        var page = Draw(shop.License);
        page.Says("Deactivated");
        await shop.ActivateAsync("till 1", Cancel);
        // The page is told of it, and a click between would fall on what was drawn before.
        page.Says("1 of 1 site");

        page.Press("Activate on Shop");

        Floating.Says("Your licenses of Acme.Shop count on 1 site, and 1 has it.");
        page.Says("1 of 1 site");
    }

    [Fact]
    public async Task Its_publisher_sees_what_the_key_activated_but_not_the_sites_and_a_stranger_sees_nothing()
    {
        var shop = await LicensedShop.OfAsync(_portal, null, Cancel);
        await shop.InstalledAsync("Secret shop", Cancel);
        await shop.ActivateAsync("till 1", Cancel);
        SignIn(shop.Publisher);

        var page = Draw(shop.License);
        page.Says("till 1");
        page.Says("2 sites, all may");
        Assert.DoesNotContain("Secret shop", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Deactivate", page.Markup, StringComparison.Ordinal);
        page.Press("Change");
        Floating.Says($"License of {shop.Client.Organization.Name}");

        SignIn(Database.Member(Database.Client("Stranger"), MemberRole.Owner));
        Draw(shop.License).Says("There is no such license");
    }

    [Fact]
    public async Task A_place_is_transferred_to_a_site_that_has_none_by_the_plan_that_installs_it()
    {
        var shop = await LicensedShop.OfAsync(_portal, 1, Cancel);
        var first = await shop.InstalledAsync("First", Cancel);
        var second = await shop.Client.SiteAsync("Second", Cancel);
        SignIn(shop.Client.Actor);
        var page = Draw(shop.License);

        page.Press("Transfer from First");
        Floating.WaitForElement("form");
        await Floating.InvokeAsync(() => Floating.FindComponent<MudSelect<long?>>().Instance.ValueChanged.InvokeAsync(second.Id));
        Floating.Says("The plan to install it on Second opens.");
        Floating.Submit();

        page.WaitForAssertion(() => Assert.Equal($"sites/{second.Id}/plan?install={LicensedShop.Id}", Address));
        Assert.Equal(first.Id, Database.Read(db => db.DeactivatedModules.Single().SiteId));
    }

    private IRenderedComponent<LicensePage> Draw(long license) => Draw<LicensePage>(parameters => parameters.Add(page => page.Id, license));
}
