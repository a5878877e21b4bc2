using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Shell;

/// <summary>Who is signed in, as far as the frame shows it: name, staff role, organisations. What a person may do is asked again at each act.</summary>
public sealed record Person(string Name, StaffRole? Staff, IReadOnlyList<PersonOrganization> Organizations)
{
    public bool Publishes => Organizations.Any(o => o.Publishes);

    public bool IsClient => Organizations.Any(o => o.IsClient);

    public string Initials => string.Concat(Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2).Select(part => char.ToUpperInvariant(part[0])));

    public static async Task<Person?> ReadAsync(IDbContextFactory<MarketplaceDb> databases, Actor actor, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Users.Where(u => u.Id == actor.UserId).Select(u => new Person(
            u.DisplayName,
            u.StaffGrants.OrderBy(g => g.Role).Select(g => (StaffRole?)g.Role).FirstOrDefault(),
            u.Memberships.OrderBy(m => m.Organization.Name)
                .Select(m => new PersonOrganization(m.OrganizationId, m.Organization.Name, m.Organization.Publishes, m.Organization.IsClient)).Take(20).ToList()))
            .FirstOrDefaultAsync(cancel);
    }
}

public sealed record PersonOrganization(long Id, string Name, bool Publishes, bool IsClient);
