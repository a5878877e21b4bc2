using Bunit;
using Marketplace.Accounts;
using Marketplace.Insight;
using Marketplace.Portal;
using Marketplace.Portal.Sites;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Marketplace.Updates;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Time.Testing;

namespace Marketplace.Tests.Sites;

/// <summary>What is entered about a site: what is wrong stands at its field, before and after the server has looked at it.</summary>
public sealed class SiteFormsTests : PageTest
{
    private readonly FakeTimeProvider _clock;
    private readonly Organization _globex;
    private readonly Site _site;

    public SiteFormsTests()
        : this(new FakeTimeProvider(DateTimeOffset.UtcNow))
    {
    }

    private SiteFormsTests(FakeTimeProvider clock)
        : base(new PortalHost { Clock = clock })
    {
        _clock = clock;
        _globex = Database.Client();
        _site = Database.Saved(A.Site(_globex.Id));
        SignIn(Database.Member(_globex, MemberRole.Owner));
    }

    [Fact]
    public void A_new_site_needs_a_version_and_a_name_that_is_free()
    {
        var page = Draw<NewSitePage>();
        Enter(page, "Name", "shop");
        Enter(page, "Host version", "three");
        Assert.Contains("“three” is not a version.", page.Markup, StringComparison.Ordinal);
        page.Submit();
        Assert.Single(Database.Read(db => db.Sites.ToList()));

        Enter(page, "Host version", "3.2.1");
        Wait();
        page.Submit();
        page.WaitForAssertion(() => Assert.Contains($"{_globex.Name} already has a site shop.", page.Markup, StringComparison.Ordinal));

        Enter(page, "Name", "Depot");
        Assert.DoesNotContain("already has a site", page.Markup, StringComparison.Ordinal);
        Wait();
        page.Submit();
        page.WaitForAssertion(() => Assert.Matches("^sites/[0-9]+$", Address));
        Assert.Equal("3.2.1", Database.Read(db => db.Sites.Single(s => s.Name == "Depot").HostVersion));
    }

    [Fact]
    public void A_person_of_no_client_organization_has_no_form()
    {
        SignIn(Database.Member(Database.Publisher()));

        var page = Draw<NewSitePage>();

        page.WaitForAssertion(() => Assert.Contains("Only members of a client organization have sites.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void The_policy_is_saved_whole_and_its_secret_shown_once()
    {
        var form = Policy();
        Enter(form, "Cool-down", "24");
        form.FindAll("label").Single(label => label.TextContent.Contains("Only in a maintenance window", StringComparison.Ordinal))
            .QuerySelector("input")!.Change(true);
        Enter(form, "Length", "3");
        form.FindAll("label").Single(label => label.TextContent.Trim() == "Mon").QuerySelector("input")!.Change(true);
        Enter(form, "Webhook", "https://hooks.example/shop");

        form.Submit();

        form.WaitForAssertion(() => Assert.Contains("The webhook’s secret, shown once:", form.Markup, StringComparison.Ordinal));
        var saved = Database.Read(db => db.SitePolicies.Single()).Settings;
        Assert.Equal((24, new MaintenanceWindow(0b11, 120, 180), "https://hooks.example/shop"), (saved.CoolDownHours, saved.Window, saved.WebhookUrl));
        Floating.WaitForAssertion(() => Assert.Contains("Policy saved.", Floating.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_policy_with_an_unknown_time_zone_is_not_saved_and_says_why()
    {
        var form = Policy();
        Enter(form, "Webhook", "http://hooks.example");
        Assert.Contains("Enter a webhook address that begins with https://", form.Markup, StringComparison.Ordinal);

        form.Submit();

        form.WaitForAssertion(() => Assert.Contains("begins with https://", form.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(Database.Read(db => db.SitePolicies.Where(p => p.SetById != null).ToList()));
    }

    [Fact]
    public void The_settings_are_saved_each_by_who_may()
    {
        var form = Draw<SiteSettings>(settings => settings.Add(s => s.Site, Detail()));
        Enter(form, "Address", "shop.example");
        Assert.Contains("Enter an address that begins with https://", form.Markup, StringComparison.Ordinal);
        Enter(form, "Address", "https://shop.example");
        form.FindAll("label").Single(label => label.TextContent.Contains("Another member must approve", StringComparison.Ordinal))
            .QuerySelector("input")!.Change(true);

        form.Submit();
        form.WaitForAssertion(() => Assert.Contains("Invite another member first", form.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        Wait();
        form.Submit();
        Floating.WaitForAssertion(() => Assert.Contains("The settings of Shop were saved.", Floating.Markup, StringComparison.Ordinal));
        var site = Database.Read(db => db.Sites.Single());
        Assert.Equal(("https://shop.example", false), (site.Address, site.NeedsApproval));
    }

    private SiteDetail Detail() =>
        new(_site.Id, "Shop", _globex.Name, _globex.Id, "2.0.0", 0, "/srv/sites/shop", null, null, [], []);

    private IRenderedComponent<SitePolicyForm> Policy() =>
        Draw<SitePolicyForm>(form => form.Add(f => f.Site, Detail()).Add(f => f.Policy, new PolicySettings()));

    private static void Enter<T>(IRenderedComponent<T> page, string label, string text)
        where T : IComponent
    {
        var field = page.WaitForElement($"label.mud-input-label:contains('{label}')").GetAttribute("for");
        page.Find($"#{field}").Change(text);
        page.Find($"#{field}").Blur();
    }

    // What comes sooner counts as a double click.
    private void Wait() => _clock.Advance(TimeSpan.FromSeconds(1));
}
