using Marketplace.Accounts;
using Marketplace.Tests.Support;

namespace Marketplace.Tests.Accounts;

public sealed class MembersTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Members _members;
    private readonly Organization _organization;
    private readonly Actor _owner;

    public MembersTests()
    {
        _members = new Members(_database, _database.Clock);
        _organization = _database.Publisher();
        _owner = _database.Member(_organization, MemberRole.Owner);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_invitation_makes_a_member_once()
    {
        var (guest, late) = (_database.Stranger(), _database.Stranger());
        var (token, _) = (await _members.InviteAsync(_owner, _organization.Id, AddressOf(guest), MemberRole.Member, Cancel))!.Value;
        Assert.Equal(AddressOf(guest), Assert.Single(await _members.InvitationsAsync(_owner, _organization.Id, Cancel)).Email);

        Assert.Equal(MemberOutcome.Done, await _members.AcceptAsync(guest, token, Cancel));

        Assert.Equal(MemberOutcome.NoSuchInvitation, await _members.AcceptAsync(late, token, Cancel));
        Assert.Equal(2, (await _members.ListAsync(guest, _organization.Id, Cancel)).Count);
        Assert.Empty(await _members.InvitationsAsync(_owner, _organization.Id, Cancel));
    }

    [Fact]
    public async Task An_invitation_ends_after_a_week_and_when_a_new_one_is_sent()
    {
        var guest = _database.Stranger();
        var (first, _) = (await _members.InviteAsync(_owner, _organization.Id, "guest@example.com", MemberRole.Member, Cancel))!.Value;
        var (second, _) = (await _members.InviteAsync(_owner, _organization.Id, "guest@example.com", MemberRole.Member, Cancel))!.Value;
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
            Assert.Null(await _members.InviteAsync(actor, _organization.Id, "x@example.com", MemberRole.Owner, Cancel));
            Assert.Equal(MemberOutcome.NotAllowed, await _members.ChangeAsync(actor, _organization.Id, _owner.UserId, null, Cancel));
        }

        Assert.Equal(MemberOutcome.NotAllowed, await _members.ChangeAsync(member, _organization.Id, member.UserId, MemberRole.Owner, Cancel));
        Assert.Empty(await _members.ListAsync(other, _organization.Id, Cancel));
        Assert.Equal(2, (await _members.ListAsync(_owner, _organization.Id, Cancel)).Count);
    }

    [Fact]
    public async Task An_invitation_lets_in_only_whom_it_was_sent_to()
    {
        var (guest, other) = (_database.Stranger(), _database.Stranger());
        var (token, _) = (await _members.InviteAsync(_owner, _organization.Id, AddressOf(guest).ToUpperInvariant(), MemberRole.Owner, Cancel))!.Value;

        Assert.Equal(MemberOutcome.OtherAddress, await _members.AcceptAsync(other, token, Cancel));

        Assert.Equal(MemberOutcome.Done, await _members.AcceptAsync(guest, token, Cancel));
        Assert.Empty(await _members.ListAsync(other, _organization.Id, Cancel));
    }

    [Fact]
    public async Task An_invitation_that_is_opened_many_times_at_once_is_taken_once()
    {
        var guest = _database.Stranger();
        var (token, _) = (await _members.InviteAsync(_owner, _organization.Id, AddressOf(guest), MemberRole.Member, Cancel))!.Value;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _members.AcceptAsync(guest, token, Cancel), Cancel)));

        Assert.Single(outcomes, MemberOutcome.Done);
        Assert.Equal(1, _database.Read(db => db.AuditEntries.Count(e => e.Action == "member.join")));
    }

    [Fact]
    public async Task Owners_who_all_leave_at_once_leave_one_behind()
    {
        Actor[] owners = [_owner, .. Enumerable.Range(0, 5).Select(_ => _database.Member(_organization, MemberRole.Owner))];

        var outcomes = await Task.WhenAll(owners.Select(owner => Task.Run(() => _members.ChangeAsync(owner, _organization.Id, owner.UserId, null, Cancel), Cancel)));

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

    private string AddressOf(Actor actor) => _database.Read(db => db.Users.Where(u => u.Id == actor.UserId).Select(u => u.Email!).Single());

    public void Dispose() => _database.Dispose();
}
