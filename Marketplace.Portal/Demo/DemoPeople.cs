using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Portal.Demo;

/// <summary>A person of the demo.</summary>
/// <param name="Organization">Whose owner it is; null for staff.</param>
internal sealed record DemoPerson(string Name, string? Organization, bool Publishes, StaffRole? Staff, string Role)
{
    public string Email =>
        $"{Name.Split(' ')[0].ToLowerInvariant()}"
        + $"@{(Organization ?? "marketplace").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()}.example";
}

/// <summary>Adds the demo's people and companies, once.</summary>
internal sealed class DemoPeople(IDbContextFactory<MarketplaceDb> databases, ApiKeys keys, DataFolder folder, ILookupNormalizer names, TimeProvider clock)
{
    public static readonly DemoPerson Client = new("Anna Novak", "Wide World Importers", false, null, "Client, owner of Wide World Importers");
    public static readonly DemoPerson Publisher = new("Paul Meyer", "Acme Software", true, null, "Publisher, owner of Acme Software");
    public static readonly DemoPerson Moderator = new("Mona Ortiz", null, false, StaffRole.Moderator, "Moderator");
    public static readonly DemoPerson Operator = new("Olivia Park", null, false, StaffRole.Operator, "Operator");

    /// <summary>Approves beside the operator what one person alone may not.</summary>
    public static readonly DemoPerson SecondOperator = new("Oscar Lind", null, false, StaffRole.Operator, "Operator");

    /// <summary>Everybody; the first four stand for the four kinds of people.</summary>
    public static readonly IReadOnlyList<DemoPerson> All =
    [
        Client, Publisher, Moderator, Operator, SecondOperator,
        new("Carla Weiss", "Coho Winery", false, null, "Client, owner of Coho Winery"),
        new("Theo Lang", "Trey Research", false, null, "Client, owner of Trey Research"),
        new("Grace Hill", "Brightwell Books", false, null, "Client, owner of Brightwell Books"),
        new("Luca Keller", "Keller Photography", false, null, "Client, owner of Keller Photography"),
        Owner("Cora Blake", "Contoso"), Owner("Nils Berg", "Northwind Labs"), Owner("Lea Martin", "Litware"), Owner("Farid Aziz", "Fabrikam"),
        Owner("Ada Kowalski", "Adatum"), Owner("Petra Silva", "Proseware"), Owner("Tom Reed", "Tailspin Toys"),
    ];

    /// <summary>Does nothing where the people are there.</summary>
    public async Task EnsureAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var last = All[^1].Email;
        if (await db.Users.AnyAsync(u => u.Email == last, cancel))
        {
            return;
        }

        var now = clock.UtcNow;
        foreach (var person in All)
        {
            Add(db, person, now);
        }

        await db.SaveChangesAsync(cancel);
    }

    public async Task<Actor> ActorAsync(DemoPerson person, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return new Actor(await db.Users.Where(u => u.Email == person.Email).Select(u => u.Id).SingleAsync(cancel), HasSecondFactor: true);
    }

    public async Task<long> OrganizationAsync(string name, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Organizations.Where(o => o.Name == name).Select(o => o.Id).SingleAsync(cancel);
    }

    /// <summary>Acme's key to push with. It is kept in the data folder, which only a demo may do.</summary>
    public async Task<string> PushKeyAsync(CancellationToken cancel)
    {
        var file = folder.File("demo-api-key.txt");
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancel) is var kept && await keys.AuthenticateAsync(kept, cancel) is not null)
        {
            return kept;
        }

        await using var db = await databases.CreateDbContextAsync(cancel);
        var organization = await OrganizationAsync(Publisher.Organization!, cancel);
        var made = await keys.CreateAsync(await ActorAsync(Publisher, cancel), organization, "Demo", ApiKeyScopes.Push, clock.UtcNow.AddYears(1), cancel);
        var text = ((CreateKeyOutcome.Created)made).Text;
        await File.WriteAllTextAsync(file, text, cancel);
        return text;
    }

    private static DemoPerson Owner(string name, string publisher) => new(name, publisher, true, null, $"Publisher, owner of {publisher}");

    // No password: in the demo people come in by one click.
    private void Add(MarketplaceDb db, DemoPerson person, DateTime now)
    {
        var user = new User
        {
            DisplayName = person.Name,
            UserName = person.Email,
            NormalizedUserName = names.NormalizeName(person.Email),
            Email = person.Email,
            NormalizedEmail = names.NormalizeEmail(person.Email),
            EmailConfirmed = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            LockoutEnabled = true,
            CreatedAt = now,
        };
        if (person.Staff is { } role)
        {
            user.StaffGrants.Add(new StaffGrant(0, role, now));
        }

        if (person.Organization is { } name)
        {
            var organization = new Organization(name, person.Publishes, !person.Publishes, now);
            if (person.Publishes)
            {
                organization.Verify(now);
            }

            db.Add(organization);
            db.Add(user);
            db.SaveChanges();
            db.Add(new Membership(organization.Id, user.Id, MemberRole.Owner, now));
        }
        else
        {
            db.Add(user);
        }
    }
}
