using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Live;
using Marketplace.Portal.Licensing;
using Marketplace.Portal.Shared;
using Marketplace.Pricing;
using Marketplace.Resolution;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Licensing;

public sealed class LicensePagesTests : PageTest
{
    private readonly Organization _client;
    private readonly Actor _publisher, _member;
    private readonly Module _module;
    private readonly Offer _basic, _premium;

    public LicensePagesTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        Services.AddPricing();
        Services.AddSingleton<Attempts>();
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddLicensing();
        Services.AddSingleton(Options.Create(new PricingOptions()));
        var acme = Database.Publisher();
        (_publisher, _client) = (Database.Member(acme, MemberRole.Owner), Database.Client());
        _member = Database.Member(_client);
        var id = Database.Available(acme, "Acme.Mail").ModuleId;
        (_basic, _premium) = (Offer(id, OfferTier.Basic, 1200), Offer(id, OfferTier.Premium, 2900));
        _module = Database.Read(db =>
        {
            var module = db.Modules.Single(m => m.Id == id);
            module.PriceAt(new ListPrice(" subscription ", " basic premium ", 1200, "EUR", "month", 14400));
            db.SaveChanges();
            return module;
        });
    }

    [Fact]
    public void The_panel_of_a_module_lets_one_choose_a_price_and_ask_once()
    {
        var panel = Panel();
        panel.Says("Needs a license");
        Assert.DoesNotContain("Install", panel.Markup, StringComparison.Ordinal);
        panel.FindAll("input[type=radio]")[1].Click();

        panel.Press("Get license: Premium, €29.00 / month");
        Floating.Field("Note").Change("For our shop.");
        Floating.Submit();

        Floating.Says("Your request for Premium was sent to the publisher.");
        panel.Says("License requested");
        Assert.Equal(
            (_premium.Id, "For our shop.", _client.Id),
            Database.Read(db => db.LicenseRequests.Select(r => ValueTuple.Create(r.OfferId, r.Note, r.OrganizationId)).Single()));
    }

    [Fact]
    public void The_panel_says_what_license_there_is_and_lets_install()
    {
        Database.Save(new License(_module.Id, _client.Id, _basic.Id, OfferTier.Basic, 1, null, _publisher.UserId, A.Day));
        var panel = Panel();
        panel.Says("You have a license");
        panel.Says("For 1 site of");
        panel.Says("Install");

        Database.Read(db =>
        {
            db.Licenses.Single().Revoke(_publisher.UserId, "Refunded.", A.Day);
            return db.SaveChanges();
        });
        Changed(LiveTopic.Module("acme.mail"));

        panel.Says("Your license was revoked");
    }

    [Fact]
    public void A_license_that_all_its_sites_use_needs_another_one()
    {
        Database.Save(new License(_module.Id, _client.Id, _basic.Id, OfferTier.Basic, 1, null, _publisher.UserId, A.Day));
        var site = A.Site(_client.Id, "Other");
        site.Activate(1);
        var revision = new Revision(Database.Saved(site).Id, 1, null, "2.0.0", null, A.Day);
        revision.Modules.Add(new RevisionModule("Acme.Mail", "1.0.0", A.Hash()));
        Database.Save(revision);

        Panel().Says("Your license covers no more sites");
    }

    [Fact]
    public void A_stranger_sees_the_price_and_what_is_below_it()
    {
        var panel = Draw<LicensePanel>(panel => panel.Add(p => p.Module, Row()).AddChildContent("Sign in to install"));

        panel.Says("€12.00 / month");
        panel.Says("Sign in to install");
    }

    [Fact]
    public void A_publisher_answers_a_request_and_revokes_with_a_reason()
    {
        Ask();
        SignIn(_publisher);
        var page = Draw<LicensesPage>(page => page.Add(p => p.Id, "acme.mail"));

        page.Press($"Issue a license to {_client.Name}");
        Floating.Submit();
        Floating.Says($"{_client.Name} now has a license.");
        page.WaitForAssertion(() => Assert.Contains("Active", page.Find("tbody").TextContent, StringComparison.Ordinal));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Press($"Change the license of {_client.Name}");
        Floating.WaitForElement("form");
        Floating.FindAll("input[type=radio]")[1].Click();
        Floating.Field("Reason").Change("It was refunded.");
        Floating.Submit();

        Floating.Says($"The license of {_client.Name} was revoked.");
        Assert.Equal("It was refunded.", Database.Read(db => db.Licenses.Single().RevokedBecause));
    }

    [Fact]
    public void A_client_that_is_not_known_is_named_beside_the_field()
    {
        SignIn(_publisher);
        var page = Draw<LicensesPage>(page => page.Add(p => p.Id, "acme.mail"));
        page.Press("Issue a license");
        Floating.Field("Client").Change("Nobody");
        Floating.Submit();
        Floating.Says("There is no client “Nobody”.");
        Assert.Equal("true", Floating.Field("Client").GetAttribute("aria-invalid"));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        Floating.Field("Client").Change(_client.Name);
        Floating.Submit();

        Floating.Says($"{_client.Name} now has a license.");
        page.WaitForAssertion(() => Assert.Contains(_client.Name, page.Find("tbody").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pricing_tab_offers_what_can_be_got_to_clients_and_shows_it_to_everybody()
    {
        SignIn(_member);
        var modules = Services.GetRequiredService<ModuleQueries>();
        var details = (await modules.ReadAsync(null, "Acme.Mail", null, Xunit.TestContext.Current.CancellationToken))!;

        var stranger = Draw<PricingTab>(tab => tab.Add(t => t.Details, details));
        stranger.Says("€29.00 / month");
        Assert.DoesNotContain("Get license", stranger.Markup, StringComparison.Ordinal);

        var client = Draw<PricingTab>(tab => tab.Add(t => t.Details, details).Add(t => t.Visitor, _member));
        client.WaitForAssertion(() => Assert.Equal(2, client.FindAll("[aria-label^=\"Get license\"]").Count));
    }

    private IRenderedComponent<LicensePanel> Panel()
    {
        SignIn(_member);
        var site = Database.Saved(A.Site(_client.Id));
        return Draw<LicensePanel>(panel => panel
            .Add(p => p.Module, Row()).Add(p => p.Visitor, _member).Add(p => p.Site, new PersonSite(site.Id, site.Name, _client.Name))
            .AddChildContent("Install"));
    }

    private ModuleRow Row() => new(_module.Id, "Acme.Mail", "Acme Mail", "", "tools", "Acme", false, A.Day) { Price = _module.Price };

    private Offer Offer(long module, OfferTier tier, long minor)
    {
        var offer = new Offer(module, tier, OfferModel.Monthly, 1, _publisher.UserId, A.Day);
        offer.Prices.Add(new OfferPrice("EUR", minor));
        return Database.Saved(offer);
    }

    private void Ask() => Database.Save(new LicenseRequest(_module.Id, _client.Id, _premium.Id, "Please.", _member.UserId, A.Day));
}
