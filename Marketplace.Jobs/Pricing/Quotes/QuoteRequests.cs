using Marketplace.Accounts;
using Marketplace.Catalog;
using Marketplace.Data;
using Marketplace.Pricing.Parties;
using Marketplace.Pricing.Promotions;
using Marketplace.Pricing.Rates;
using Marketplace.Pricing.Tax;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Pricing.Quotes;

/// <param name="Currency">ISO 4217; that of the billing details where it is null.</param>
/// <param name="Code">Of a promotion.</param>
public sealed record QuoteRequest(long OrganizationId, IReadOnlyList<QuoteRequestLine> Lines, string? Currency = null, string? Code = null);

/// <param name="Sites">On how many sites, 1 to <see cref="OfferTerms.MaxSites"/>.</param>
public sealed record QuoteRequestLine(long OfferId, int Sites);

public abstract record QuoteOutcome
{
    public sealed record Made(Guid Id, Quote Quote) : QuoteOutcome;

    /// <param name="Problem">What is wrong and what mends it.</param>
    public sealed record Invalid(string Problem) : QuoteOutcome;

    /// <summary>Tax needs the buyer's billing details, and there are none.</summary>
    public sealed record NeedsBillingDetails : QuoteOutcome;

    public sealed record NotAllowed : QuoteOutcome;
}

/// <summary>
/// Makes quotes for client organizations, from what is offered, the billing details, the seller, the rates of tax and exchange as they are now.
/// </summary>
public sealed class QuoteRequests(
    IDbContextFactory<MarketplaceDb> databases, SellerEntities sellers, TaxRateQueries taxes, RatesQueries rates, BuyerPromotions promotions,
    IOptions<PricingOptions> options, TimeProvider clock)
{
    private const int MaxLines = 50;

    public async Task<QuoteOutcome> MakeAsync(Actor actor, QuoteRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!await db.Organizations.Of(actor).AnyAsync(o => o.Id == request.OrganizationId && o.IsClient, cancel))
        {
            return new QuoteOutcome.NotAllowed();
        }

        if (Problem(request) is { } problem)
        {
            return new QuoteOutcome.Invalid(problem);
        }

        if (await db.BillingProfiles.AsNoTracking().FirstOrDefaultAsync(p => p.OrganizationId == request.OrganizationId, cancel) is not { } buyer)
        {
            return new QuoteOutcome.NeedsBillingDetails();
        }

        if (await sellers.ReadAsync(cancel) is not { } seller)
        {
            return new QuoteOutcome.Invalid("Nothing can be sold yet: an operator has to enter who sells, under Tax and currencies.");
        }

        var now = clock.UtcNow;
        var decision = TaxRules.Decide(seller.CaseFor(buyer, ProductClass.Electronic, paymentCountry: null, now), await taxes.TableAsync(cancel));
        if (decision is TaxDecision.NeedsAttention attention)
        {
            return new QuoteOutcome.Invalid(attention.Problem);
        }

        var currency = request.Currency ?? buyer.Currency;
        var lines = await LinesAsync(db, actor, request, currency, cancel);
        if (lines.Problem is { } missing)
        {
            return new QuoteOutcome.Invalid(missing);
        }

        var found = await promotions.FindAsync(db, new(
            request.OrganizationId, [.. lines.Found.Select(line => new PromotionLine(
                line.Publisher, line.Line.Module, line.Line.Name, line.Line.Offer.Tier, line.Line.Offer.Model))],
            buyer.Address.Country, currency, request.Code, now), cancel);
        return found.Problem is { } refused ? new QuoteOutcome.Invalid(refused)
            // Which of them are for a first purchase only was decided by publisher.
            : await KeepAsync(db, actor, request.OrganizationId, new Basket(
                currency, [.. lines.Found.Select(line => line.Line)], new PromotionBuyer(buyer.Address.Country, IsFirstPurchase: false), found.Open, decision,
                TaxRules.PricesInclude(buyer.Kind), now)
            {
                CodePromotionId = found.ByCode, Code = found.ByCode is null ? null : PromotionCodes.Normalize(request.Code!),
            }, [.. lines.Found.Select(line => line.Publisher).Distinct().Select(id => new QuoteSeller(id, !found.BoughtFrom.Contains(id), now))], cancel);
    }

    private static string? Problem(QuoteRequest request) =>
        request.Lines.Count is 0 or > MaxLines ? $"A quote has 1 to {MaxLines} lines."
        : request.Lines.Any(line => line.Sites is < 1 or > OfferTerms.MaxSites) ? $"Enter 1 to {OfferTerms.MaxSites:#,0} sites."
        : request.Currency is { } code && Currency.Find(code)?.Code != code ? Currency.Unknown(code)
        : null;

    private async Task<(IReadOnlyList<(BasketLine Line, long Publisher)> Found, string? Problem)> LinesAsync(
        MarketplaceDb db, Actor actor, QuoteRequest request, string currency, CancellationToken cancel)
    {
        var (ids, listed) = (request.Lines.Select(line => line.OfferId).Distinct().ToList(), db.ListedModules(actor));
        var offers = await db.Offers.AsNoTracking().Open().Include(o => o.Prices).Include(o => o.Module)
            .Where(o => ids.Contains(o.Id) && listed.Any(m => m.Id == o.ModuleId)).ToDictionaryAsync(o => o.Id, cancel);
        var bundles = (await db.NamedAsync([.. offers.Values.Select(Row)], cancel)).ToDictionary(offer => offer.Id, offer => offer.Bundled);
        var table = await rates.NowAsync(cancel) ?? new RatesOf(DateOnly.FromDateTime(clock.UtcNow), new Dictionary<string, decimal>());
        var lines = new List<(BasketLine, long)>();
        foreach (var line in request.Lines)
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

    private static async Task<QuoteOutcome> KeepAsync(
        MarketplaceDb db, Actor actor, long organizationId, Basket basket, IReadOnlyList<QuoteSeller> sellers, CancellationToken cancel)
    {
        var quote = Quoting.Of(basket);
        if (basket.CodePromotionId is { } byCode && !quote.Promotions.Any(used => used.Id == byCode))
        {
            return new QuoteOutcome.Invalid(CodeRefusals.NoEffect(basket.Code!));
        }

        var document = QuoteDocument.Write(quote);
        var kept = new KeptQuote(Guid.NewGuid(), organizationId, document, QuoteDocument.Hash(document), actor.UserId, quote.At, quote.ValidUntil)
        {
            Basket = QuoteDocument.Write(basket),
        };
        foreach (var seller in sellers)
        {
            kept.Sellers.Add(seller);
        }

        db.Add(kept);
        await db.SaveChangesAsync(cancel);
        return new QuoteOutcome.Made(kept.Id, quote);
    }
}
