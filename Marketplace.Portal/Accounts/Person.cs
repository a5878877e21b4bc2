using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Operations;
using Marketplace.Portal.Shared;
using Marketplace.Sites;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Accounts;

/// <summary>Who is signed in, as far as the frame shows it: name, staff role, organizations, sites. What a person may do is asked again at each act.</summary>
public sealed record Person(string Name, StaffRole? Staff, IReadOnlyList<PersonOrganization> Organizations, IReadOnlyList<PersonSite> Sites)
{
    public bool Publishes => Organizations.Any(o => o.Publishes);

    public bool IsClient => Organizations.Any(o => o.IsClient);

    /// <summary>The organization that an address names; otherwise the first.</summary>
    public PersonOrganization? In(string? organization, Func<PersonOrganization, bool>? among = null)
    {
        var some = Organizations.Where(among ?? (_ => true)).ToList();
        return some.Find(one => $"{one.Id}" == organization) ?? some.FirstOrDefault();
    }

    public string Initials => string.Concat(Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(part => char.ToUpperInvariant(part[0])));

    public static async Task<Person?> ReadAsync(IDbContextFactory<MarketplaceDb> databases, Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        // The first one made is chosen until the person chooses another.
        var sites = await db.Sites.Of(actor).OrderBy(s => s.Organization.Name).ThenBy(s => s.Id)
            .Select(s => new PersonSite(s.Id, s.Name, s.Organization.Name, s.Kind)).Take(100).ToListAsync(cancel);
        return await db.Users.Where(u => u.Id == actor.UserId).Select(u => new Person(
            u.DisplayName,
            u.StaffGrants.OrderByDescending(g => g.Role).Select(g => (StaffRole?)g.Role).FirstOrDefault(),
            u.Memberships.OrderBy(m => m.Organization.Name)
                .Select(m => new PersonOrganization(
                    m.OrganizationId, m.Organization.Name, m.Organization.Publishes, m.Organization.IsClient, m.Role == MemberRole.Owner))
                .Take(20).ToList(),
            sites))
            .FirstOrDefaultAsync(cancel);
    }
}

public sealed record PersonOrganization(long Id, string Name, bool Publishes, bool IsClient, bool IsOwner);
