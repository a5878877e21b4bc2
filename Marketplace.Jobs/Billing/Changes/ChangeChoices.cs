using Marketplace.Accounts;
using Marketplace.Billing.Subscriptions;
using Marketplace.Data;
using Marketplace.Pricing;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Changes;

/// <param name="Price">For as many sites as are bought now, without tax.</param>
/// <param name="Included">How many sites it includes; null for all.</param>
public sealed record ChangeOffer(long Id, OfferTier Tier, OfferModel Model, int? Included, Money Price, bool IsCurrent);

/// <param name="Day">When it is billed next.</param>
public sealed record AlignableSubscription(Guid Id, string Name, DateTime Day);

/// <summary>What a subscription can be changed to.</summary>
/// <param name="BilledUntil">The end of what is paid.</param>
/// <param name="Later">What it becomes with its next period, in words; null if that is planned by nobody.</param>
/// <param name="ResumesAt">Null if it is not paused, and no pause is planned.</param>
/// <param name="MaxPauseDays">0 where it cannot be paused.</param>
public sealed record ChangeChoice(
    Guid Id, long OrganizationId, string Name, SubscriptionState State, string Words, long OfferId, int Sites, DateTime BilledUntil, int BillingDay,
    string? Later, DateTime? ResumesAt, int MaxPauseDays, IReadOnlyList<ChangeOffer> Offers, IReadOnlyList<AlignableSubscription> Others)
{
    public bool IsTrial => State is SubscriptionState.Trialing;
}

/// <summary>Reads what a subscription can be changed to: for owners of the client, and for operators.</summary>
public sealed class ChangeChoices(
    IDbContextFactory<MarketplaceDb> databases, BasketLines offers, IOptions<SubscriptionOptions> options, TimeProvider clock)
{
    private const int MaxOffers = 50, MaxOthers = 50;

    /// <summary>Null if there is none that the actor may change.</summary>
    public async Task<ChangeChoice?> ReadAsync(Actor actor, Guid id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (await ChangeDrafts.Changeable(db, actor).AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancel) is not { } subscription)
        {
            return null;
        }

        var (terms, organization) = (subscription.Terms, subscription.OrganizationId);
        var others = await db.Subscriptions.AsNoTracking().Where(s => s.OrganizationId == organization && s.Id != id && s.RenewsAt != null)
            .OrderBy(s => s.RenewsAt).ThenBy(s => s.Id).Take(MaxOthers).ToListAsync(cancel);
        return new(
            id, organization, subscription.Name, subscription.StateAt(clock.UtcNow), subscription.Words, subscription.OfferId, subscription.Sites,
            terms.BilledUntil, TimeZoneInfo.ConvertTimeFromUtc(terms.Shift ?? terms.BilledUntil, terms.Zone).Day,
            subscription.LaterWords, terms.Pauses ? terms.Shift : null, options.Value.MaxPauseDays, await OffersAsync(db, actor, subscription, cancel),
            [.. others.Select(s => new AlignableSubscription(s.Id, s.Name, s.BilledUntil))]);
    }

    // The one that it has stays a choice even where nobody else can buy it any more.
    private async Task<IReadOnlyList<ChangeOffer>> OffersAsync(MarketplaceDb db, Actor actor, Subscription subscription, CancellationToken cancel)
    {
        var (current, module) = (subscription.Terms.Line, subscription.ModuleId);
        var found = new List<ChangeOffer> { Row(current, isCurrent: true) };
        if (current.Bundle.Count == 0 && current.Offer.Tier is not OfferTier.Custom)
        {
            var ids = await db.Offers.Open().Where(o => o.ModuleId == module && o.Id != current.OfferId
                && (o.Model == OfferModel.Monthly || o.Model == OfferModel.Yearly || o.Model == OfferModel.UsageBased)
                && o.Tier != OfferTier.Free && o.Tier != OfferTier.Custom).OrderBy(o => o.Id).Select(o => o.Id).Take(MaxOffers).ToListAsync(cancel);
            foreach (var id in ids)
            {
                var (lines, _) = await offers.ReadAsync(db, actor, [new(id, subscription.Sites)], subscription.Currency, cancel);
                found.AddRange(lines.Where(one => one.Line.Bundle.Count == 0 && one.Line.Offer.Months > 0).Select(one => Row(one.Line, isCurrent: false)));
            }
        }

        return [.. found.OrderBy(offer => offer.Tier).ThenBy(offer => offer.Model).ThenBy(offer => offer.Price.Minor)];
    }

    private static ChangeOffer Row(BasketLine line, bool isCurrent) => new(
        line.OfferId, line.Offer.Tier, line.Offer.Model, line.Offer.Sites, new(line.Offer.ForSites(line.Sites), line.Offer.Currency), isCurrent);
}
