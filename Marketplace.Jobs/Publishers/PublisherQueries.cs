using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Publishers;

/// <summary>A publisher on its page.</summary>
/// <param name="Modules">Those that the visitor may see, by name.</param>
/// <param name="DomainCheckedAt">For staff alone: when its domain was last asked.</param>
/// <param name="DomainMissingSince">For staff alone: since when the domain no longer says the token.</param>
public sealed record PublisherDetail(
    string Name, bool IsVerified, string? Domain, DateTime Since, Page<ModuleRow> Modules,
    bool IsStaff, DateTime? DomainCheckedAt, DateTime? DomainMissingSince)
{
    /// <summary>The hash of its icon; null if it has none.</summary>
    public string? Icon { get; init; }

    /// <summary>The visitor is one of its members.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Its number, for its owners alone.</summary>
    public long? OwnId { get; init; }
}

/// <param name="Modules">How many of its modules the reader may see.</param>
public sealed record PublisherRow(string Name, bool IsVerified, string? Domain, DateTime Since, int Modules);

public sealed class PublisherQueries(IDbContextFactory<MarketplaceDb> databases)
{
    public const int PageSize = 20;

    /// <summary>Those with a module that the reader may see, by name.</summary>
    public async Task<Page<PublisherRow>> ListAsync(Actor? actor, int page, int size, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var listed = db.ListedModules(actor);
        return await db.Organizations.Where(o => o.Publishes && listed.Any(m => m.PublisherId == o.Id)).OrderBy(o => o.Name).ThenBy(o => o.Id)
            .Select(o => new PublisherRow(o.Name, o.VerifiedAt != null, o.Domain, o.CreatedAt, listed.Count(m => m.PublisherId == o.Id)))
            .PageAsync(page, size, cancel);
    }

    /// <summary>Null if there is no publisher of this name with anything to show.</summary>
    public async Task<PublisherDetail?> ReadAsync(Actor? actor, string name, int page, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await db.PublisherAsync(name, cancel) is not { } publisher)
        {
            return null;
        }

        var modules = await db.ListedModules(actor).Where(m => m.PublisherId == publisher.Id).OrderBy(m => m.NormalizedName).ThenBy(m => m.Id).AsRows()
            .PageAsync(page, PageSize, cancel);
        var staff = actor is { } person && await db.StaffGrants.Allowing(person, StaffRole.Moderator).AnyAsync(cancel);
        var claim = staff ? await db.Set<DomainClaim>().AsNoTracking().FirstOrDefaultAsync(c => c.OrganizationId == publisher.Id, cancel) : null;
        return new(
            publisher.Name, publisher.VerifiedAt is not null, publisher.Domain, publisher.CreatedAt,
            modules with { Rows = await db.WithVersionsAsync(actor, modules.Rows, cancel) }, staff, claim?.CheckedAt, claim?.MissingSince)
        {
            Icon = publisher.IconHash,
            IsOwn = actor is { } member && await db.Organizations.Of(member).AnyAsync(o => o.Id == publisher.Id, cancel),
            OwnId = actor is { } visitor && await db.PublishersOwnedBy(visitor).AnyAsync(o => o.Id == publisher.Id, cancel) ? publisher.Id : null,
        };
    }
}
