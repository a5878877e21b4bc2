using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

public enum MemberOutcome
{
    Done,

    /// <summary>Only owners may, and the person must be there.</summary>
    NotAllowed,

    /// <summary>An organization keeps at least one owner.</summary>
    LastOwner,

    AlreadyMember,

    /// <summary>Unknown, used, expired, withdrawn, or from someone who is no longer an owner.</summary>
    NoSuchInvitation,

    /// <summary>The address got as many mails as it may within an hour.</summary>
    TooManyMails,

    /// <summary>The invitation was sent to another address than the account's.</summary>
    OtherAddress,
}

/// <summary>What an invited person is told.</summary>
public sealed record InvitationLetter(string To, string Organization, string Inviter, string Token);

/// <summary>Implemented by the slice that sends mail.</summary>
public interface IInvitationMail
{
    /// <summary>Adds the mail to what the context will save.</summary>
    void Write(MarketplaceDb db, InvitationLetter letter, DateTime now);
}

/// <summary>Who belongs to an organization. Each act asks in its own query whether the actor is an owner now.</summary>
public sealed class Members(IDbContextFactory<MarketplaceDb> databases, IInvitationMail mail, Attempts attempts, TimeProvider clock)
{
    /// <summary>Invites by a mail that is saved with the invitation. An earlier invitation of the address ends.</summary>
    public async Task<MemberOutcome> InviteAsync(Actor actor, long organizationId, string email, MemberRole role, CancellationToken cancel)
    {
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            if (await OwnedAsync(db, actor, organizationId, cancel) is null)
            {
                return MemberOutcome.NotAllowed;
            }
        }

        return await attempts.TryAsync(AttemptLimit.Mails, email, cancel)
            ? await databases.TransactAsync(db => InviteAsync(db, actor, organizationId, email, role, cancel), cancel)
            : MemberOutcome.TooManyMails;
    }

    private async Task<MemberOutcome> InviteAsync(
        MarketplaceDb db, Actor actor, long organizationId, string email, MemberRole role, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await LockAsync(db.Organizations, organizationId, cancel);
        if (await OwnedAsync(db, actor, organizationId, cancel) is not { } name)
        {
            return MemberOutcome.NotAllowed;
        }

        var (invitation, token) = Invitation.Create(organizationId, email, role, actor.UserId, now);
        await db.Invitations.Open(now).Where(i => i.OrganizationId == organizationId && i.NormalizedEmail == invitation.NormalizedEmail)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, now), cancel);
        db.Invitations.Add(invitation);
        db.Audit(actor, "member.invite", $"organization/{organizationId}", $"{email} as {role}", now);
        var inviter = await db.Users.Where(u => u.Id == actor.UserId).Select(u => u.DisplayName).FirstAsync(cancel);
        mail.Write(db, new(email, name, inviter, token), now);
        db.Changed(LiveTopic.Organization(organizationId), now);
        await db.SaveChangesAsync(cancel);
        return MemberOutcome.Done;
    }

    /// <summary>Owners withdraw invitations; what was sent opens nothing then.</summary>
    public Task<MemberOutcome> WithdrawAsync(Actor actor, long organizationId, long invitationId, CancellationToken cancel) => databases.TransactAsync(
        async db =>
        {
            if (await OwnedAsync(db, actor, organizationId, cancel) is null)
            {
                return MemberOutcome.NotAllowed;
            }

            var now = clock.UtcNow;
            var open = db.Invitations.Open(now).Where(i => i.Id == invitationId && i.OrganizationId == organizationId);
            var email = await open.Select(i => i.Email).FirstOrDefaultAsync(cancel);
            if (await open.ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, now), cancel) == 0)
            {
                return MemberOutcome.NoSuchInvitation;
            }

            db.Audit(actor, "member.uninvite", $"organization/{organizationId}", email!, now);
            db.Changed(LiveTopic.Organization(organizationId), now);
            await db.SaveChangesAsync(cancel);
            return MemberOutcome.Done;
        },
        cancel);

    /// <summary>Only the account of the invited address may accept: a forwarded mail lets nobody else in.</summary>
    public Task<MemberOutcome> AcceptAsync(Actor actor, string token, CancellationToken cancel) => databases.TransactAsync(
        async db =>
        {
            var (hash, now) = (ApiKey.HashOf(token), clock.UtcNow);
            var open = db.Invitations.Open(now).Where(i => i.Hash == hash);
            var person = db.Users.InPerson(actor);
            if (await person.Select(u => u.NormalizedEmail).FirstOrDefaultAsync(cancel) is not { } address
                || await open.AsNoTracking().FirstOrDefaultAsync(cancel) is not { } invitation)
            {
                return MemberOutcome.NoSuchInvitation;
            }

            if (await IsMemberAsync())
            {
                return MemberOutcome.AlreadyMember;
            }

            if (address != invitation.NormalizedEmail)
            {
                return MemberOutcome.OtherAddress;
            }

            await LockAsync(db.Organizations, invitation.OrganizationId, cancel);
            if (await IsMemberAsync())
            {
                return MemberOutcome.AlreadyMember;
            }

            // Of two clicks at once, the second finds it taken.
            if (await open.ExecuteUpdateAsync(set => set.SetProperty(i => i.AcceptedAt, now), cancel) == 0)
            {
                return MemberOutcome.NoSuchInvitation;
            }

            db.Memberships.Add(new Membership(invitation.OrganizationId, actor.UserId, invitation.Role, now));
            db.Audit(actor, "member.join", $"organization/{invitation.OrganizationId}", $"as {invitation.Role}, invited as {invitation.Email}", now);
            db.Changed(LiveTopic.Organization(invitation.OrganizationId), now);
            await db.SaveChangesAsync(cancel);
            return MemberOutcome.Done;

            Task<bool> IsMemberAsync() => db.Memberships.AnyAsync(m => m.OrganizationId == invitation.OrganizationId && m.UserId == actor.UserId, cancel);
        },
        cancel);

    /// <param name="role">The new role; null takes the person out of the organization.</param>
    public Task<MemberOutcome> ChangeAsync(
        Actor actor, long organizationId, long userId, MemberRole? role, CancellationToken cancel) => databases.TransactAsync(
        async db =>
        {
            var organizations = userId == actor.UserId && role is null ? db.Organizations.Of(actor) : db.Organizations.OwnedBy(actor);
            if (actor.ApiKeyId is not null || await LockAsync(organizations, organizationId, cancel) == 0)
            {
                return MemberOutcome.NotAllowed;
            }

            var members = await db.Memberships
                .Where(m => m.OrganizationId == organizationId && (m.UserId == userId || m.Role == MemberRole.Owner))
                .ToListAsync(cancel);
            if (members.Find(m => m.UserId == userId) is not { } member)
            {
                return MemberOutcome.NotAllowed;
            }

            if (member.Role is MemberRole.Owner && role is not MemberRole.Owner && members.Count(m => m.Role is MemberRole.Owner) == 1)
            {
                return MemberOutcome.LastOwner;
            }

            if (role is { } given)
            {
                member.Become(given);
            }
            else
            {
                db.Memberships.Remove(member);
            }

            db.Audit(actor, role is null ? "member.remove" : "member.role", $"organization/{organizationId}", $"user/{userId} {role}", clock.UtcNow);
            db.Changed(LiveTopic.Organization(organizationId), clock.UtcNow);
            await db.SaveChangesAsync(cancel);
            return MemberOutcome.Done;
        },
        cancel);

    // Writing the organization's row first makes changes of its members wait for each other: two owners cannot leave at once. Whoever may not is
    // refused by the same statement, so nobody holds up an organization of others.
    private static Task<int> LockAsync(IQueryable<Organization> organizations, long organizationId, CancellationToken cancel) =>
        organizations.Where(o => o.Id == organizationId).ExecuteUpdateAsync(set => set.SetProperty(o => o.Name, o => o.Name), cancel);

    private static Task<string?> OwnedAsync(MarketplaceDb db, Actor actor, long organizationId, CancellationToken cancel) =>
        db.Organizations.OwnedBy(actor).Where(o => o.Id == organizationId).Select(o => o.Name).FirstOrDefaultAsync(cancel);
}
