using Marketplace.Accounts;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Catalog;

/// <summary>A publisher on its page.</summary>
/// <param name="Modules">Those that the visitor may see, by name.</param>
/// <param name="DomainCheckedAt">For staff alone: when its domain was last asked.</param>
/// <param name="DomainMissingSince">For staff alone: since when the domain no longer says the token.</param>
public sealed record PublisherDetail(
    string Name, bool IsVerified, string? Domain, DateTime Since, Page<ModuleRow> Modules, bool IsStaff, DateTime? DomainCheckedAt, DateTime? DomainMissingSince);

public sealed class Publishers(IDbContextFactory<MarketplaceDb> databases)
{
    public const int PageSize = 20;

    /// <summary>Null if there is no publisher of this name with anything to show.</summary>
    public async Task<PublisherDetail?> ReadAsync(Actor? actor, string name, int page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var publisher = await db.Organizations.AsNoTracking().FirstOrDefaultAsync(o => o.Name == name && o.Publishes, cancel);
        if (publisher is null)
        {
            return null;
        }

        var modules = await db.ListedModules(actor).Where(m => m.PublisherId == publisher.Id).OrderBy(m => m.NormalizedName).ThenBy(m => m.Id).AsRows()
            .PageAsync(page, PageSize, cancel);
        var staff = actor is { } person && await db.StaffGrants.Allowing(person, StaffRole.Moderator).AnyAsync(cancel);
        var claim = staff ? await db.Set<DomainClaim>().AsNoTracking().FirstOrDefaultAsync(c => c.OrganizationId == publisher.Id, cancel) : null;
        return new(
            publisher.Name, publisher.VerifiedAt is not null, publisher.Domain, publisher.CreatedAt,
            modules with { Rows = await db.WithVersionsAsync(actor, modules.Rows, cancel) }, staff, claim?.CheckedAt, claim?.MissingSince);
    }
}
