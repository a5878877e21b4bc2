using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing.Rates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Quotes;

/// <summary>Finds what may be bought now, and its price.</summary>
public sealed class BasketLines(RatesQueries rates, IOptions<PricingOptions> options, TimeProvider clock)
{
    /// <returns>A line for each that is asked for, or what to change.</returns>
    internal async Task<(IReadOnlyList<(BasketLine Line, long Publisher)> Found, string? Problem)> ReadAsync(
        MarketplaceDb db, Actor actor, IReadOnlyList<QuoteRequestLine> asked, string currency, CancellationToken cancel)
    {
        var (ids, listed) = (asked.Select(line => line.OfferId).Distinct().ToList(), db.ListedModules(actor));
        var offers = await db.Offers.AsNoTracking().Open().Include(o => o.Prices).Include(o => o.Module)
            .Where(o => ids.Contains(o.Id) && listed.Any(m => m.Id == o.ModuleId)).ToDictionaryAsync(o => o.Id, cancel);
        var bundles = (await db.NamedAsync([.. offers.Values.Select(Row)], cancel)).ToDictionary(offer => offer.Id, offer => offer.Bundled);
        var table = await rates.NowAsync(cancel) ?? new RatesOf(DateOnly.FromDateTime(clock.UtcNow), new Dictionary<string, decimal>());
        var lines = new List<(BasketLine, long)>();
        foreach (var line in asked)
        {
            if (!offers.TryGetValue(line.OfferId, out var offer))
            {
                return ([], "One of these offers is no longer open. Choose again on the module’s page.");
            }

            var name = offer.Module.DisplayName;
            if (offer.Tier is OfferTier.Free or OfferTier.Custom)
            {
                return ([], offer.Tier is OfferTier.Free ? $"{name} is free in this tier and needs no quote." : $"Ask the publisher of {name} for a price.");
            }

            if (PricedOffer.In(offer.Terms, currency, options.Value.Currency, table) is not { } priced)
            {
                return ([], $"{name} has no price in {currency}, and there is no exchange rate. Choose {options.Value.Currency}.");
            }

            var basketLine = new BasketLine(offer.Id, offer.Module.NormalizedId, name, priced, line.Sites)
            {
                Bundle = [.. bundles[offer.Id].Select(one => one.Name)],
            };
            lines.Add((basketLine, offer.Module.PublisherId));
        }

        return (lines, null);
    }

    private static OfferRow Row(Offer offer) => new(offer.Id, offer.Tier, offer.Model, offer.Sites, null, []) { Details = offer.Details };
}
