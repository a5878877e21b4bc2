using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Payments;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Quotes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Billing.Orders;

/// <summary>What someone looks at before buying.</summary>
/// <param name="Ways">The preferred one first; none where nothing is due.</param>
/// <param name="NeedsApproval">An owner has to approve it first.</param>
/// <param name="OrderId">The order that was placed by this quote already.</param>
public sealed record CheckoutView(
    Quote Quote, string Hash, bool IsOpen, long OrganizationId, string Organization, BillingProfile Buyer, IReadOnlyList<PayWay> Ways, bool NeedsApproval,
    Guid? OrderId, bool IsOwner);

/// <param name="Name">The provider's.</param>
public sealed record PayWay(string Name, ProviderFace Face);

/// <summary>Reads what a quote would be bought by, for members of its organization.</summary>
public sealed class CheckoutQueries(IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers, BuyingRules rules, TimeProvider clock)
{
    public async Task<CheckoutView?> ReadAsync(Actor actor, Guid quoteId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var own = db.Organizations.Of(actor);
        if (await db.Quotes.AsNoTracking().Include(q => q.Organization).Include(q => q.Ending)
                .FirstOrDefaultAsync(q => q.Id == quoteId && own.Any(o => o.Id == q.OrganizationId && o.IsClient), cancel) is not { } kept
            || await db.BillingProfiles.AsNoTracking().FirstOrDefaultAsync(p => p.OrganizationId == kept.OrganizationId, cancel) is not { } buyer)
        {
            return null;
        }

        var quote = QuoteDocument.Read(kept.Document);
        var order = await db.Orders.Where(o => o.QuoteId == quoteId).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(cancel);
        IReadOnlyList<PayWay> ways = quote.DueToday.Minor == 0 ? []
            : [.. (await providers.ReadyAsync(quote.Currency, buyer.Address.Country, kept.OrganizationId, cancel))
                .Select(one => new PayWay(one.Name, one.Face))];
        return new(
            quote, kept.Hash,
            (clock.UtcNow < kept.ValidUntil || kept.Ending?.Kind is QuoteEndingKind.Accepted) && QuoteDocument.Hash(kept.Document) == kept.Hash,
            kept.OrganizationId, kept.Organization.Name, buyer,
            ways, await rules.NeedsApprovalAsync(db, actor, kept.OrganizationId, quote.DueToday, cancel), order,
            await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == kept.OrganizationId, cancel));
    }
}
