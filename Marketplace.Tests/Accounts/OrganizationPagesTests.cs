using Bunit;
using Marketplace.Accounts;
using Marketplace.Live;
using Marketplace.Notifications;
using Marketplace.Portal.Accounts.Team;
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
    public void A_key_is_made_and_shown_once_to_be_copied()
    {
        var page = Draw<ApiKeysPage>();
        page.Says("No keys yet.");
        page.Press("New key");
        Floating.Field("Name").Change("Build server");

        Floating.Submit();

        Floating.Says("Copy the key now");
        Assert.StartsWith("mkt_", Floating.Field("Key").GetAttribute("value"), StringComparison.Ordinal);
        Assert.Equal(1, Database.Read(db => db.ApiKeys.Count()));
        page.WaitForAssertion(() => Assert.Contains("Build server", page.Find("tbody").TextContent, StringComparison.Ordinal));

        Floating.Press("Done");
        Floating.WaitForAssertion(() => Assert.Empty(Floating.FindAll("form")));
        Assert.DoesNotContain("mkt_", Floating.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_a_name_or_a_use_says_so_and_is_not_made()
    {
        var page = Draw<ApiKeysPage>();
        page.Press("New key");

        Floating.Submit();
        Floating.Says("Give the key a name.");

        Floating.Field("Name").Change("Build server");
        Floating.FindAll("input[type=checkbox]")[0].Change(false);
        Floating.Submit();
        Floating.Says("Choose at least one thing that the key may do.");
        Assert.Equal(0, Database.Read(db => db.ApiKeys.Count()));
    }

    [Fact]
    public void Keys_are_revoked_one_by_one_or_together_by_owners_alone()
    {
        string[] names = ["One", "Two", "Three"];
        Database.Save([.. names.Select(name => (object)ApiKey.Create(_organization.Id, _owner.UserId, name, ApiKeyScopes.Push, A.Day, null).Key)]);
        var page = Draw<ApiKeysPage>();

        page.Press("Revoke One");
        Floating.Submit();
        Floating.Says("The key One was revoked.");
        page.WaitForAssertion(() => Assert.DoesNotContain("Revoke One", page.Markup, StringComparison.Ordinal));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Find("thead input[type=checkbox]").Change(true);
        page.Press("Revoke 3 keys");
        Floating.Submit();
        Floating.Says("2 keys were revoked.");
        Assert.Equal(3, Database.Read(db => db.ApiKeys.Count(key => key.RevokedAt != null)));

        SignIn(Database.Member(_organization));
        var seen = Draw<ApiKeysPage>();
        seen.WaitForAssertion(() => Assert.Contains("Three", seen.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("New key", seen.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Select all", seen.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invitation_is_sent_which_an_owner_can_withdraw()
    {
        var page = Draw<MembersPage>();
        page.Press("Invite");
        Floating.Field("E-mail").Change("guest@example.com");

        Floating.Submit();

        Floating.Says("is on its way");
        Assert.Equal((1, 1), Database.Read(db => (db.Invitations.Count(), db.Set<OutgoingMail>().Count())));

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        page.Press("Withdraw the invitation to guest@example.com");
        Floating.Submit();

        Floating.Says("is withdrawn");
        page.WaitForAssertion(() => Assert.DoesNotContain("guest@example.com", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Enter an e-mail address.")]
    [InlineData("guest", "Enter an address such as ana@acme.example.")]
    public void What_is_wrong_with_an_address_stands_beside_it(string email, string problem)
    {
        var page = Draw<MembersPage>();
        page.Press("Invite");
        Floating.Field("E-mail").Change(email);

        Floating.Submit();

        Floating.Says(problem);
        Assert.Equal("true", Floating.Field("E-mail").GetAttribute("aria-invalid"));
        Assert.Equal(0, Database.Read(db => db.Invitations.Count()));
    }

    [Fact]
    public async Task What_the_server_refuses_stands_beside_the_address_until_it_is_another()
    {
        for (var mail = 0; mail < AttemptLimit.Mails.Max; mail++)
        {
            var attempts = Services.GetRequiredService<Attempts>();
            Assert.True(await attempts.TryAsync(AttemptLimit.Mails, "guest@example.com", Xunit.TestContext.Current.CancellationToken));
        }

        var page = Draw<MembersPage>();
        page.Press("Invite");
        Floating.Field("E-mail").Change("guest@example.com");

        Floating.Submit();
        Floating.Says("got several mails within the hour");

        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        Floating.Field("E-mail").Change("other@example.com");
        Floating.Submit();
        Floating.Says("The invitation to other@example.com is on its way.");
    }

    [Fact]
    public void A_role_is_changed_and_changed_back()
    {
        var member = Database.Member(_organization);
        var name = Database.Read(db => db.Users.Single(u => u.Id == member.UserId).DisplayName);
        var page = Draw<MembersPage>();

        page.Press($"Make owner: {name}");
        Floating.Says($"{name} is now an owner.");
        Assert.Equal(MemberRole.Owner, RoleOf(member));

        Floating.Press("Undo");
        Floating.WaitForAssertion(() => Assert.Equal(MemberRole.Member, RoleOf(member)));
    }

    [Fact]
    public void Whom_another_owner_invites_or_removes_is_seen_at_once()
    {
        var member = Database.Member(_organization);
        var page = Draw<MembersPage>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));

        Database.Read(db =>
        {
            db.Memberships.Remove(db.Memberships.Single(m => m.UserId == member.UserId));
            return db.SaveChanges();
        });
        Changed(LiveTopic.Organization(_organization.Id));

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")));
    }

    [Fact]
    public void The_last_owner_is_asked_before_leaving_and_told_why_that_is_not_possible()
    {
        var page = Draw<MembersPage>();

        page.Press($"Leave {_organization.Name}");
        Floating.Says("You lose access");
        Floating.Submit();

        Floating.Says("An organization keeps at least one owner.");
        Assert.Equal(MemberRole.Owner, RoleOf(_owner));
    }

    [Fact]
    public void Who_is_in_no_organization_is_told_what_to_do()
    {
        SignIn(Database.Stranger());

        Draw<MembersPage>().Says("Ask an owner of yours to invite you.");
        Draw<ApiKeysPage>().Says("API keys belong to an organization");
    }

    private MemberRole RoleOf(Actor actor) => Database.Read(db => db.Memberships.Single(m => m.UserId == actor.UserId).Role);
}
