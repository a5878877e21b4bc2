using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Rates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Succession;

/// <param name="Before">What it pays a period.</param>
/// <param name="After">What it would pay on the successor.</param>
public sealed record AffectedHolder(long OrganizationId, string Organization, int Sites, Money Before, Money After)
{
    public Money Difference => After - Before;
}

/// <summary>Works out whom a successor would affect, and by how much.</summary>
public sealed class SuccessionDraft(IEnumerable<IOfferHolders> sources, RatesQueries rates, IOptions<PricingOptions> options, TimeProvider clock)
{
    private const int MaxHolders = 10_000;

    /// <summary>What is wrong with the successor; null if it can be one.</summary>
    internal static string? Problem(Offer offer, Offer successor) =>
        offer.Tier is OfferTier.Custom ? "What was agreed on by a custom quote has no successor."
        : offer.Id == successor.Id ? "An offer is no successor of its own. Choose another."
        : successor.ModuleId != offer.ModuleId || successor.WithdrawnAt is not null ? "A successor is an open offer of the same module."
        : offer.Model.Months() == 0 ? "What is paid once has nothing that goes on."
        : successor.Model != offer.Model ? "A successor is paid in the same way as the offer."
        : successor.Tier is OfferTier.Custom or OfferTier.Free ? "A successor has a price. Choose another."
        : null;

    /// <summary>
    /// Each in the currency in which it pays already, else in that of its billing details, or in the marketplace's own where there is none, or no price in it.
    /// </summary>
    internal async Task<IReadOnlyList<AffectedHolder>> AffectedAsync(MarketplaceDb db, Offer offer, Offer successor, CancellationToken cancel)
    {
        var holders = await OfAsync(db, offer.Id, cancel);
        var ids = holders.ConvertAll(holder => holder.OrganizationId);
        var names = await db.Organizations.Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, cancel);
        var currencies = await db.BillingProfiles.Where(p => ids.Contains(p.OrganizationId))
            .ToDictionaryAsync(p => p.OrganizationId, p => p.Currency, cancel);
        var table = await rates.NowAsync(cancel) ?? new RatesOf(DateOnly.FromDateTime(clock.UtcNow), new Dictionary<string, decimal>());
        return
        [
            .. holders.GroupBy(holder => holder.OrganizationId)
                .Select(same => Affected(
                    [.. same], names[same.Key], offer, successor, AgreedIn(same) ?? currencies.GetValueOrDefault(same.Key, options.Value.Currency), table))
                .OrderByDescending(one => one.Difference.Minor).ThenBy(one => one.Organization, StringComparer.Ordinal),
        ];
    }

    /// <summary>Everything that is held of the offer, by organization.</summary>
    internal async Task<List<OfferHolder>> OfAsync(MarketplaceDb db, long offerId, CancellationToken cancel)
    {
        var holders = new List<OfferHolder>();
        foreach (var source in sources)
        {
            holders.AddRange(await source.OfAsync(db, offerId, MaxHolders, cancel));
        }

        return holders;
    }

    // Null where nothing was agreed on, or in several.
    private static string? AgreedIn(IEnumerable<OfferHolder> held)
    {
        var currencies = held.Select(one => one.Agreed?.Currency).OfType<string>().Distinct().Take(2).ToList();
        return currencies.Count == 1 ? currencies[0] : null;
    }

    private AffectedHolder Affected(IReadOnlyList<OfferHolder> held, string name, Offer offer, Offer successor, string currency, RatesOf table)
    {
        var own = options.Value.Currency;
        var (before, after) = (PricedOffer.In(offer.Terms, currency, own, table), PricedOffer.In(successor.Terms, currency, own, table));
        if (before is null || after is null)
        {
            return Affected(held, name, offer, successor, own, table);
        }

        var pays = held.Sum(one => one.Agreed is { } agreed && agreed.Currency == currency ? agreed.Minor : before.ForSites(one.Sites));
        return new(
            held[0].OrganizationId, name, held.Sum(one => one.Sites), new(pays, currency), new(held.Sum(one => after.ForSites(one.Sites)), currency));
    }
}
