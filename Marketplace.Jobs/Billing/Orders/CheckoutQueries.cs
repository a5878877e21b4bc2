using Marketplace.Accounts;
using Marketplace.Billing.Invoices;
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
    Guid? OrderId, bool IsOwner)
{
    /// <summary>A trial of it begins only with a way to pay.</summary>
    public bool NeedsMethod { get; init; }

    /// <summary>What credit pays of it where no way to pay is chosen.</summary>
    public Money Credit { get; init; }

    /// <summary>What credit pays of it, if it is paid by this way.</summary>
    public Money CreditBy(PayWay? way) => way?.Credit ?? Credit;

    public bool NeedsPayerBy(PayWay? way) => NeedsMethod || (Quote.DueToday - CreditBy(way)).Minor > 0;
}

/// <param name="Name">The provider's.</param>
/// <param name="Keeps">What is entered there can be saved.</param>
/// <param name="Saved">What was saved there; null where the payer enters something.</param>
public sealed record PayWay(string Name, ProviderFace Face, bool Keeps = false, SavedWay? Saved = null)
{
    /// <summary>What credit pays of what is due by this way; null where that was not asked.</summary>
    public Money? Credit { get; init; }

    public string Key => Saved is null ? Name : $"{Name}/{Saved.Id:N}";
}

/// <param name="ExpiresOn">Its last day; null where it has none.</param>
public sealed record SavedWay(Guid Id, string Text, DateOnly? ExpiresOn);

/// <summary>Reads what a quote would be bought by, for members of its organization.</summary>
public sealed class CheckoutQueries(
    IDbContextFactory<MarketplaceDb> databases, PaymentProviders providers, OrderCredits credits, BuyingRules rules, TimeProvider clock)
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
        var trials = quote.Lines.Where(line => line.TrialEnds is not null).Select(line => line.OfferId).Distinct().ToList();
        var needsMethod = trials.Count > 0
            && (await db.Set<Pricing.Offer>().AsNoTracking().Where(o => trials.Contains(o.Id)).ToListAsync(cancel)).Exists(o => o.NeedsMethodToTry);
        var payer = await credits.PayerAsync(kept.OrganizationId, quote.Currency, null, cancel);
        var free = await ClientBalances.OfAsync(db, kept.OrganizationId, quote.Currency, payer.IsTest, cancel);
        return new(
            quote, kept.Hash,
            (clock.UtcNow < kept.ValidUntil || kept.Ending?.Kind is QuoteEndingKind.Accepted) && QuoteDocument.Hash(kept.Document) == kept.Hash,
            kept.OrganizationId, kept.Organization.Name, buyer,
            needsMethod || quote.DueToday.Minor > 0 ? await WaysAsync(db, kept.OrganizationId, quote, buyer, needsMethod, cancel) : [],
            await rules.NeedsApprovalAsync(db, actor, kept.OrganizationId, quote.DueToday, cancel), order,
            await db.Organizations.OwnedBy(actor).AnyAsync(o => o.Id == kept.OrganizationId, cancel))
        {
            NeedsMethod = needsMethod, Credit = payer.Uses(free, quote.DueToday),
        };
    }

    // What was saved comes first.
    private async Task<IReadOnlyList<PayWay>> WaysAsync(
        MarketplaceDb db, long organizationId, Quote quote, BillingProfile buyer, bool needsMethod, CancellationToken cancel)
    {
        var able = (await providers.ReadyAsync(quote.Currency, buyer.Address.Country, organizationId, cancel))
            .Where(one => !needsMethod || one.KeepsMethods).ToList();
        var today = DateOnly.FromDateTime(clock.UtcNow);
        var saved = await db.MethodsOf(organizationId).Where(m => m.ExpiresOn == null || m.ExpiresOn >= today)
            .Select(m => new { m.Provider, Way = new SavedWay(m.Id, m.Text, m.ExpiresOn) }).ToListAsync(cancel);
        var (real, test) = (
            await ClientBalances.OfAsync(db, organizationId, quote.Currency, isTest: false, cancel),
            await ClientBalances.OfAsync(db, organizationId, quote.Currency, isTest: true, cancel));
        Money Credit(IPaymentProvider one) => new OrderPayer(one, one.Face.IsTest).Uses(one.Face.IsTest ? test : real, quote.DueToday);
        return
        [
            .. from one in saved
               from provider in able
               where provider.KeepsMethods && provider.Name == one.Provider
               select new PayWay(provider.Name, provider.Face, Saved: one.Way) { Credit = Credit(provider) },
            .. able.Select(one => new PayWay(one.Name, one.Face, one.KeepsMethods) { Credit = Credit(one) }),
        ];
    }
}
