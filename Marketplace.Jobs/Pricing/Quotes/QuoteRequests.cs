using Marketplace.Accounts;
using Marketplace.Data;
using Marketplace.Pricing.Promotions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Pricing.Quotes;

/// <param name="Currency">ISO 4217; that of the billing details where it is null.</param>
/// <param name="Code">Of a promotion.</param>
public sealed record QuoteRequest(long OrganizationId, IReadOnlyList<QuoteRequestLine> Lines, string? Currency = null, string? Code = null);

/// <param name="Sites">On how many sites, 1 to <see cref="OfferTerms.MaxSites"/>.</param>
public sealed record QuoteRequestLine(long OfferId, int Sites);

public abstract record QuoteOutcome
{
    public sealed record Made(Guid Id, Quote Quote) : QuoteOutcome;

    /// <summary>Nothing is kept.</summary>
    public sealed record Computed(Quote Quote) : QuoteOutcome;

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
    IDbContextFactory<MarketplaceDb> databases, QuoteBaskets baskets, BasketLines offers, BuyerPromotions promotions)
{
    private const int MaxLines = 50;

    /// <summary>Keeps the quote, so that it can be shared and accepted.</summary>
    public async Task<QuoteOutcome> MakeAsync(Actor actor, QuoteRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (quote, basket, sellers, refused) = await ComputeAsync(db, actor, request, cancel);
        if (quote is null)
        {
            return refused!;
        }

        var kept = KeptQuote.Of(quote, request.OrganizationId, actor.UserId, basket);
        foreach (var seller in sellers)
        {
            kept.Sellers.Add(seller);
        }

        db.Add(kept);
        await db.SaveChangesAsync(cancel);
        return new QuoteOutcome.Made(kept.Id, quote);
    }

    /// <summary>What it would cost now; nothing is kept.</summary>
    public async Task<QuoteOutcome> ComputeAsync(Actor actor, QuoteRequest request, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (quote, _, _, refused) = await ComputeAsync(db, actor, request, cancel);
        return quote is null ? refused! : new QuoteOutcome.Computed(quote);
    }

    private async Task<Priced> ComputeAsync(MarketplaceDb db, Actor actor, QuoteRequest request, CancellationToken cancel)
    {
        if (!await db.Organizations.Of(actor).AnyAsync(o => o.Id == request.OrganizationId && o.IsClient, cancel))
        {
            return Priced.Not(new QuoteOutcome.NotAllowed());
        }

        if (Problem(request) is { } problem)
        {
            return Priced.Not(new QuoteOutcome.Invalid(problem));
        }

        var (open, refused) = await baskets.OpenAsync(db, request.OrganizationId, request.Currency, cancel);
        if (open is null)
        {
            return Priced.Not(refused!);
        }

        var (empty, lines) = (open.Basket, await offers.ReadAsync(db, actor, request.Lines, open.Basket.Currency, cancel));
        if (lines.Problem is { } missing)
        {
            return Priced.Not(new QuoteOutcome.Invalid(missing));
        }

        var found = await promotions.FindAsync(db, new(
            request.OrganizationId, [.. lines.Found.Select(line => new PromotionLine(
                line.Publisher, line.Line.Module, line.Line.Name, line.Line.Offer.Tier, line.Line.Offer.Model))],
            empty.Buyer.Country, empty.Currency, request.Code, empty.At), cancel);
        if (found.Problem is { } unfit)
        {
            return Priced.Not(new QuoteOutcome.Invalid(unfit));
        }

        // Which of them are for a first purchase only was decided by publisher.
        var tried = await db.TriedByAsync(request.OrganizationId, [.. lines.Found.Select(line => line.Line.Module)], cancel);
        var basket = empty with
        {
            Lines = [.. lines.Found.Select(line => tried.Contains(line.Line.Module) ? line.Line.WithoutTrial() : line.Line)],
            Buyer = empty.Buyer with { IsFirstPurchase = false }, Promotions = found.Open,
            CodePromotionId = found.ByCode, Code = found.ByCode is null ? null : PromotionCodes.Normalize(request.Code!),
        };
        var quote = open.Price(basket);
        return basket.CodePromotionId is { } byCode && !quote.Promotions.Any(used => used.Id == byCode)
            ? Priced.Not(new QuoteOutcome.Invalid(CodeRefusals.NoEffect(basket.Code!)))
            : new(quote, basket, [.. lines.Found.Select(line => line.Publisher).Distinct()
                .Select(id => new QuoteSeller(id, !found.BoughtFrom.Contains(id), empty.At))], null);
    }

    private static string? Problem(QuoteRequest request) =>
        request.Lines.Count is 0 or > MaxLines ? $"A quote has 1 to {MaxLines} lines."
        : request.Lines.Any(line => line.Sites is < 1 or > OfferTerms.MaxSites) ? $"Enter 1 to {OfferTerms.MaxSites:#,0} sites."
        : request.Currency is { } code && Currency.Find(code)?.Code != code ? Currency.Unknown(code)
        : null;

    /// <param name="Refused">Why there is no quote.</param>
    private sealed record Priced(Quote? Quote, Basket? Basket, IReadOnlyList<QuoteSeller> Sellers, QuoteOutcome? Refused)
    {
        public static Priced Not(QuoteOutcome refused) => new(null, null, [], refused);
    }
}
