using Bunit;
using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Portal.Accounts;
using Marketplace.Resolution;
using Marketplace.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Accounts;

public sealed class OrganizationPagesTests : PageTest
{
    private readonly Organization _organization;
    private readonly Actor _owner;

    public OrganizationPagesTests()
    {
        Services.AddAccounts();
        Services.AddSingleton<IInvitationMail>(new InvitationMail(Options.Create(new PortalOptions { Address = "https://market.example" })));
        _organization = Database.Publisher();
        _owner = Database.Member(_organization, MemberRole.Owner);
        SignIn(_owner);
    }

    [Fact]
    public void A_double_click_makes_one_key_and_leaves_it_to_be_copied()
    {
        var page = Draw<ApiKeysPage>();
        page.WaitForElement("#name").Change("Build server");

        page.Find("form.body").Submit();
        page.Find("form.body").Submit();

        page.WaitForElement("#key");
        Assert.Equal(1, Database.Read(db => db.ApiKeys.Count()));

        // A second key is a later click.
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Find("form.body").Submit();
        page.WaitForAssertion(() => Assert.Equal(2, Database.Read(db => db.ApiKeys.Count())));
    }

    [Fact]
    public void A_double_click_sends_one_invitation_which_an_owner_can_withdraw()
    {
        var page = Draw<MembersPage>();
        page.WaitForElement("#email").Change("guest@example.com");

        page.Find("form.body").Submit();
        page.Find("form.body").Submit();

        page.WaitForAssertion(() => Assert.Contains("is on its way", page.Find(".said").TextContent, StringComparison.Ordinal));
        Assert.Equal((1, 1), Database.Read(db => (db.Invitations.Count(), db.Set<OutgoingMail>().Count())));

        page.Find("[aria-label=\"Withdraw the invitation to guest@example.com\"]").Click();
        Floating.WaitForElement("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("is withdrawn", page.Find(".said").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("guest@example.com", page.Find("tbody").TextContent, StringComparison.Ordinal);
    }
}
