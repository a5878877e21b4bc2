using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Quotes;

/// <summary>A basket that has no lines yet, and the parties that its quote names.</summary>
public sealed record OpenBasket(Basket Basket, SellerEntity Seller, BillingProfile Buyer)
{
    public Quote Price(IReadOnlyList<BasketLine> lines) => Price(Basket with { Lines = lines });

    /// <param name="basket">This one with all that is in it.</param>
    public Quote Price(Basket basket) => Name(Quoting.Of(basket));

    /// <summary>Writes into a quote who sells and who buys.</summary>
    public Quote Name(Quote quote) => quote with
    {
        Seller = QuoteParty.Of(Seller, quote.Decision.Rates.Select(rate => rate.Country)), Buyer = QuoteParty.Of(Buyer),
    };
}

/// <summary>Opens baskets: who buys, from whom, in which currency, and how it is taxed now.</summary>
public sealed class QuoteBaskets(SellerEntities sellers, TaxDecisions taxes, TimeProvider clock)
{
    /// <param name="currency">ISO 4217; that of the billing details where it is null.</param>
    /// <returns>The basket, or why there can be none.</returns>
    public async Task<(OpenBasket? Open, QuoteOutcome? Refused)> OpenAsync(
        MarketplaceDb db, long organizationId, string? currency, CancellationToken cancel)
    {
        if (await db.BillingProfiles.AsNoTracking().FirstOrDefaultAsync(p => p.OrganizationId == organizationId, cancel) is not { } buyer)
        {
            return (null, new QuoteOutcome.NeedsBillingDetails());
        }

        if (await sellers.ReadAsync(cancel) is not { } seller)
        {
            return (null, new QuoteOutcome.Invalid("Nothing can be sold yet: an operator has to enter who sells, under Tax and currencies."));
        }

        var now = clock.UtcNow;
        var decision = await taxes.DecideAsync(
            seller.CaseFor(buyer, ProductClass.Electronic, paymentCountry: null, now),
            new(buyer.Address.Line1, buyer.Address.City, buyer.Address.PostalCode), currency ?? buyer.Currency, cancel);
        if (decision is TaxDecision.NeedsAttention attention)
        {
            return (null, new QuoteOutcome.Invalid(attention.Problem));
        }

        var basket = new Basket(
            currency ?? buyer.Currency, [], new PromotionBuyer(buyer.Address.Country, IsFirstPurchase: true), [], decision,
            TaxRules.PricesInclude(buyer.Kind), now);
        return (new(basket, seller, buyer), null);
    }
}
