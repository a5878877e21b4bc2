using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Notifications;
using Marketplace.Resolution;
using Marketplace.Tests.Search;
using Marketplace.Tests.Support;
using Microsoft.Extensions.Options;

namespace Marketplace.Tests.Accounts;

public sealed class MembersTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Members _members;
    private readonly Organization _organization;
    private readonly Actor _owner;

    public MembersTests()
    {
        var mail = new InvitationMail(Options.Create(new PortalOptions { Address = "https://market.example" }));
        _members = new Members(_database, mail, new Attempts(_database, _database.Clock), _database.Clock);
        _organization = _database.Publisher();
        _owner = _database.Member(_organization, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MemberQueries Queries => new(_database, _database.Clock);

    [Fact]
    public async Task An_invitation_makes_a_member_once()
    {
        var (guest, late) = (_database.Stranger(), _database.Stranger());
        var token = await InviteAsync(AddressOf(guest), MemberRole.Member);
        Assert.Equal(AddressOf(guest), Assert.Single(await Queries.InvitationsAsync(_owner, _organization.Id, Cancel)).Email);

        Assert.Equal(MemberOutcome.Done, await _members.AcceptAsync(guest, token, Cancel));

        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.AcceptAsync(late, token, Cancel));
        Assert.Equal(2, (await Queries.ListAsync(guest, _organization.Id, ListQuery.First, Cancel)).Total);
        Assert.Empty(await Queries.InvitationsAsync(_owner, _organization.Id, Cancel));
    }

    [Fact]
    public async Task An_invitation_ends_after_a_week_and_when_a_new_one_is_sent()
    {
        var guest = _database.Stranger();
        var first = await InviteAsync("guest@example.com", MemberRole.Member);
        var second = await InviteAsync("guest@example.com", MemberRole.Member);
        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.AcceptAsync(guest, first, Cancel));

        _database.Clock.Advance(TimeSpan.FromDays(8));

        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.AcceptAsync(guest, second, Cancel));
    }

    [Fact]
    public async Task Only_owners_invite_change_and_remove()
    {
        var (member, other) = (_database.Member(_organization), _database.Member(_database.Publisher("Other"), MemberRole.Owner));
        foreach (var actor in new[] { member, other, _owner with { ApiKeyId = 1 } })
        {
            Assert.Equal(MemberOutcome.NotAllowed, await _members.InviteAsync(actor, _organization.Id, "x@example.com", MemberRole.Owner, Cancel));
            Assert.Equal(MemberOutcome.NotAllowed, await _members.WithdrawAsync(actor, _organization.Id, 1, Cancel));
            Assert.Equal(MemberOutcome.NotAllowed, await _members.ChangeAsync(actor, _organization.Id, _owner.UserId, null, Cancel));
        }

        Assert.Equal(MemberOutcome.NotAllowed, await _members.ChangeAsync(member, _organization.Id, member.UserId, MemberRole.Owner, Cancel));
        Assert.Empty((await Queries.ListAsync(other, _organization.Id, ListQuery.First, Cancel)).Rows);
        Assert.Equal(2, (await Queries.ListAsync(_owner, _organization.Id, ListQuery.First, Cancel)).Total);
    }

    [Fact]
    public async Task An_invitation_lets_in_only_whom_it_was_sent_to()
    {
        var (guest, other) = (_database.Stranger(), _database.Stranger());
        var token = await InviteAsync(AddressOf(guest).ToUpperInvariant(), MemberRole.Owner);

        Assert.Equal(MemberOutcome.OtherAddress, await _members.AcceptAsync(other, token, Cancel));

        Assert.Equal(MemberOutcome.Done, await _members.AcceptAsync(guest, token, Cancel));
        Assert.Empty((await Queries.ListAsync(other, _organization.Id, ListQuery.First, Cancel)).Rows);
    }

    [Fact]
    public async Task An_invitation_that_is_opened_many_times_at_once_is_taken_once()
    {
        var guest = _database.Stranger();
        var token = await InviteAsync(AddressOf(guest), MemberRole.Member);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _members.AcceptAsync(guest, token, Cancel), Cancel)));

        Assert.Single(outcomes, MemberOutcome.Done);
        Assert.Equal(1, _database.Read(db => db.AuditEntries.Count(e => e.Action == "member.join")));
    }

    [Fact]
    public async Task Owners_who_all_leave_at_once_leave_one_behind()
    {
        Actor[] owners = [_owner, .. Enumerable.Range(0, 5).Select(_ => _database.Member(_organization, MemberRole.Owner))];

        var outcomes = await Task.WhenAll(
            owners.Select(owner => Task.Run(() => _members.ChangeAsync(owner, _organization.Id, owner.UserId, null, Cancel), Cancel)));

        Assert.Single(outcomes, MemberOutcome.LastOwner);
        Assert.Equal(1, _database.Read(db => db.Memberships.Count(m => m.OrganizationId == _organization.Id)));
    }

    [Fact]
    public async Task The_last_owner_stays_until_there_is_another()
    {
        var member = _database.Member(_organization);
        Assert.Equal(MemberOutcome.LastOwner, await _members.ChangeAsync(_owner, _organization.Id, _owner.UserId, null, Cancel));
        Assert.Equal(MemberOutcome.LastOwner, await _members.ChangeAsync(_owner, _organization.Id, _owner.UserId, MemberRole.Member, Cancel));

        Assert.Equal(MemberOutcome.Done, await _members.ChangeAsync(_owner, _organization.Id, member.UserId, MemberRole.Owner, Cancel));

        Assert.Equal(MemberOutcome.Done, await _members.ChangeAsync(_owner, _organization.Id, _owner.UserId, null, Cancel));
        Assert.Equal(["member.role", "member.remove"], _database.Read(db => db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Action).ToList()));
    }

    [Fact]
    public async Task An_invitation_ends_when_who_gave_it_is_no_owner_any_more()
    {
        var (other, guest) = (_database.Member(_organization, MemberRole.Owner), _database.Stranger());
        var token = await InviteAsync(AddressOf(guest), MemberRole.Owner);

        Assert.Equal(MemberOutcome.Done, await _members.ChangeAsync(other, _organization.Id, _owner.UserId, MemberRole.Member, Cancel));

        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.AcceptAsync(guest, token, Cancel));
        Assert.Empty(await Queries.InvitationsAsync(other, _organization.Id, Cancel));
    }

    [Fact]
    public async Task An_owner_withdraws_an_invitation_of_another_and_it_is_audited()
    {
        var (other, guest) = (_database.Member(_organization, MemberRole.Owner), _database.Stranger());
        var token = await InviteAsync(AddressOf(guest), MemberRole.Member);
        var open = Assert.Single(await Queries.InvitationsAsync(other, _organization.Id, Cancel));

        Assert.Equal(MemberOutcome.Done, await _members.WithdrawAsync(other, _organization.Id, open.Id, Cancel));

        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.AcceptAsync(guest, token, Cancel));
        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.WithdrawAsync(other, _organization.Id, open.Id, Cancel));
        Assert.Equal(1, _database.Read(db => db.AuditEntries.Count(e => e.Action == "member.uninvite" && e.UserId == other.UserId)));
    }

    [Fact]
    public async Task A_new_invitation_ends_the_earlier_one_however_the_address_is_written()
    {
        var guest = _database.Stranger();
        var first = await InviteAsync(AddressOf(guest).ToUpperInvariant(), MemberRole.Owner);
        var second = await InviteAsync(AddressOf(guest), MemberRole.Member);

        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.AcceptAsync(guest, first, Cancel));
        Assert.Equal(MemberOutcome.Done, await _members.AcceptAsync(guest, second, Cancel));
        Assert.Equal(MemberRole.Member, _database.Read(db => db.Memberships.Single(m => m.UserId == guest.UserId).Role));
    }

    [Fact]
    public async Task An_invitation_and_its_mail_are_saved_together_and_one_address_gets_only_so_many()
    {
        for (var invitation = 0; invitation < AttemptLimit.Mails.Max; invitation++)
        {
            await InviteAsync("guest@example.com", MemberRole.Member);
        }

        Assert.Equal(MemberOutcome.TooManyMails, await _members.InviteAsync(_owner, _organization.Id, "Guest@example.com", MemberRole.Member, Cancel));

        var (mails, invitations) = _database.Read(db => (db.Set<OutgoingMail>().Count(), db.Invitations.Count()));
        Assert.Equal((AttemptLimit.Mails.Max, AttemptLimit.Mails.Max), (mails, invitations));
        Assert.Single(await Queries.InvitationsAsync(_owner, _organization.Id, Cancel));
    }

    /// <summary>The token in the mail.</summary>
    private async Task<string> InviteAsync(string email, MemberRole role)
    {
        Assert.Equal(MemberOutcome.Done, await _members.InviteAsync(_owner, _organization.Id, email, role, Cancel));
        var text = _database.Read(db => db.Set<OutgoingMail>().OrderByDescending(m => m.Id).Select(m => m.Text).First());
        return text.Split("token=")[1];
    }

    private string AddressOf(Actor actor) => _database.Read(db => db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email!).Single());

    public void Dispose() => _database.Dispose();
}
