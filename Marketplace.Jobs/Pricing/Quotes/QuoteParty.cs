using Marketplace.Pricing.Parties;

namespace Marketplace.Pricing.Quotes;

/// <summary>Who sells or buys, as it was when the quote was made.</summary>
/// <param name="VatIds">Of the seller those of its own country and of the country to which tax is owed; empty where there is none.</param>
public sealed record QuoteParty(PostalAddress Address, IReadOnlyList<string> VatIds)
{
    public static QuoteParty Of(BillingProfile buyer) => new(buyer.Address, buyer.VatId is { } id ? [id] : []);

    /// <param name="countries">To which tax is owed.</param>
    public static QuoteParty Of(SellerEntity seller, IEnumerable<string> countries) => new(
        seller.Address,
        [
            .. seller.Registrations.Where(one => one.Country == seller.Address.Country || one.IsOneStopShop || countries.Contains(one.Country))
                .OrderByDescending(one => one.Country == seller.Address.Country).ThenBy(one => one.Country, StringComparer.Ordinal)
                .Select(one => one.Number).Distinct(),
        ]);
}
