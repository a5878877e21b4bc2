using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Quotes;

public enum SimulatedBasis
{
    /// <summary>Quotes that were ordered, and paid or may still be.</summary>
    Orders,

    /// <summary>All of them: who asked and bought nothing may have bought at another price.</summary>
    Quotes,
}

/// <summary>What a promotion would have changed in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Total">How many there were; of more than <see cref="PromotionSimulator.Most"/> the first are simulated.</param>
/// <param name="Sums">By currency.</param>
/// <param name="Rows">In the order in which they were made.</param>
public sealed record Simulation(DateOnly Month, int Total, IReadOnlyList<SimulatedSum> Sums, IReadOnlyList<SimulatedQuote> Rows);

/// <summary>A quote without tax over its first year, as far as it is of the publisher.</summary>
/// <param name="Country">Of the buyer.</param>
/// <param name="Modules">What it was for.</param>
/// <param name="IsChanged">The promotion would have lowered it, or given a better tier.</param>
public sealed record SimulatedQuote(DateTime At, string Country, string Modules, bool IsChanged, Money Before, Money After);

/// <param name="Changed">How many of the quotes would have been others.</param>
public sealed record SimulatedSum(int Quotes, int Changed, Money Before, Money After);

/// <summary>
/// Lists last month's orders, or quotes, as they would have been with a promotion, as if it had been open all the month and everybody had entered its code.
/// They are computed from what they were computed from then.
/// </summary>
public sealed class PromotionSimulator(IDbContextFactory<MarketplaceDb> databases, IEnumerable<IOrderedQuotes> ordered, TimeProvider clock)
{
    public const int Most = 2000;

    /// <param name="promotionId">If it was made already; quotes that it lowered then stay as they were.</param>
    /// <returns>Null if the actor decides on no promotions of the publisher.</returns>
    public async Task<Simulation?> SimulateAsync(
        Actor actor, long publisherId, PromotionTerms terms, long? promotionId, SimulatedBasis basis, CancellationToken cancel)
    {
        var now = clock.UtcNow;
        var until = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var since = until.AddMonths(-1);
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.PublishersPromotedBy(actor).AnyAsync(o => o.Id == publisherId, cancel))
        {
            return null;
        }

        var sold = Sold(db, publisherId, basis, since, until);
        var total = await sold.CountAsync(cancel);
        var baskets = await sold.Take(Most).ToListAsync(cancel);
        var modules = (await db.Modules.Where(m => m.PublisherId == publisherId).Select(m => m.NormalizedId).ToListAsync(cancel)).ToHashSet();
        var client = terms.CodeKind is CodeKind.Client
            ? await db.Organizations.Where(o => o.Name == terms.Client.Trim()).Select(o => (long?)o.Id).FirstOrDefaultAsync(cancel) ?? 0 : (long?)null;
        var rows = new SimulatedUses(terms, client, promotionId).Of(baskets, modules);
        return new(
            DateOnly.FromDateTime(since), total,
            [
                .. rows.GroupBy(row => row.Before.Currency).OrderBy(currency => currency.Key, StringComparer.Ordinal).Select(currency => new SimulatedSum(
                    currency.Count(), currency.Count(row => row.IsChanged), currency.Select(row => row.Before).Sum(currency.Key),
                    currency.Select(row => row.After).Sum(currency.Key))),
            ],
            rows);
    }

    // As they were quoted, in that order.
    private IQueryable<SoldBasket> Sold(MarketplaceDb db, long publisherId, SimulatedBasis basis, DateTime since, DateTime until)
    {
        var all = db.Set<QuoteSeller>().AsNoTracking()
            .Where(s => s.PublisherId == publisherId && s.At >= since && s.At < until && s.Quote.Basket != null);
        if (basis is SimulatedBasis.Orders)
        {
            foreach (var orders in ordered.Select(one => one.In(db)))
            {
                all = all.Where(s => orders.Contains(s.QuoteId));
            }
        }

        return all.OrderBy(s => s.At).ThenBy(s => s.QuoteId)
            .Select(s => new SoldBasket(s.Quote.OrganizationId, s.At, s.IsFirstPurchase, s.Quote.Basket!));
    }
}

internal sealed record SoldBasket(long OrganizationId, DateTime At, bool IsFirstPurchase, string Document);
