using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Succession;

/// <summary>An offer that goes on for organizations, as its publisher sees it.</summary>
/// <param name="IsOpen">It can still be had.</param>
/// <param name="Announced">Null if no successor is.</param>
public sealed record HeldOffer(OfferRow Offer, bool IsOpen, int Holders, AnnouncedSuccession? Announced);

public sealed record AnnouncedSuccession(long SuccessorId, DateTime From, string By, DateTime At, DateTime? CarriedOutAt, int Declined, int Moved);

/// <summary>A successor that one of the actor's organizations goes over to.</summary>
/// <param name="MayDecline">The actor is an owner, and the day has not come.</param>
public sealed record OwnSuccession(
    long Id, long OrganizationId, string Organization, string PackageId, string Module, DateTime From, Money Before, Money After, OfferModel Model,
    DateTime? DeclinedAt, bool MayDecline);

/// <summary>Reads successors of offers: for those who announce them, and for those who go over.</summary>
public sealed class SuccessionQueries(
    IDbContextFactory<MarketplaceDb> databases, SuccessionDraft draft, IOptions<PricingOptions> options, TimeProvider clock)
{
    private const int MaxOffers = 200, MaxOwn = 100;

    /// <summary>The offers that organizations hold for a term, the newest first; none if the actor may not change the module's listing.</summary>
    public async Task<IReadOnlyList<HeldOffer>> HeldAsync(Actor actor, string packageId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var managed = db.ModulesManagedBy(actor).Where(m => m.NormalizedId == id);
        var offers = db.Offers.AsNoTracking().Where(o => managed.Any(m => m.Id == o.ModuleId));
        var open = await offers.Open().Select(o => o.Id).ToListAsync(cancel);
        var rows = await offers.Where(o => o.Model != OfferModel.OneTime).OrderByDescending(o => o.Id).RowsAsync(options.Value.Currency, MaxOffers, cancel);
        var announced = await AnnouncedAsync(db, rows.Select(row => row.Offer.Id), cancel);
        var held = new List<HeldOffer>();
        foreach (var (_, offer) in rows.OrderByDescending(row => row.Offer.Id))
        {
            var holders = (await draft.OfAsync(db, offer.Id, cancel)).DistinctBy(one => one.OrganizationId).Count();
            if (holders > 0 || announced.ContainsKey(offer.Id))
            {
                held.Add(new(offer, open.Contains(offer.Id), holders, announced.GetValueOrDefault(offer.Id)));
            }
        }

        return held;
    }

    /// <summary>Whom it would affect, the dearest first, or why it is none; null if the actor may not change the module's listing.</summary>
    public async Task<(IReadOnlyList<AffectedHolder> Holders, string? Problem)?> AffectedAsync(
        Actor actor, string packageId, long offerId, long successorId, CancellationToken cancel)
    {
        var id = Module.Normalize(packageId);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var managed = db.ModulesManagedBy(actor).Where(m => m.NormalizedId == id);
        var offers = await db.Offers.AsNoTracking().Include(o => o.Prices)
            .Where(o => (o.Id == offerId || o.Id == successorId) && managed.Any(m => m.Id == o.ModuleId)).ToDictionaryAsync(o => o.Id, cancel);
        return !offers.TryGetValue(offerId, out var offer) || !offers.TryGetValue(successorId, out var successor) ? null
            : SuccessionDraft.Problem(offer, successor) is { } problem ? ([], problem)
            : (await draft.AffectedAsync(db, offer, successor, cancel), null);
    }

    /// <summary>What is announced to the actor's organizations and has not come, the next first.</summary>
    public async Task<IReadOnlyList<OwnSuccession>> OwnAsync(Actor actor, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (own, owned) = (db.Organizations.Of(actor), db.Organizations.OwnedBy(actor));
        return await db.Set<SuccessionMove>().AsNoTracking()
            .Where(m => m.Succession.From > now && own.Any(o => o.Id == m.OrganizationId))
            .OrderBy(m => m.Succession.From).ThenBy(m => m.SuccessionId).ThenBy(m => m.OrganizationId).Take(MaxOwn)
            .Select(m => new OwnSuccession(
                m.SuccessionId, m.OrganizationId, m.Organization.Name, m.Succession.Offer.Module.PackageId, m.Succession.Offer.Module.DisplayName,
                m.Succession.From, new Money(m.Before, m.Currency), new Money(m.After, m.Currency), m.Succession.Offer.Model, m.DeclinedAt,
                m.DeclinedAt == null && owned.Any(o => o.Id == m.OrganizationId)))
            .ToListAsync(cancel);
    }

    private static async Task<Dictionary<long, AnnouncedSuccession>> AnnouncedAsync(MarketplaceDb db, IEnumerable<long> offers, CancellationToken cancel)
    {
        var ids = offers.ToList();
        return await db.Successions.AsNoTracking().Where(s => ids.Contains(s.OfferId))
            .Select(s => new
            {
                s.OfferId,
                Row = new AnnouncedSuccession(
                    s.SuccessorId, s.From, s.AnnouncedBy.DisplayName, s.AnnouncedAt, s.CarriedOutAt,
                    s.Moves.Count(m => m.DeclinedAt != null), s.Moves.Count(m => m.MovedAt != null)),
            }).ToDictionaryAsync(s => s.OfferId, s => s.Row, cancel);
    }
}
