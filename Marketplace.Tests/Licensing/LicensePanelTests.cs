using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Licensing.Activations;
using Marketplace.Live;
using Marketplace.Modules;
using Marketplace.Portal.Licensing;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Licensing;

/// <summary>What the page of a module says of the license of the site that was chosen.</summary>
public sealed class LicensePanelTests : PageTest
{
    private readonly Organization _client;
    private readonly Actor _member;
    private readonly long _publisher;
    private readonly Module _module;

    public LicensePanelTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddPricing();
        Services.AddSingleton<Attempts>();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddLicensing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        var acme = Database.Publisher();
        (_publisher, _client) = (Database.Member(acme, MemberRole.Owner).UserId, Database.Client());
        _member = Database.Member(_client);
        var id = Database.Available(acme, "Acme.Mail").ModuleId;
        _module = Database.Read(db => db.Modules.Single(m => m.Id == id));
        Price(new ListPrice(" subscription ", " basic ", 1200, "EUR", "month", 14400));
        SignIn(_member);
    }

    [Fact]
    public void A_staging_site_is_not_counted_and_needs_none_of_the_sites_of_a_license()
    {
        Database.Save(new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, null, _publisher, A.Day));
        var production = A.Site(_client.Id, "Other");
        production.Activate(1);
        var revision = new Revision(Database.Saved(production).Id, 1, null, "2.0.0", null, A.Day);
        revision.Modules.Add(new RevisionModule("Acme.Mail", "1.0.0", A.Hash()));
        Database.Save(revision);

        var staging = Panel(SiteKind.Staging);
        staging.Says("You have a license");
        staging.Says("Install");

        Database.Read(db =>
        {
            db.Sites.Single(s => s.Id == production.Id).Declare(SiteKind.Staging);
            return db.SaveChanges();
        });
        Panel(SiteKind.Production, name: "Third").Says("You have a license");
    }

    [Theory]
    [InlineData(false, 0, 2, "Your license has ended", "ended on 1 March 2026. Its updates end on 8 March 2026, and it becomes read-only on 31 March 2026.")]
    [InlineData(false, 0, 40, "Your license has ended", "ended on 1 March 2026. It is read-only, and is turned off on 30 April 2026.")]
    [InlineData(true, 10, 4, "Your trial ends soon", "trial of Acme Mail ends on 11 March 2026.")]
    [InlineData(true, 10, 11, "Your license has ended", "trial of Acme Mail ended on 11 March 2026. It is not updated any more, and becomes")]
    public void The_panel_of_an_installed_module_says_what_has_ended_and_what_follows(bool isTrial, int ends, int day, string what, string text)
    {
        Database.Save(new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, A.Day.AddDays(ends), _publisher, A.Day.AddDays(-1))
        {
            Origin = isTrial ? LicenseOrigin.Trial : LicenseOrigin.Purchase, Steps = isTrial ? EndSteps.OfTrial : EndSteps.Default,
        });
        Database.Clock.SetUtcNow(new(A.Day.AddDays(day)));

        var panel = Panel(SiteKind.Production, isInstalled: true);

        panel.Says(what);
        panel.Says(text);
        panel.Says("Install");
        Database.Save(new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, null, _publisher, A.Day));
        Changed(LiveTopic.Module("acme.mail"));
        panel.WaitForAssertion(() => Assert.DoesNotContain(what, panel.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "Your license is suspended", "was suspended on 1 March 2026. It is not updated any more, and becomes read-only on 31 March 2026.")]
    [InlineData(true, "Your license was revoked", "was revoked on 1 March 2026. What it adds ends on 30 April 2026; the module goes on.")]
    public void What_was_taken_back_is_told_too_and_a_module_with_a_free_tier_goes_on(bool isFree, string what, string text)
    {
        var license = new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, null, _publisher, A.Day);
        if (isFree)
        {
            Price(ListPrice.Free());
            license.Revoke(_publisher, "Refunded.", A.Day);
        }
        else
        {
            license.Suspend(_publisher, "Unpaid.", A.Day);
        }

        Database.Save(license);

        var panel = Panel(SiteKind.Production, isInstalled: true);

        panel.Says(what);
        panel.Says(text);
    }

    [Fact]
    public void What_was_deactivated_on_the_site_says_so_and_a_place_that_a_key_took_counts()
    {
        var license = Database.Saved(new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, null, _publisher, A.Day));

        var off = Panel(SiteKind.Production, isInstalled: true, isOff: true);
        off.Says("Deactivated on Shop");
        off.Says("Install");

        Panel(SiteKind.Production, name: "Second").Says("You have a license");
        Database.Save(new Activation(license.Id, "till 1", "Till 1", A.Day));
        Assert.DoesNotContain("You have a license", Panel(SiteKind.Production, name: "Third").Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<LicensePanel> Panel(SiteKind kind, bool isInstalled = false, string name = "Shop", bool isOff = false)
    {
        var site = Database.Saved(A.Site(_client.Id, name));
        if (isOff)
        {
            Database.Save(new DeactivatedModule(site.Id, "Acme.Mail", _member.UserId, A.Day));
        }

        var row = new ModuleRow(_module.Id, "Acme.Mail", "Acme Mail", "", "tools", "Acme", false, A.Day) { Price = _module.Price };
        return Draw<LicensePanel>(panel => panel
            .Add(p => p.Module, row).Add(p => p.Visitor, _member).Add(p => p.Site, new PersonSite(site.Id, site.Name, _client.Name, kind))
            .Add(p => p.IsInstalled, isInstalled)
            .AddChildContent("Install"));
    }

    private void Price(ListPrice price) => Database.Read(db =>
    {
        _module.PriceAt(price);
        db.Modules.Single(m => m.Id == _module.Id).PriceAt(price);
        return db.SaveChanges();
    });
}
