using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Accounts;

public sealed record MemberRow(long UserId, string Name, string Email, MemberRole Role, DateTime JoinedAt);

public sealed record InvitationRow(long Id, string Email, MemberRole Role, string InvitedBy, DateTime ExpiresAt);

/// <summary>Who belongs to an organization, for its members, and who is invited, for its owners.</summary>
public sealed class MemberQueries(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    public static readonly ListColumns<Membership> Columns = new ListColumns<Membership>(m => m.UserId, "-role", "name")
        .Text("name", m => m.User.DisplayName).Text("email", m => m.User.Email).Choice("role", m => m.Role).Time("since", m => m.JoinedAt);

    /// <summary>Empty if the actor is no member.</summary>
    public async Task<Page<MemberRow>> ListAsync(Actor actor, long organizationId, ListQuery query, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Rows(db, actor, organizationId, query).PageAsync(query, cancel);
    }

    /// <summary>All of them, as they are read.</summary>
    public IAsyncEnumerable<MemberRow> StreamAsync(Actor actor, long organizationId, ListQuery query, CancellationToken cancel) =>
        databases.StreamAsync(db => Rows(db, actor, organizationId, query), cancel);

    /// <summary>Invitations that can still be accepted.</summary>
    public async Task<IReadOnlyList<InvitationRow>> InvitationsAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var owned = db.Organizations.OwnedBy(actor);
        return await db.Invitations.Open(clock.UtcNow).Where(i => i.OrganizationId == organizationId && owned.Any(o => o.Id == i.OrganizationId))
            .OrderBy(i => i.Id).Select(i => new InvitationRow(i.Id, i.Email, i.Role, i.InvitedBy.DisplayName, i.ExpiresAt)).Take(100).ToListAsync(cancel);
    }

    private static IQueryable<MemberRow> Rows(MarketplaceDb db, Actor actor, long organizationId, ListQuery query) =>
        Columns.Apply(db.Organizations.Of(actor).Where(o => o.Id == organizationId).SelectMany(o => o.Memberships), query)
            .Select(m => new MemberRow(m.UserId, m.User.DisplayName, m.User.Email!, m.Role, m.JoinedAt));
}
