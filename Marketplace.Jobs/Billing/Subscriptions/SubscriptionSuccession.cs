using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Succession;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Subscriptions;

/// <summary>
/// Takes subscriptions along to the successor of their offer, from the first period that begins on its day or later. What was announced is kept with the
/// subscription, so its next charges show it, and nothing has to be done on the day.
/// </summary>
public sealed class SubscriptionSuccession(RatesQueries rates, IOptions<PricingOptions> options, TimeProvider clock) : IOfferHolders, ISuccessionListener
{
    public async Task<IReadOnlyList<OfferHolder>> OfAsync(MarketplaceDb db, long offerId, int most, CancellationToken cancel)
    {
        var renewed = await Renewed(db, offerId).AsNoTracking().OrderBy(s => s.OrganizationId).ThenBy(s => s.Id).Take(most).ToListAsync(cancel);
        return
        [
            .. from one in renewed
               let line = LineOf(one, offerId)
               where line is not null
               select new OfferHolder(one.OrganizationId, one.Sites, new Money(line.Offer.ForSites(one.Sites), one.Currency)),
        ];
    }

    public async Task<string?> AnnouncedAsync(MarketplaceDb db, OfferSuccession succession, CancellationToken cancel)
    {
        var (now, own, successor) = (clock.UtcNow, options.Value.Currency, succession.Successor);
        var told = succession.Moves.Select(move => move.OrganizationId).ToHashSet();
        var table = await rates.NowAsync(cancel) ?? new RatesOf(DateOnly.FromDateTime(now), new Dictionary<string, decimal>());
        var renewed = await Renewed(db, succession.OfferId).Include(s => s.License.Module).ToListAsync(cancel);
        foreach (var (one, before) in renewed.Select(one => (one, LineOf(one, succession.OfferId))))
        {
            if (before is null || !told.Contains(one.OrganizationId))
            {
                continue;
            }

            if (!successor.Details.Bundle.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(succession.Offer.Details.Bundle))
            {
                return "Clients subscribe to this offer. Choose a successor that brings the same modules along.";
            }

            if (PricedOffer.In(successor.Terms, one.Currency, own, table) is not { } priced)
            {
                return $"Clients subscribe to this offer in {one.Currency}, in which the successor has no price. Offer it in {one.Currency} too.";
            }

            // Set up and tried it was once already.
            var line = before with { OfferId = successor.Id, Offer = priced with { Trial = null, SetupFee = before.Offer.SetupFee } };
            var later = new SuccessorTerms(succession.OfferId, line, succession.From);
            one.Succeed(one.OfferId == succession.OfferId ? later : one.Terms.Successor!.Then(later));
            var words = $"{Subscription.WordsOf(priced.Tier, priced.Model, one.Sites)}, for periods from {succession.From:yyyy-MM-dd} on, as announced";
            await db.HappenedAsync(one, SubscriptionEventKind.ChangePlanned, words, null, now, cancel);
        }

        return null;
    }

    public async Task DeclinedAsync(MarketplaceDb db, SuccessionMove move, long byId, CancellationToken cancel)
    {
        var (now, organization) = (clock.UtcNow, move.OrganizationId);
        foreach (var one in await Renewed(db, move.Succession.OfferId)
            .Where(s => s.OrganizationId == organization && EF.Property<string?>(s, "_successor") != null).Include(s => s.License.Module).ToListAsync(cancel))
        {
            if (!one.Terms.Successor!.Offers.Contains(move.Succession.SuccessorId))
            {
                continue;
            }

            one.Cancel(byId, "Left before the new offer", now);
            await db.HappenedAsync(one, SubscriptionEventKind.Canceled, one.CancelReason, byId, now, cancel);
        }
    }

    // What it has of the offer, or will have by what was announced before; null where that is nothing.
    private static BasketLine? LineOf(Subscription one, long offerId) => one.OfferId == offerId ? one.Terms.Line
        : one.Terms is { Successor.Last.Line: var last } && last.OfferId == offerId ? last : null;

    // A license that was revoked ends its subscription with the next period; what was agreed on by a custom quote goes on as agreed.
    private static IQueryable<Subscription> Renewed(MarketplaceDb db, long offerId) =>
        db.Subscriptions.Where(s => s.Tier != OfferTier.Custom && s.EndedAt == null && s.CanceledAt == null && s.License.RevokedAt == null
            && (s.OfferId == offerId || (EF.Property<string?>(s, "_successor") != null
                && db.Set<Offer>().Any(o => o.Id == offerId && o.ModuleId == s.ModuleId))));
}
