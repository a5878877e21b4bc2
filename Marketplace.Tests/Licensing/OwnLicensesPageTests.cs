using Bunit;
using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Licensing;
using Marketplace.Portal.Licensing;
using Marketplace.Pricing;
using Marketplace.Sites;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Licensing;

/// <summary>What a client sees of its licenses.</summary>
public sealed class OwnLicensesPageTests : PageTest
{
    private readonly Organization _client;
    private readonly Actor _publisher, _member;
    private readonly Module _module;

    public OwnLicensesPageTests()
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
        _module = Database.Available(acme, "Acme.Mail").Module;
    }

    [Fact]
    public void A_client_withdraws_its_request()
    {
        var offer = Database.Saved(new Offer(_module.Id, OfferTier.Premium, OfferModel.Monthly, 1, _publisher.UserId, A.Day)
        {
            Prices = { new OfferPrice("EUR", 2900) },
        });
        Database.Save(new LicenseRequest(_module.Id, _client.Id, offer.Id, "Please.", _member.UserId, A.Day));
        SignIn(_member);
        var page = Draw<OwnLicensesPage>();
        page.Says("You have no licenses.");

        page.Press("Withdraw the request for Acme Mail");
        Floating.Submit();

        Floating.Says("The request for Acme Mail was withdrawn.");
        page.WaitForAssertion(() => Assert.DoesNotContain("License requests", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void A_client_finds_its_licenses_where_they_are_used_and_filters_them()
    {
        Database.Save(
            new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, null, _publisher.UserId, A.Day),
            new License(_module.Id, _client.Id, null, OfferTier.Premium, null, A.Day.AddDays(-60), _publisher.UserId, A.Day));
        SignIn(_member);
        Navigation.NavigateTo("/licenses?state=Expired");

        var page = Draw<OwnLicensesPage>();

        page.WaitForAssertion(() => Assert.Contains("Premium", Assert.Single(page.FindAll("tbody tr")).TextContent, StringComparison.Ordinal));
        Assert.Contains("/licenses.csv?state=Expired", page.Find("a[download]").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_license_that_no_site_has_used_for_sixty_days_says_so()
    {
        Database.Save(new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, null, _publisher.UserId, Database.Now.AddDays(-200)));
        var site = A.Site(_client.Id, "Shop");
        site.Activate(2);
        Revision had = new(Database.Saved(site).Id, 1, null, "2.0.0", null, Database.Now.AddDays(-190)),
            lost = new(site.Id, 2, null, "2.0.0", null, Database.Now.AddDays(-60));
        had.Modules.Add(new RevisionModule("Acme.Mail", "1.0.0", A.Hash()));
        Database.Save(had, lost);
        SignIn(_member);
        Draw<OwnLicensesPage>().Says("Unused for 60 days");

        Database.Save(new Revision(site.Id, 3, null, "2.0.0", null, Database.Now) { Modules = { new RevisionModule("Acme.Mail", "1.0.0", A.Hash()) } });
        Database.Read(db =>
        {
            db.Sites.Single().Activate(3);
            return db.SaveChanges();
        });
        var page = Draw<OwnLicensesPage>();
        page.Says("Shop");
        Assert.DoesNotContain("Unused", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_is_shown_the_key_of_a_license_and_a_member_is_not()
    {
        Database.Save(new License(_module.Id, _client.Id, null, OfferTier.Basic, 1, null, _publisher.UserId, A.Day));
        SignIn(_member);
        Draw<OwnLicensesPage>().Press("Show the key of Acme Mail");
        Floating.Says($"Only owners of {_client.Name} see its keys.");

        SignIn(Database.Member(_client, MemberRole.Owner));
        Draw<OwnLicensesPage>().Press("Show the key of Acme Mail");

        Floating.WaitForAssertion(() => Assert.Matches("^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$", Floating.Find("[data-copy]").GetAttribute("data-copy")));
    }
}
