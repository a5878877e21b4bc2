using Bunit;
using Marketplace.Accounts;
using Marketplace.Portal.Publishers;
using Marketplace.Publishers;
using Marketplace.Resolution;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Publishers;

public sealed class DomainPageTests : PageTest
{
    private readonly Organization _acme;

    public DomainPageTests()
    {
        Services.AddCatalogSlices();
        Services.AddSiteSlices();
        _acme = Database.Publisher();
    }

    [Fact]
    public void An_owner_gets_a_token_for_a_domain_and_hears_beside_the_field_what_is_none()
    {
        SignIn(Database.Member(_acme, MemberRole.Owner));
        var page = Draw<DomainPage>();
        page.Field("Domain").Change("localhost");
        page.Submit();
        page.Says("“localhost” is not a public domain name.");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Field("Domain").Change("acme.example");
        page.Submit();

        page.Says("A TXT record of acme.example");
        var token = Database.Read(db => db.Set<DomainClaim>().Single().Token);
        Assert.Contains(page.FindAll("[data-copy]"), copy => copy.GetAttribute("data-copy") == DomainProof.RecordPrefix + token);
    }

    [Fact]
    public void A_member_is_told_whom_to_ask()
    {
        SignIn(Database.Member(_acme));

        var page = Draw<DomainPage>();

        page.Says("only owners verify domains");
        Assert.Empty(page.FindAll("form"));
    }
}
