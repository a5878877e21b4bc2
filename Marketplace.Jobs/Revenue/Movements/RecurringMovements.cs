using Marketplace.Billing.Subscriptions;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Live;
using Marketplace.Pricing.Parties;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Revenue.Movements;

/// <summary>Writes down what a change of a subscription does to recurring revenue.</summary>
/// <param name="last">The last movement of the subscription; null where there is none.</param>
internal sealed class RecurringMovements(MarketplaceDb db, Subscription subscription, RecurringMovement? last)
{
    public static async Task<RecurringMovements> OfAsync(MarketplaceDb db, Subscription subscription, CancellationToken cancel)
    {
        var id = subscription.Id;
        return new(
            db, subscription,
            await db.RecurringMovements.AsNoTracking().Where(m => m.SubscriptionId == id).OrderByDescending(m => m.Number).FirstOrDefaultAsync(cancel));
    }

    /// <summary>From then on a month brings so much. Nothing is written where that is what it brought before.</summary>
    public async Task MoveAsync(RecurringPrice price, DateTime at, DateTime now, CancellationToken cancel)
    {
        var before = last?.Left ?? 0;
        var moves = before > 0 && price.Minor > 0 && !IsAlike(last!, price);
        if (price.Minor == before && !moves)
        {
            return;
        }

        var (module, organization) = (subscription.ModuleId, subscription.OrganizationId);
        var publisher = await db.Modules.Where(m => m.Id == module).Select(m => m.PublisherId).SingleAsync(cancel);
        var country = await db.BillingProfiles.Where(p => p.OrganizationId == organization).Select(p => p.Address.Country).SingleAsync(cancel);
        var (kind, ofPublisher) = await KindsAsync(publisher, before, price.Minor, cancel);
        if (moves)
        {
            // What is of another offer or promotion now is taken from the one and given to the other, so that sums by each of them stay sums.
            db.Add(last = new(subscription.Id, Next, -before, 0, last!.Currency, at)
            {
                Kind = kind, PublisherKind = ofPublisher, OrganizationId = organization, ModuleId = module, PublisherId = last.PublisherId,
                OfferId = last.OfferId, Tier = last.Tier, Model = last.Model, Country = last.Country, PromotionId = last.PromotionId,
            });
        }

        var (from, ends) = (moves ? 0 : before, price.Minor == 0);
        db.Add(last = new(subscription.Id, Next, price.Minor - from, price.Minor, subscription.Currency, at)
        {
            Kind = kind, PublisherKind = ofPublisher, OrganizationId = organization, ModuleId = module, PublisherId = publisher,
            // What ends is taken from where it was.
            OfferId = ends ? last!.OfferId : subscription.OfferId, Tier = ends ? last!.Tier : subscription.Tier,
            Model = ends ? last!.Model : subscription.Model, Country = before > 0 && !moves ? last!.Country : country,
            PromotionId = ends ? last!.PromotionId : price.PromotionId,
        });
        db.Changed(LiveTopic.Revenue, now);
    }

    private int Next => (last?.Number ?? -1) + 1;

    private bool IsAlike(RecurringMovement movement, RecurringPrice price) =>
        (movement.OfferId, movement.Tier, movement.PromotionId) == (subscription.OfferId, subscription.Tier, price.PromotionId);

    // By what the client pays for the rest, of the whole marketplace and of this publisher.
    private async Task<(MovementKind Kind, MovementKind OfPublisher)> KindsAsync(long publisher, long before, long after, CancellationToken cancel)
    {
        var (id, organization) = (subscription.Id, subscription.OrganizationId);
        var others = await db.RecurringMovements.Where(m => m.OrganizationId == organization && m.SubscriptionId != id)
            .GroupBy(m => m.PublisherId == publisher).Select(g => new { IsOfPublisher = g.Key, Minor = g.Sum(m => m.Minor) }).ToListAsync(cancel);
        // What begins with it, of one order or one invoice, is saved with it.
        others.AddRange(db.ChangeTracker.Entries<RecurringMovement>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity)
            .Where(m => m.OrganizationId == organization && m.SubscriptionId != id).Select(m => new { IsOfPublisher = m.PublisherId == publisher, m.Minor }));
        var same = others.Where(one => one.IsOfPublisher).ToList();
        MovementKind Of(long rest, bool isKnown) =>
            after < before ? after + rest == 0 ? MovementKind.Churn : MovementKind.Contraction
            : before + rest > 0 ? MovementKind.Expansion
            : isKnown ? MovementKind.Reactivation : MovementKind.New;
        return (Of(others.Sum(one => one.Minor), last is not null || others.Count > 0), Of(same.Sum(one => one.Minor), last is not null || same.Count > 0));
    }
}
