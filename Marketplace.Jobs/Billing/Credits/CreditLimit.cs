using Marketplace.Billing.Invoices;
using Marketplace.Data;
using Marketplace.Pricing.Rates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Billing.Credits;

/// <summary>Up to where one operator credits an invoice alone.</summary>
public sealed class CreditLimit(IOptions<CreditOptions> options, TimeProvider clock)
{
    /// <summary>As it is set.</summary>
    public Money Limit => new(options.Value.TwoPersonLimit, options.Value.Currency);

    /// <summary>
    /// Whether what people credited of the invoice alone comes to more than the limit with this. Parts count together, so cutting a credit in two does not
    /// get around it.
    /// </summary>
    internal async Task<bool> IsExceededAsync(MarketplaceDb db, Invoice invoice, Money credit, CancellationToken cancel)
    {
        var approved = db.CreditProposals.Where(p => p.NoteId != null);
        var alone = await db.Invoices.Where(i => i.CorrectsId == invoice.Id && i.IssuedById != null && !approved.Any(p => p.NoteId == i.Id))
            .SumAsync(i => i.NetMinor + i.TaxMinor, cancel);
        return await InAsync(db, invoice.Currency, cancel) is not { } limit || checked(alone + credit.Minor) > limit.Minor;
    }

    // Null where there is no rate: nobody can say then what is too much.
    private async Task<Money?> InAsync(MarketplaceDb db, string currency, CancellationToken cancel) =>
        Limit.Currency == currency ? Limit
        : await RatesQueries.AtAsync(db, DateOnly.FromDateTime(clock.UtcNow), cancel) is { } rates && rates.Has(Limit.Currency) && rates.Has(currency)
            ? rates.Convert(Limit, currency)
        : null;
}
