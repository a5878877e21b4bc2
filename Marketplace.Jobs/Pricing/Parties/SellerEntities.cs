using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Live;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Parties;

/// <summary>The legal entity that sells: read by whatever makes a document, changed by operators.</summary>
public sealed class SellerEntities(IDbContextFactory<MarketplaceDb> databases, TimeProvider clock)
{
    /// <summary>Null until an operator entered it; until then nothing can be sold.</summary>
    public async Task<SellerEntity?> ReadAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.SellerEntities.AsNoTracking().Include(s => s.Registrations.OrderBy(r => r.Country))
            .FirstOrDefaultAsync(s => s.Id == SellerEntity.OnlyId, cancel);
    }

    public async Task<PartyOutcome> SaveAsync(Actor actor, SellerDetails details, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.StaffGrants.Allowing(actor, StaffRole.Operator).AnyAsync(cancel))
        {
            return new PartyOutcome.NotAllowed();
        }

        details = details.Normalized();
        if (details.Problems() is { Count: > 0 } problems)
        {
            return new PartyOutcome.Invalid(problems);
        }

        var seller = await db.SellerEntities.Include(s => s.Registrations).FirstOrDefaultAsync(s => s.Id == SellerEntity.OnlyId, cancel);
        if (seller is null)
        {
            db.Add(seller = new SellerEntity());
        }

        seller.Change(details, actor.UserId, clock.UtcNow);
        db.Audit(
            actor, "seller.change", "seller",
            $"{details.Address.Name}, {details.Address.Country}: {string.Join(", ", details.Registrations.Select(one => one.Number))}; {details.Iban}",
            clock.UtcNow);
        db.Changed(LiveTopic.Rates, clock.UtcNow);
        return await db.TrySaveAsync(cancel) ? new PartyOutcome.Saved() : new PartyOutcome.Changed();
    }
}
