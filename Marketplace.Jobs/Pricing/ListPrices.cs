using Marketplace.Catalog;
using Marketplace.Data;

namespace Marketplace.Pricing;

/// <summary>Sums open offers up for lists.</summary>
internal static class ListPrices
{
    public static ListPrice Of(IReadOnlyCollection<Offer> open, string currency)
    {
        if (open.Count == 0)
        {
            return ListPrice.Free();
        }

        var rows = open.Select(offer => new OfferRow(
            offer.Id, offer.Tier, offer.Model, offer.Sites,
            OwnPrice.In(offer.Prices.Select(price => new Money(price.Minor, price.Currency)), currency), [])
        {
            Currency = currency, Details = offer.Details,
        }).ToList();
        var least = rows.Where(row => row.Price is not null).MinBy(row => row.FirstYear()!.Value.Minor);
        // Up to what is included, freemium costs nothing either.
        var isFree = rows.Exists(row => row.Tier is OfferTier.Free || row.Model is OfferModel.Freemium);
        if (!isFree && least is null && rows.Select(row => row.Usage).FirstOrDefault(usage => usage is not null) is { } usage)
        {
            // What a year of use costs nobody knows, so it stands behind all that has a price, beside what is told on request.
            return new(Kinds(rows), Tiers(rows), usage.Price.Minor, currency, usage.Per, long.MaxValue);
        }

        return new(
            Kinds(rows), Tiers(rows),
            isFree ? 0 : least?.Price?.Minor, isFree || least is null ? "" : currency, isFree || least is null ? "" : least.Model.Per(),
            // What is told on request stands behind all that has a price.
            isFree ? 0 : least?.FirstYear()?.Minor ?? long.MaxValue);
    }

    private static string Kinds(IEnumerable<OfferRow> rows) => Words(rows.Select(Kind));

    private static string Tiers(IEnumerable<OfferRow> rows) => Words(rows.Select(row => $"{row.Tier}".ToLowerInvariant()));

    private static string Kind(OfferRow offer) => offer switch
    {
        { Tier: OfferTier.Free } or { Model: OfferModel.Freemium } => "free",
        { Price: null, Usage: null } => "",
        { Model: OfferModel.OneTime } => "one-time",
        _ => "subscription",
    };

    private static string Words(IEnumerable<string> words) => $" {string.Join(' ', words.Where(word => word != "").Distinct())} ";
}
