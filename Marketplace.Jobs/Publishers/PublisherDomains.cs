using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Publishers;

public enum DomainOutcome
{
    /// <summary>The domain says the token.</summary>
    Proved,

    /// <summary>It does not, or cannot be reached.</summary>
    NotThere,

    /// <summary>Another publisher has proved it.</summary>
    Taken,

    /// <summary>No domain name that can be reached from everywhere.</summary>
    Invalid,

    /// <summary>Only owners of a publisher may, and there must be a claim.</summary>
    NotAllowed,
}

public sealed record DomainRow(string Domain, string Token, DateTime? ProvedAt, DateTime? CheckedAt, DateTime? MissingSince);

/// <summary>Lets publishers prove that a domain is theirs, for the verified mark. One domain for each publisher.</summary>
public sealed class PublisherDomains(IDbContextFactory<MarketplaceDb> databases, DomainProof proof, TimeProvider clock)
{
    private const int Batch = 100;

    /// <summary>Null if the actor is no owner of a publisher, or has claimed none.</summary>
    public async Task<DomainRow?> ReadAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await Claims(db, actor, organizationId)
            .Select(c => new DomainRow(c.Domain, c.Token, c.ProvedAt, c.CheckedAt, c.MissingSince))
            .FirstOrDefaultAsync(cancel);
    }

    /// <summary>Gives out a new token for the domain; an earlier claim, and what it proved, ends.</summary>
    public async Task<DomainOutcome> ClaimAsync(Actor actor, long organizationId, string text, CancellationToken cancel)
    {
        if (DomainClaim.Normalize(text) is not { } domain)
        {
            return DomainOutcome.Invalid;
        }

        return await databases.TransactAsync(async db =>
        {
            if (await db.PublishersOwnedBy(actor).FirstOrDefaultAsync(o => o.Id == organizationId, cancel) is not { } organization)
            {
                return DomainOutcome.NotAllowed;
            }

            var wasVerified = organization.VerifiedAt is not null;
            db.RemoveRange(await db.Set<DomainClaim>().Where(c => c.OrganizationId == organizationId).ToListAsync(cancel));
            await db.SaveChangesAsync(cancel);
            organization.LoseDomain();
            db.Add(new DomainClaim(organizationId, domain, DomainClaim.NewToken(), clock.UtcNow));
            db.Audit(actor, "domain.claim", $"organization/{organizationId}", domain, clock.UtcNow);
            await SaveAsync(db, organization, wasVerified, cancel);
            return DomainOutcome.NotThere;
        }, cancel);
    }

    public async Task<DomainOutcome> CheckAsync(Actor actor, long organizationId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await Claims(db, actor, organizationId).Include(c => c.Organization).FirstOrDefaultAsync(cancel) is not { } claim)
        {
            return DomainOutcome.NotAllowed;
        }

        var says = await proof.SaysAsync(claim.Domain, claim.Token, cancel);
        if (says && await db.Set<DomainClaim>().AnyAsync(c => c.Domain == claim.Domain && c.Id != claim.Id && c.ProvedAt != null, cancel))
        {
            return DomainOutcome.Taken;
        }

        return await TakeInAsync(actor, claim.Id, says, cancel) ? says ? DomainOutcome.Proved : DomainOutcome.NotThere : DomainOutcome.Taken;
    }

    /// <summary>Asks every proved domain again that was not asked today.</summary>
    public async Task RecheckAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var due = clock.UtcNow - TimeSpan.FromHours(20);
        foreach (var id in await db.Set<DomainClaim>()
            .Where(c => c.ProvedAt != null && c.CheckedAt < due)
            .OrderBy(c => c.CheckedAt)
            .Select(c => c.Id)
            .Take(Batch)
            .ToListAsync(cancel))
        {
            if (await db.Set<DomainClaim>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, cancel) is { } claim)
            {
                await TakeInAsync(null, id, await proof.SaysAsync(claim.Domain, claim.Token, cancel), cancel);
            }
        }
    }

    // False where another publisher proved it, or another worker asked, in the same moment.
    private async Task<bool> TakeInAsync(Actor? actor, long id, bool says, CancellationToken cancel)
    {
        try
        {
            return await databases.TransactAsync(async db =>
            {
                if (await db.Set<DomainClaim>().Include(c => c.Organization).FirstOrDefaultAsync(c => c.Id == id, cancel) is not { } claim)
                {
                    return false;
                }

                var (organization, wasVerified, isNew) = (claim.Organization, claim.Organization.VerifiedAt is not null, claim.ProvedAt is null);
                if (says)
                {
                    claim.Prove(clock.UtcNow);
                    organization.ProveDomain(claim.Domain, clock.UtcNow);
                    if (isNew)
                    {
                        db.Audit(actor, "domain.prove", $"organization/{organization.Id}", claim.Domain, clock.UtcNow);
                    }
                }
                else if (claim.Miss(clock.UtcNow))
                {
                    organization.LoseDomain();
                    db.Audit(null, "domain.lose", $"organization/{organization.Id}", claim.Domain, clock.UtcNow);
                }

                await SaveAsync(db, organization, wasVerified, cancel);
                return true;
            }, cancel);
        }
        catch (DbUpdateException error) when (error.IsLostRace)
        {
            return false;
        }
    }

    // Search filters by the verified badge: with it, each of the publisher's modules has changed.
    private async Task SaveAsync(MarketplaceDb db, Organization organization, bool wasVerified, CancellationToken cancel)
    {
        if (organization.VerifiedAt is not null != wasVerified)
        {
            var now = clock.UtcNow;
            await db.Modules.Where(m => m.PublisherId == organization.Id).ExecuteUpdateAsync(m => m.SetProperty(module => module.ChangedAt, now), cancel);
            db.Changed(LiveTopic.Catalog, now);
        }

        await db.SaveChangesAsync(cancel);
    }

    private static IQueryable<DomainClaim> Claims(MarketplaceDb db, Actor actor, long organizationId)
    {
        var owned = db.PublishersOwnedBy(actor);
        return db.Set<DomainClaim>().Where(c => c.OrganizationId == organizationId && owned.Any(o => o.Id == organizationId));
    }
}

/// <summary>Asks proved domains again, and takes the mark away from those that say it no more for a week. Safe to run twice.</summary>
public sealed class RecheckDomainsJob(PublisherDomains domains)
{
    public Task RunAsync(CancellationToken cancel) => domains.RecheckAsync(cancel);
}
